import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { sliceEventCount, slicePeriod } from '../../../emulator/chain/slices.js';
import { runCommand } from '../../../emulator/commands/run.js';
import type { Message } from '../../../monitor/message-types.js';
import { openFeed } from '../../monitor/feed-client.js';
import { until } from '../../monitor/support.js';
import { b2l1, type Daemon, startDaemon } from '../../support/command.js';
import { inProcess } from '../../support/in-process.js';

/** A busy host is slow, not wrong [ms]. */
const patience = 90_000;

interface Snapshot {
  readonly sequence: number;
  readonly run: {
    readonly state: string;
    readonly id: string;
    readonly emulatedSeconds: number;
    readonly wallSeconds: number;
  };
  readonly events: { readonly processed: number; readonly busy: number };
  readonly deadSeconds: { readonly host: number };
  readonly lines: readonly {
    readonly name: string;
    readonly prescale: number;
    readonly ftdl: number;
    readonly psnm: number;
  }[];
}

const snapshot = async ({ origin }: Daemon): Promise<Snapshot> =>
  (await (await fetch(`${origin}/api/snapshot`)).json()) as Snapshot;

/** Some event of the second run. */
const event = async ({ origin }: Daemon): Promise<Response> => {
  const answer = await fetch(`${origin}/api/event?address=2:0:0`);
  await answer.text();
  return answer;
};

