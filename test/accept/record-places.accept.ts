import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { RunSnapshot } from '../../monitor/ports.js';
import { until } from '../monitor/support.js';
import { b2l1, type Daemon, startDaemon } from '../support/command.js';

const scratch = mkdtempSync(join(tmpdir(), 'b2l1-places-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;

describe('a place where nothing can be recorded', () => {
  const refused = async (place: string, why: RegExp): Promise<void> => {
    const { code, stderr } = await b2l1('run', '--port', '0', '--record', place);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/expected a directory in which files can be made/) as string,
    });
    expect(stderr).toMatch(why);
  };

  it('is a file, or below one', async () => {
    const file = join(scratch, 'file');
    writeFileSync(file, 'kept');
    await refused(file, /ENOTDIR/);
    await refused(join(file, 'below'), /ENOTDIR/);
  });

  it.skipIf(!existsSync('/proc/self'))('is one of the system, which says so at once', () =>
    refused('/proc/b2l1/deep', /ENOENT/),
  );

  it.skipIf(!isRoot)('is a disk that is read-only, for the superuser, too', async () => {
    const disk = mkdtempSync(join(scratch, 'read-only-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk]);
    try {
      await refused(disk, /EROFS/);
      await refused(join(disk, 'new', 'deep'), /EROFS/);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('a folder of recordings that vanishes while a run is recorded', () => {
  let daemon: Daemon | undefined;
  afterEach(() => daemon?.stop('SIGKILL'));
  const snapshot = async (): Promise<RunSnapshot> =>
    (await (await fetch(`${daemon!.origin}/api/snapshot`)).json()) as RunSnapshot;

  it.each(['end', 'continue'])(
    'is noticed, and its events are lost: the run is to %s',
    async (then) => {
      const folder = join(scratch, `vanishes-${then}`);
      const config = join(scratch, `${then}.yaml`);
      writeFileSync(config, `recorder: {onFailure: ${then}}\n`);
      const played = [
        '--card',
        'single-photon',
        '--rate',
        '2kHz',
        '--pace',
        'max',
        '--workers',
        '1',
      ];
      daemon = await startDaemon('--config', config, '--record', folder, ...played);
      await until(async () => (await snapshot()).recording!.events > 100, 'events', 60_000);
      const before = (await snapshot()).recording!.events;
      rmSync(folder, { recursive: true });
      await until(
        async () => (await snapshot()).recording!.state === 'failed',
        'the flush',
        60_000,
      );
      const ended = async () => ['ended', 'failed'].includes((await snapshot()).run.state);
      if (then === 'end') await until(ended, 'the end of the run', 60_000);
      const { run, recording, events } = await snapshot();
      expect(run.state).toBe(then === 'end' ? 'failed' : 'running');
      if (then === 'end') expect(run.reason).toContain('the directory was removed or moved');
      expect(recording).toMatchObject({ events: 0, flushedEvents: 0, bytes: 0 });
      expect(recording!.lost).toBeGreaterThanOrEqual(before);
      expect(recording!.lost).toBeLessThanOrEqual(events.accepted);
      expect(existsSync(folder)).toBe(false);
      expect((await fetch(`${daemon.origin}/healthz`)).status).toBe(200);
    },
  );
});
