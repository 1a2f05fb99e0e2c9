import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Messages } from '../../monitor/message-types.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import { until } from '../monitor/support.js';
import { b2l1, type Daemon, startDaemon } from '../support/command.js';

const isRoot = process.getuid?.() === 0;

/** A disk of its own with room for so many megabytes, which can be made larger. */
function smallDisk(megabytes: number) {
  const directory = mkdtempSync(join(tmpdir(), 'b2l1-disk-'));
  const mount = (...options: readonly string[]): void =>
    void execFileSync('mount', [...options, directory]);
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs');
  return {
    directory,
    grow: (to: number) => mount('-o', `remount,size=${to}m`),
    remove: () => {
      execFileSync('umount', [directory]);
      rmSync(directory, { recursive: true });
    },
  };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const ended = ['ended', 'failed'];

describe.skipIf(!isRoot)('a recorded run on a disk that fills up', () => {
  let daemon: Daemon | undefined;
  let disk: ReturnType<typeof smallDisk> | undefined;
  afterEach(async () => {
    await daemon?.stop('SIGKILL');
    disk?.remove();
    [daemon, disk] = [undefined, undefined];
  });
  const snapshot = async (): Promise<RunSnapshot> =>
    (await (await fetch(`${daemon!.origin}/api/snapshot`)).json()) as RunSnapshot;
  /** What the message log says of the recorder, or of the run. */
  const told = async (of: string): Promise<string> => {
    const log = await fetch(`${daemon!.origin}/api/messages`);
    const { messages } = (await log.json()) as Messages;
    return messages.flatMap(({ kind, text }) => (kind === of ? [text] : [])).join('\n');
  };
  const card = ['--card', 'single-photon', '--rate', '5kHz', '--pace', 'max'];
  const start = async (onFull: string, played = card): Promise<void> => {
    disk = smallDisk(2);
    const config = join(tmpdir(), `b2l1-full-${process.pid}.yaml`);
    writeFileSync(config, `recorder: {onFull: ${onFull}, segmentMegabytes: 1}\n`);
    const recorded = ['--config', config, '--record', disk.directory, '--workers', '1'];
    daemon = await startDaemon(...recorded, ...played);
  };
  const comesTo = (is: (sample: RunSnapshot) => boolean, what: string): Promise<void> =>
    until(async () => is(await snapshot()), what, 60_000);
  const replayed = async (events: number): Promise<void> => {
    const { stdout } = await b2l1('replay', disk!.directory, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ differing: 0, events });
  };

  it('ends with path and reason where it shall end; what was written is whole', async () => {
    await start('end');
    await comesTo(({ run }) => ended.includes(run.state), 'the end of the run');
    const { run, recording } = await snapshot();
    expect(run).toMatchObject({ state: 'failed', reason: expect.stringMatching(/ENOSPC/) });
    expect(recording!.state).toBe('failed');
    expect(await told('run')).toContain('the run failed: the recording stopped');
    await replayed(recording!.events);
  });

  it('goes on unrecorded where it shall continue, and counts each event that is lost', async () => {
    await start('continue');
    await comesTo(({ recording }) => recording!.lost > 1000, 'lost events');
    expect(await told('recorder')).toMatch(/^the recording stopped: .*ENOSPC/);
    await daemon!.stop('SIGTERM');
    const last = await b2l1('replay', disk!.directory, '--json');
    expect(JSON.parse(last.stdout)).toMatchObject({ differing: 0 });
  });

  it('waits where it shall pause, and goes on once there is room, with every event', async () => {
    await start('pause');
    await comesTo(({ recording }) => recording!.state === 'paused', 'the pause');
    await comesTo(({ recording }) => recording!.pausedSeconds > 1, 'a second of it');
    const full = await snapshot();
    expect(await told('recorder')).toMatch(/the disk is full: the run waits for room$/);
    expect(full.recording).toMatchObject({ lost: 0, freeBytes: expect.any(Number) });
    // Emulated time waits too: of what was decided, some waits for the disk.
    expect((await snapshot()).run.emulatedSeconds - full.run.emulatedSeconds).toBeLessThan(0.2);
    disk!.grow(60);
    const more = full.recording!.events + 2000;
    await comesTo(({ recording }) => recording!.events > more, 'more events');
    expect(await told('recorder')).toMatch(/room again after [0-9.]+ s: the run goes on$/);
    const { code } = await daemon!.stop('SIGTERM');
    expect(code).toBe(0);
    const { stdout, code: replay } = await b2l1('replay', disk!.directory, '--json');
    expect(replay).toBe(0);
    const { differing, books } = JSON.parse(stdout) as {
      readonly differing: number;
      readonly books: { readonly unaccounted: number; readonly faults: readonly unknown[] };
    };
    expect({ differing, ...books }).toMatchObject({ differing: 0, unaccounted: 0, faults: [] });
  });

  it('shows each second of the wait as dead ticks while it lasts, at pace real', async () => {
    const small = ['backgrounds.scale=0.002', 'specificLuminosity=1e32'];
    const machine = ['--machine', '2020', '--no-probes', '--pace', 'real'];
    await start('pause', [...machine, ...small.flatMap((set) => ['--machine-set', set])]);
    await comesTo(({ recording }) => recording!.state === 'paused', 'the pause');
    await comesTo(({ deadSeconds }) => deadSeconds['recorder']! > 1, 'a second of dead time');
    const seen: { readonly wall: number; readonly recorder: number }[] = [];
    for (let second = 0; second < 6; second++) {
      const { daq, run, deadSeconds } = await snapshot();
      expect(daq!.states.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(daq!.ticks);
      const recorder = daq!.states.find(({ name }) => name === 'recorder')!;
      const told = recorder.ticks / daq!.tickRate;
      seen.push({ wall: run.wallSeconds, recorder: told });
      const untold = deadSeconds['recorder']! - told;
      expect(untold).toBeLessThan(0.11);
      // Before each stretch what was in flight is lost, too: 4 µs of ticks.
      expect(untold).toBeGreaterThan(-0.001);
      expect(run.emulatedSeconds - daq!.ticks / daq!.tickRate).toBeLessThan(0.31);
      expect(recorder.recentTicks).toBe(recorder.ticks);
      await pause(1000);
    }
    const [from, to] = [seen[0]!, seen.at(-1)!];
    // Told once a second.
    expect(Math.abs(to.recorder - from.recorder - (to.wall - from.wall))).toBeLessThan(1.1);
    const metrics = await (await fetch(`${daemon!.origin}/metrics`)).text();
    const dead = /^b2l1_daq_dead_ratio\{over="minute"\} (\S+)$/m.exec(metrics)![1];
    expect(Number(dead)).toBeGreaterThan(0.05);
    disk!.grow(60);
    await comesTo(({ recording }) => recording!.state === 'recording', 'room');
    const { code } = await daemon!.stop('SIGTERM');
    expect(code).toBe(0);
    const again = await b2l1('replay', disk!.directory, '--regenerate', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ differing: 0 });
  });
});