const command = (run: Daemon, kind: string, token = run.token): Promise<Response> =>
  fetch(`${run.origin}/api/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });

describe('the daemon at 500 Hz', { timeout: 2 * patience }, () => {
  let run: Daemon;
  beforeAll(async () => {
    run = await startDaemon('--card', 'single-photon', '--rate', '500Hz', '--workers', '1');
  }, patience);
  afterAll(() => run.stop('SIGKILL'));

  it('plays beam as the clock goes, and never ahead of it', async () => {
    await until(
      async () => (await snapshot(run)).run.emulatedSeconds > 1,
      'a second of beam',
      patience,
    );
    const { run: info, events, deadSeconds } = await snapshot(run);
    // Of a slow host the time is dead, but passes; one slice (50 ms) is in the making.
    expect(info.emulatedSeconds).toBeLessThanOrEqual(info.wallSeconds + 0.1);
    expect(deadSeconds.host).toBeLessThanOrEqual(info.emulatedSeconds);
    const expected = 500 * (info.emulatedSeconds - deadSeconds.host);
    // Slices are known to be dead before the last ones in flight, of 25 events each, are decided.
    expect(Math.abs(events.processed - expected)).toBeLessThan(5 * Math.sqrt(expected) + 75);
  });

  it('stops and starts by command with the token only; a new run counts from 0', async () => {
    await until(async () => (await snapshot(run)).events.processed > 100, 'events', patience);
    expect((await command(run, 'stop', 'wrong')).status).toBe(401);
    expect((await command(run, 'stop')).status).toBe(200);
    await until(
      async () => (await snapshot(run)).run.state === 'ended',
      'the end of the run',
      patience,
    );
    expect((await fetch(`${run.origin}/readyz`)).status).toBe(503);
    const before = await snapshot(run);
    // What the host was too slow for is counted: every event of the beam is played or dead.
    const slices = Math.round((before.run.emulatedSeconds * 1e9) / slicePeriod);
    let beam = 0;
    for (let slice = 0; slice < slices; slice++) beam += sliceEventCount(1, 1, slice, 500);
    expect(before.events.processed + before.events.busy).toBe(beam);
    expect((await command(run, 'start')).status).toBe(200);
    await until(async () => (await snapshot(run)).run.state === 'running', 'the new run', patience);
    const after = await snapshot(run);
    expect(after.run.id).not.toBe(before.run.id);
    expect(after.events.processed).toBeLessThan(before.events.processed + 1000);
    expect((await command(run, 'start')).status).toBe(409);
  });

  it('shows on the feed what it shows to Prometheus at the same sequence', async () => {
    const feed = await openFeed(run.port);
    feed.say({ subscribe: ['metrics', 'efficiencies'], everyMs: 100 });
    const samples = new Map<number, string>();
    await until(
      async () => {
        const text = await (await fetch(`${run.origin}/metrics`)).text();
        samples.set(Number(/^b2l1_snapshot_sequence (\d+)$/m.exec(text)![1]), text);
        return feed.messages
          .filter(({ topic }) => topic === 'metrics')
          .some(({ data }) => samples.has((data as { sequence: number }).sequence));
      },
      'a scrape and a message of one sequence',
      patience,
    );
    const message = feed.messages.find(
      ({ topic, data }) =>
        topic === 'metrics' && samples.has((data as { sequence: number }).sequence),
    )!;
    const data = message.data as {
      sequence: number;
      samples: readonly { name: string; labels: Record<string, string>; value: number }[];
    };
    const scrape = samples.get(data.sequence)!;
    const counted = data.samples.filter(
      ({ name }) => name.startsWith('b2l1_line_') || name === 'b2l1_events_processed_total',
    );
    expect(counted.length).toBeGreaterThan(50);
    for (const { name, labels, value } of counted) {
      const inner = Object.entries(labels)
        .map(([label, text]) => `${label}="${text}"`)
        .join(',');
      expect(scrape).toContain(`${name}${inner === '' ? '' : `{${inner}}`} ${value}\n`);
    }
    await feed.close();
  });

  it('names the port and the option when the port is taken', async () => {
    const second = await b2l1('run', '--port', String(run.port), '--duration', '1s');
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(String(run.port));
    expect(second.stderr).toContain('--port');
  });

  it('ends within 5 s of SIGHUP after somebody has looked at an event', async () => {
    const [first] = (await snapshot(run)).events.processed > 0 ? [await event(run)] : [];
    expect(first?.status).toBe(200);
    const began = performance.now();
    expect(await run.stop('SIGHUP')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('hung up'),
    });
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

/** A daemon that does not outlive its test, whatever happens in it. */
async function ownDaemon(...args: readonly string[]): Promise<Daemon> {
  const run = await startDaemon(...args);
  onTestFinished(() => void run.stop('SIGKILL'));
  return run;
}

describe('the daemon', { timeout: 2 * patience }, () => {
  it('keeps 1 in 20 occurrences of lml4 by its counter, and exits 130 on Ctrl-C', async () => {
    const run = await ownDaemon(
      '--pace',
      'max',
      '--card',
      'single-photon',
      '--rate',
      '50kHz',
      '--workers',
      '1',
    );
    await until(async () => (await snapshot(run)).events.processed > 5000, '5000 events', patience);
    const lml4 = (await snapshot(run)).lines.find(({ name }) => name === 'lml4')!;
    expect(lml4.prescale).toBe(20);
    expect(Math.abs(lml4.psnm - lml4.ftdl / 20)).toBeLessThanOrEqual(1);
    expect(await run.stop('SIGINT')).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('interrupted'),
    });
  });

  it('drains and exits 0 on SIGTERM', async () => {
    const run = await ownDaemon('--card', 'single-photon', '--rate', '500Hz', '--workers', '1');
    expect(await run.stop('SIGTERM')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('terminated'),
    });
  });

  it('keeps its messages beside what it records: what happened, and who asked', async () => {
    const home = mkdtempSync(join(tmpdir(), 'b2l1-run-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const played = ['--card', 'single-photon', '--rate', '500Hz', '--workers', '1'];
    const run = await ownDaemon(...played, '--record', home);
    expect((await command(run, 'stop')).status).toBe(200);
    expect((await command(run, 'stop', 'wrong')).status).toBe(401);
    expect((await run.stop('SIGTERM')).code).toBe(0);
    const lines = readFileSync(join(home, 'messages.jsonl'), 'utf8').trimEnd().split('\n');
    const messages = lines.map((line) => JSON.parse(line) as Message);
    expect(messages.map(({ sequence }) => sequence)).toEqual([...messages.keys()]);
    expect(messages).toContainEqual(
      expect.objectContaining({
        run: 1,
        kind: 'command',
        text: expect.stringContaining('command "stop"'),
        asker: { address: '127.0.0.1', by: 'api' },
      }),
    );
    expect(messages.map(({ kind }) => kind)).toContain('access');
    expect(messages.map(({ text }) => text).join('\n')).toContain('run 1 is ended');
  });

  it('refuses another host without a token, and wrong settings, with a word on each', async () => {
    const run = (...args: readonly string[]) => inProcess(runCommand, args);
    await expect(run('--host', '0.0.0.0', '--port', '0', '--duration', '1s')).rejects.toThrow(
      '--token',
    );
    await expect(run('--rate', 'fast')).rejects.toThrow('expected a rate');
    await expect(run('--card', 'single-foton')).rejects.toThrow('"single-photon"');
    await expect(run('--machine', '2022')).rejects.toThrow('2022-peak');
    await expect(run('--machine', 'design', '--rate', '1kHz')).rejects.toThrow(
      '--rate has no effect on a machine',
    );
    await expect(run('--card', 'mumu', '--machine', 'design', '--no-probes')).rejects.toThrow(
      '--machine, --no-probes has no effect on card "mumu"',
    );
    const scratch = mkdtempSync(join(tmpdir(), 'b2l1-run-'));
    onTestFinished(() => rmSync(scratch, { recursive: true }));
    const rated = join(scratch, 'rated.yaml');
    writeFileSync(rated, 'rate: 1 kHz\nmachine: design\n');
    await expect(run('--config', rated)).rejects.toThrow(
      `rate of ${rated} has no effect on a machine: it is of --card`,
    );
    await expect(run('--config', rated, '--card', 'mumu')).rejects.toThrow(
      `machine of ${rated} has no effect on card "mumu": it is of a machine`,
    );
    const changed = join(scratch, 'changed.yaml');
    writeFileSync(changed, 'changes: changes.yaml\ncard: mumu\n');
    await expect(run('--config', changed)).rejects.toThrow(`changes of ${changed} has no effect`);
    await expect(
      run('--machine', 'design', '--probe', 'mumu', '--probe', 'mumu=1kHz'),
    ).rejects.toThrow('given twice');
    await expect(run('--play', scratch)).rejects.toThrow('holds no recording');
    await expect(run('--play', scratch, '--decay', 'off', '--no-probes')).rejects.toThrow(
      '--no-probes, --decay has no effect on a recording that is played in a loop',
    );
    const recorded = join(scratch, 'recorded.yaml');
    writeFileSync(recorded, `record: ${scratch}\n`);
    for (const asked of [['--record', scratch], ['--record-all'], ['--config', recorded]])
      await expect(run('--play', scratch, ...asked)).rejects.toThrow(
        `--record cannot take what --play ${scratch} brings: recorded events are made again from`,
      );
    await expect(run('--probe', 'mumu=often')).rejects.toThrow('expected a rate');
  });
});
