import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSnapshot } from '../../monitor/ports.js';
import { b2l1, interrupted, startDaemon } from '../support/command.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-kills-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A file of settings with the mode that waits for a full disk, and small segments. */
async function settings(): Promise<string> {
  const file = join(home, 'pause.yaml');
  await writeFile(file, 'recorder: {onFull: pause, segmentMegabytes: 1}\n');
  return file;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Milliseconds of recording before a daemon is killed, and how it records. */
const moments = [
  [300, []],
  [700, ['--record-all']],
  [1300, ['--config', 'pause']],
  [2100, ['--record-all']],
  [3400, []],
] as const;

describe('a recording run that is killed', () => {
  it.each(moments)('after %i ms %s leaves a recording of all that was written', async (ms, how) => {
    const folder = join(home, `recording-${ms}`);
    const flags = [
      '--record',
      folder,
      '--pace',
      'max',
      '--workers',
      '1',
      '--card',
      'single-photon',
      '--rate',
      '2kHz',
      ...(how.length === 2 ? ['--config', await settings()] : how),
    ];
    const daemon = await startDaemon(...flags);
    await pause(ms);
    const sample = await (await fetch(`${daemon.origin}/api/snapshot`)).json();
    const { events } = (sample as RunSnapshot).recording!;
    await daemon.stop('SIGKILL');
    const { code, stdout, stderr } = await b2l1('replay', folder, '--json');
    expect(code, stderr).toBe(0);
    const { differing, books } = JSON.parse(stdout) as {
      readonly differing: number;
      readonly books: {
        readonly ended: boolean;
        readonly unaccounted: number;
        readonly recorded: number;
      };
    };
    expect({ differing, ...books }).toMatchObject({ differing: 0, ended: false, unaccounted: 0 });
    expect(books.recorded).toBeGreaterThanOrEqual(events);
  });

  it('goes on as a run of its own in the same folder, and both are right', async () => {
    const folder = join(home, 'again');
    const flags = [
      '--record',
      folder,
      '--pace',
      'max',
      '--workers',
      '1',
      '--card',
      'single-photon',
      '--rate',
      '2kHz',
    ];
    const first = await startDaemon(...flags);
    await pause(1500);
    await first.stop('SIGKILL');
    const second = await startDaemon(...flags);
    await pause(1500);
    const { code, stderr } = await second.stop('SIGTERM');
    expect(code, stderr).toBe(0);
    const runs = (await readdir(folder)).filter((name) => name.startsWith('run-'));
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      const replayed = await b2l1('replay', join(folder, run), '--json');
      expect(replayed.code, replayed.stderr).toBe(0);
      expect(JSON.parse(replayed.stdout)).toMatchObject({ differing: 0 });
    }
  });
});

describe('a study that is killed', () => {
  const card = ['study', 'two-track', '--events', '20000', '--json'];

  it('again and again ends with the bytes of one that ran through', async () => {
    const whole = await b2l1(...card, '--workers', '2');
    expect(whole.code, whole.stderr).toBe(0);
    const out = ['--out', join(home, 'study')];
    // The first has nothing to go on from; each of the others is killed once it says how far it is.
    await interrupted('SIGKILL', /%/, ...card, '--workers', '2', ...out);
    await interrupted('SIGKILL', /%/, ...card, '--workers', '1', '--resume', ...out);
    const last = await b2l1(...card, '--workers', '2', '--resume', ...out);
    expect(last.code, last.stderr).toBe(0);
    expect(last.stdout === whole.stdout).toBe(true);
    expect(await readFile(join(home, 'study', 'results.json'), 'utf8')).toBe(whole.stdout);
  });
});
