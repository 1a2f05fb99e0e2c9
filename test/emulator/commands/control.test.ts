import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlCommand } from '../../../emulator/commands/control.js';
import type { Command, Outcome, RunState } from '../../../monitor/ports.js';
import type { Monitor } from '../../../monitor/server.js';
import { startQuietly } from '../../monitor/support.js';
import { makeSyntheticRun } from '../../monitor/synthetic-run.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const scratch = mkdtempSync(join(tmpdir(), 'b2l1-control-'));
/** Wall time from the order to stop until the run has drained [ms]. */
let drainsIn = 250;
const run = makeSyntheticRun({ events: 10, wallSeconds: 1 });
const orders: Command[] = [];
let outcome: Outcome = { ok: true };
let state: RunState | undefined;
let monitor: Monitor;
beforeAll(async () => {
  const command = (order: Command): Promise<Outcome> => {
    orders.push(order);
    if (order.kind === 'stop') {
      state = 'draining';
      setTimeout(() => {
        state = 'ended';
      }, drainsIn);
    }
    return Promise.resolve(outcome);
  };
  const snapshot = () => {
    const told = run.ports.snapshot();
    return { ...told, run: { ...told.run, state: state ?? told.run.state } };
  };
  monitor = await startQuietly({ ...run.ports, command, snapshot });
});
afterAll(async () => {
  await monitor.close();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(() => {
  orders.length = 0;
  outcome = { ok: true };
  state = undefined;
  drainsIn = 250;
  vi.stubEnv('B2L1_TOKEN', monitor.token);
});
afterEach(() => void vi.unstubAllEnvs());

/** What the command prints. */
const control = (...args: readonly string[]): Promise<string> => controlWithin(undefined, args);

async function controlWithin(
  drainMs: number | undefined,
  args: readonly string[],
): Promise<string> {
  let said = '';
  const out = (text: string): void => {
    said += text;
  };
  const url = args.includes('--url') ? [] : ['--url', `http://127.0.0.1:${monitor.port}`];
  await controlCommand({ out, ...(drainMs !== undefined && { drainMs }) })
    .exitOverride()
    .parseAsync(['node', 'control', ...args, ...url]);
  return said;
}

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

describe('b2l1 control', () => {
  it.each([
    ['stop', { kind: 'stop' }],
    ['pause', { kind: 'pause' }],
    ['resume --from-slice 90', { kind: 'resume', fromSlice: 90 }],
    ['menu ecl', { kind: 'menu', name: 'ecl' }],
    ['prescales lml6=2.5 hie=0', { kind: 'prescales', prescales: { lml6: 2.5, hie: 0 } }],
    [
      'thresholds bits.ecl.sums.elow=0.6 --from-slice 7',
      { kind: 'thresholds', set: { 'bits.ecl.sums.elow': '0.6' }, fromSlice: 7 },
    ],
    [
      'machine ler.current=1A her.injection.on=false',
      { kind: 'machine', set: { 'ler.current': '1A', 'her.injection.on': 'false' } },
    ],
    ['start', { kind: 'start' }],
    [
      'start --machine design --machine-set backgrounds.scale=0.5 --menu ecl --conditions y5s',
      {
        kind: 'start',
        machine: 'design',
        machineSet: { 'backgrounds.scale': '0.5' },
        menu: 'ecl',
        conditions: 'y5s',
      },
    ],
    [
      'start --card two-track --rate 5kHz --set bits.ecl.sums.elow=0.6',
      { kind: 'start', card: 'two-track', rate: '5kHz', set: { 'bits.ecl.sums.elow': '0.6' } },
    ],
  ] as const)('%s orders just that', async (args, order) => {
    await control(...args.split(' '));
    expect(orders).toEqual([order]);
  });

  it('sends what a menu file says, with what it extends', async () => {
    const file = join(scratch, 'mine.yaml');
    writeFileSync(file, 'extends: physics\nname: mine\nremove: [hie]\n');
    await control('menu', file);
    const [order] = orders as (Command & { readonly text?: string })[];
    const sent = JSON.parse(order!.text!) as typeof physicsMenu;
    expect(sent.name).toBe('mine');
    expect(sent.lines).toHaveLength(physicsMenu.lines.length - 1);
    writeFileSync(file, 'extends: physics\nremove: [hies]\n');
    await expect(control('menu', file)).rejects.toThrow(/mine\.yaml.*hies/s);
    await expect(control('start', '--menu', 'phisics')).rejects.toThrow(/nearest is "physics"/);
    expect(orders).toHaveLength(1);
  });

  it('prints from when on a change holds, and how the run stands', async () => {
    outcome = { ok: true, slice: 24, epoch: 3, note: 'prescale counters begin anew' };
    const { number, state: now, source, menu } = run.ports.snapshot().run;
    const text = await control('prescales', 'lml6=2');
    expect(text).toMatch(/^prescales: holds from slice 24 on; epoch 3; prescale counters begin/);
    expect(text).toContain(`run ${number} is ${now}`);
    expect(text).toContain(`\n  ${source}\n  menu ${menu}, conditions`);
    const document = JSON.parse(await control('status', '--json')) as {
      readonly run: object;
      readonly outcome?: object;
    };
    expect(document.run).toMatchObject({ number, state: now, menu });
    expect(document.outcome).toBeUndefined();
    expect(orders).toHaveLength(1);
  });

  it('waits until a run that is stopped has drained', async () => {
    expect(await control('stop')).toMatch(/^stop: done\nrun \d+ is ended/);
  });

  it('says that a run has not drained in time', async () => {
    drainsIn = 600;
    await expect(controlWithin(100, ['stop'])).rejects.toThrow(
      refusal('CONTROL_STILL_DRAINING', /is draining after 0\.1 s; look again/),
    );
  });

  it('takes a daemon that is gone after a stop for one that ended with its run', async () => {
    let stopped = false;
    const ending = createServer((request, response) => {
      if (request.method !== 'POST') {
        response.writeHead(200, { 'content-length': 5000 }).write('{"run":');
        return void setImmediate(() => request.socket.destroy());
      }
      stopped = true;
      response.end('{"ok":true}');
    }).listen(0, '127.0.0.1');
    await once(ending, 'listening');
    const url = `http://127.0.0.1:${(ending.address() as AddressInfo).port}`;
    expect(await control('stop', '--url', url)).toBe('stop: the daemon has ended with its run\n');
    expect(stopped).toBe(true);
    expect(JSON.parse(await control('stop', '--json', '--url', url))).toEqual({
      version: expect.any(String) as string,
      outcome: { ok: true, note: 'the daemon has ended with its run' },
    });
    // Nothing was ordered here: that it does not answer in full is a failure, with its own code.
    const unreachable = refusal('CONTROL_UNREACHABLE', /no daemon answers at/);
    await expect(control('status', '--url', url)).rejects.toThrow(unreachable);
    ending.close();
  });

  it('takes the token from an option, a file, the environment or the printed address', async () => {
    vi.stubEnv('B2L1_TOKEN', '');
    const file = join(scratch, 'token');
    writeFileSync(file, `${monitor.token}\n`);
    await control('pause', '--token', monitor.token);
    await control('pause', '--token-file', file);
    await control('pause', '--url', monitor.url);
    expect(orders).toHaveLength(3);
    await expect(control('pause')).rejects.toThrow(refusal('CONTROL_TOKEN', /wants its token/));
    // The token of an address is that of its daemon, whatever another one's is.
    vi.stubEnv('B2L1_TOKEN', 'of-another-daemon-0123');
    await control('pause', '--url', monitor.url);
    expect(orders).toHaveLength(4);
    const wrong = ['--token', 'another-token-0123456789'];
    await expect(control('pause', ...wrong)).rejects.toThrow(refusal('CONTROL_TOKEN', /token/));
    await expect(control('pause', ...wrong, '--url', monitor.url)).rejects.toThrow(
      refusal('CONTROL_TOKEN', /token/),
    );
    expect(orders).toHaveLength(4);
  });

  it('fails with the code and the words of the daemon that refuses', async () => {
    outcome = { ok: false, code: 'RUN_NOT_PAUSED', message: 'the run is not paused in slice 9' };
    await expect(control('resume')).rejects.toThrow(
      refusal('RUN_NOT_PAUSED', /^the daemon refused: the run is not paused in slice 9$/),
    );
    await expect(control('prescales', 'lml6=-1')).rejects.toThrow(
      refusal('MONITOR_BAD_COMMAND', /key "prescales: lml6": found -1/),
    );
  });

  it.each([
    [['pause', '--url', 'here'], 'USAGE_CONTROL', /--url is "here"/],
    [['pause', '--url', 'http://127.0.0.1:1/?token=a'], 'USAGE_CONTROL', /query behind "\?"/],
    [['pause', '--url', 'http://127.0.0.1:1/live'], 'USAGE_CONTROL', /has the path \/live/],
    [['pause', '--url', 'http://127.0.0.1:1'], 'CONTROL_UNREACHABLE', /no daemon answers at/],
    [['prescales', 'lml6'], 'USAGE_CONTROL', /found "lml6", expected NAME=VALUE/],
    [['prescales', 'lml6=two'], 'USAGE_CONTROL', /lml6 is "two", expected a number/],
    [['machine', 'a=1', 'a=2'], 'USAGE_CONTROL', /"a" is given twice/],
    [['pause', '--token', 'a', '--token-file', 'b'], 'USAGE_TOKEN', /not both/],
  ] as const)('refuses %j and orders nothing', async (args, code, message) => {
    await expect(control(...args)).rejects.toThrow(refusal(code, message));
    expect(orders).toEqual([]);
  });

  it.each([
    [['--url', 'localhost:8421/#token=SECRET'], 'USAGE_CONTROL'],
    [['--url', 'localhost:8421/?token=SECRET'], 'USAGE_CONTROL'],
    [['--url', 'http://127.0.0.1:1/?token=SECRET'], 'USAGE_CONTROL'],
    [['--url', 'http://127.0.0.1:1/#token=SECRET'], 'CONTROL_UNREACHABLE'],
    [['--url', 'http://127.0.0.1:1/#token=SECRET%0Ab'], 'USAGE_TOKEN'],
    [['--token', 'SECRET\nb'], 'USAGE_TOKEN'],
    [['--token', 'SECRET b'], 'USAGE_TOKEN'],
    [['--token', 'SECRETÿ'], 'USAGE_TOKEN'],
  ] as const)('refuses %j without the token in its words', async (args, code) => {
    await expect(control('status', ...args)).rejects.toThrow(refusal(code, /^((?!SECRET).)+$/s));
  });

  it('says so where something else than a daemon answers', async () => {
    const other = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await expect(control('status', '--url', url)).rejects.toThrow(
      refusal('CONTROL_REFUSED', /answered with 200: <html>/),
    );
    other.close();
  });
});
