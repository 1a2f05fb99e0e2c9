import { afterEach, describe, expect, it } from 'vitest';
import { openFeed } from '../../monitor/feed-client.js';
import { until } from '../../monitor/support.js';
import { b2l1, type Daemon, startDaemon } from '../../support/command.js';

let daemon: Daemon | undefined;
afterEach(async () => {
  await daemon?.stop('SIGKILL');
  daemon = undefined;
});

const start = async (...args: readonly string[]): Promise<Daemon> => {
  daemon = await startDaemon(...args);
  return daemon;
};

interface Snapshot {
  readonly sequence: number;
  readonly run: { readonly state: string; readonly id: string; readonly emulatedSeconds: number; readonly wallSeconds: number };
  readonly events: { readonly processed: number; readonly busy: number };
  readonly lines: readonly { readonly name: string; readonly prescale: number; readonly ftdl: number; readonly psnm: number }[];
}

const snapshot = async ({ origin }: Daemon): Promise<Snapshot> => (await (await fetch(`${origin}/api/snapshot`)).json()) as Snapshot;

const command = (run: Daemon, kind: string, token = run.token): Promise<Response> =>
  fetch(`${run.origin}/api/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });

describe('the daemon', () => {
  it('keeps pace with the beam: one emulated second per second, nothing dead', async () => {
    const run = await start('--rate', '1kHz', '--workers', '1');
    await until(async () => (await snapshot(run)).run.emulatedSeconds > 1, 'a second of beam');
    const { run: info, events } = await snapshot(run);
    // A slice (50 ms) is made once it has ended, and the sample is up to 100 ms old.
    expect(info.emulatedSeconds).toBeGreaterThan(info.wallSeconds - 0.5);
    expect(info.emulatedSeconds).toBeLessThanOrEqual(info.wallSeconds + 0.05);
    expect(events.busy).toBe(0);
    const expected = 1000 * info.emulatedSeconds;
    expect(Math.abs(events.processed - expected)).toBeLessThan(5 * Math.sqrt(expected) + 60);
  });

  it('keeps 1 in 20 occurrences of lml4 after its prescale, counter by counter', async () => {
    const run = await start('--pace', 'max', '--rate', '50kHz');
    await until(async () => (await snapshot(run)).events.processed > 20_000, '20 000 events');
    const lml4 = (await snapshot(run)).lines.find(({ name }) => name === 'lml4')!;
    expect(lml4.prescale).toBe(20);
    expect(Math.abs(lml4.psnm - lml4.ftdl / 20)).toBeLessThanOrEqual(1);
  });

  it('drains and exits 0 on SIGTERM, exits 130 on Ctrl-C, and 0 after --duration', async () => {
    const first = await start('--rate', '500Hz', '--workers', '1');
    expect(await first.stop('SIGTERM')).toMatchObject({ code: 0, stderr: expect.stringContaining('terminated') });
    const second = await start('--rate', '500Hz', '--workers', '1');
    expect(await second.stop('SIGINT')).toMatchObject({ code: 130, stderr: expect.stringContaining('interrupted') });
    const third = await b2l1('run', '--port', '0', '--rate', '500Hz', '--workers', '1', '--duration', '1s');
    expect(third).toMatchObject({ code: 0, stderr: expect.stringContaining('duration reached') });
  });

  it('stops and starts again by command with the token only; a new run has a new name and counts from 0', async () => {
    const run = await start('--rate', '1kHz', '--workers', '1');
    await until(async () => (await snapshot(run)).events.processed > 100, 'events');
    expect((await command(run, 'stop', 'wrong')).status).toBe(401);
    expect((await command(run, 'stop')).status).toBe(200);
    await until(async () => (await snapshot(run)).run.state === 'ended', 'the end of the run');
    expect((await fetch(`${run.origin}/readyz`)).status).toBe(503);
    const before = await snapshot(run);
    expect((await command(run, 'start')).status).toBe(200);
    await until(async () => (await snapshot(run)).run.state === 'running', 'the new run');
    const after = await snapshot(run);
    expect(after.run.id).not.toBe(before.run.id);
    expect(after.events.processed).toBeLessThan(before.events.processed + 1000);
    expect((await command(run, 'start')).status).toBe(409);
  });

  it('shows on the feed what it shows to Prometheus: topic metrics equals the scrape of the same sequence', async () => {
    const run = await start('--rate', '2kHz', '--workers', '1');
    const feed = await openFeed(run.port);
    feed.say({ subscribe: ['metrics', 'efficiencies'], everyMs: 100 });
    const samples = new Map<number, string>();
    await until(async () => {
      const text = await (await fetch(`${run.origin}/metrics`)).text();
      samples.set(Number(/^b2l1_snapshot_sequence (\d+)$/m.exec(text)![1]), text);
      return feed.messages
        .filter(({ topic }) => topic === 'metrics')
        .some(({ data }) => samples.has((data as { sequence: number }).sequence));
    }, 'a scrape and a message of one sequence');
    const message = feed.messages.find(({ topic, data }) => topic === 'metrics' && samples.has((data as { sequence: number }).sequence))!;
    const data = message.data as { sequence: number; samples: readonly { name: string; labels: Record<string, string>; value: number }[] };
    const scrape = samples.get(data.sequence)!;
    const counted = data.samples.filter(({ name }) => name.startsWith('b2l1_line_') || name === 'b2l1_events_processed_total');
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
    const run = await start('--rate', '500Hz', '--workers', '1');
    const second = await b2l1('run', '--port', String(run.port), '--duration', '1s');
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(String(run.port));
    expect(second.stderr).toContain('--port');
  });

  it('refuses another host without a token, and wrong settings, with exit code 2 or 1 and a word on each', async () => {
    const open = await b2l1('run', '--host', '0.0.0.0', '--port', '0', '--duration', '1s');
    expect(open.code).not.toBe(0);
    expect(open.stderr).toContain('--token');
    expect(await b2l1('run', '--rate', 'fast')).toMatchObject({ code: 2 });
    expect(await b2l1('run', '--card', 'single-foton')).toMatchObject({ code: 2, stderr: expect.stringContaining('"single-photon"') });
  });
});
