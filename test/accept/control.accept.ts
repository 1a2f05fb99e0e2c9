import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunCommand } from '../../emulator/live/steering.js';
import { maxCommandBytes } from '../../monitor/commands.js';
import type { Message, Messages } from '../../monitor/message-types.js';
import type { Outcome, RunSnapshot, StartCommand } from '../../monitor/ports.js';
import { until } from '../monitor/support.js';
import { b2l1, type CommandResult, type Daemon, startDaemon } from '../support/command.js';

/** A weak machine of 2020: a host of two cores plays most of its slices. */
const played = [
  ['--machine', '2020', '--no-probes', '--workers', '2'],
  ['--machine-set', 'backgrounds.scale=0.002', '--machine-set', 'specificLuminosity=1e32'],
].flat();

/** Commands that a run carries out, in this order. */
const script: readonly RunCommand[] = [
  { kind: 'pause' },
  { kind: 'resume' },
  { kind: 'machine', set: { specificLuminosity: 3e32 } },
  { kind: 'machine', set: { 'ler.current': '0.4 A', 'her.current': '0.3 A' } },
  { kind: 'prescales', prescales: { lml6: 2.5, bhapur: 2 } },
  { kind: 'menu', name: 'ecl' },
  { kind: 'thresholds', set: { 'gdl.edges.hold': '300 ns' } },
];

/** What a request is answered with. */
interface Refusal {
  readonly status: number;
  readonly told: string;
}

/** A request that is no command: how it is sent, and with what it is refused. */
interface BadRequest {
  readonly what: string;
  readonly body?: string | undefined;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly says: string;
}

/** A right body that is sent in a wrong way. */
const sent = (
  what: string,
  how: Pick<BadRequest, 'method' | 'path' | 'headers'>,
  ...[status, says]: readonly [number, string]
): BadRequest => ({ what, body: '{"kind": "pause"}', ...how, status, says });

/** A body that is sent in the right way. */
const told = (body: unknown, status: number, says: string): BadRequest => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { what: text.slice(0, 80), body: text, status, says };
};

const badRequests: readonly BadRequest[] = [
  sent('no token', { headers: { authorization: '' } }, 401, 'a change needs the token'),
  sent('another token', { headers: { authorization: 'Bearer x' } }, 401, 'needs the token'),
  { ...sent('GET', { method: 'GET' }, 405, '/api/command takes POST'), body: undefined },
  sent('PUT', { method: 'PUT' }, 405, '/api/command takes POST'),
  sent('DELETE', { method: 'DELETE' }, 405, '/api/command takes POST'),
  sent('another path', { path: '/api/comand' }, 404, 'nearest is "/api/command"'),
  sent('a form', { headers: { 'content-type': 'text/plain' } }, 415, 'application/json'),
  told('pause', 400, 'the body is not JSON'),
  told('{"kind": "pause"', 400, 'the body is not JSON'),
  told('"pause"', 400, 'expected a command such as'),
  told([{ kind: 'pause' }], 400, 'expected a command such as'),
  told({}, 400, 'key \\"kind\\": found nothing'),
  told({ kind: 'puase' }, 400, 'nearest is \\"pause\\"'),
  told({ kind: 'stop', fromSlice: 9 }, 400, 'expected no other key'),
  told({ kind: 'pause', fromslice: 9 }, 400, 'nearest is \\"fromSlice\\"'),
  told({ kind: 'pause', fromSlice: -1 }, 400, 'expected the number of a slice'),
  told({ kind: 'pause', fromSlice: '9' }, 400, 'expected the number of a slice'),
  told({ kind: 'menu' }, 400, 'expected the key name'),
  told({ kind: 'menu', name: 'ecl', text: 'extends: ecl' }, 400, 'both name and text'),
  told({ kind: 'prescales', prescales: {} }, 400, 'expected lines with numbers'),
  told({ kind: 'prescales', prescales: { lml6: -1 } }, 400, 'found -1'),
  told({ kind: 'prescales', prescales: { lml6: '2' } }, 400, 'found \\"2\\"'),
  told({ kind: 'machine', set: { 'ler.current': null } }, 400, 'found null'),
  told({ kind: 'menu', text: 'x'.repeat(maxCommandBytes) }, 413, 'a command is at most'),
  told({ kind: 'start' }, 409, 'RUN_STILL_RUNNING'),
  told({ kind: 'resume' }, 409, 'RUN_NOT_PAUSED'),
  told({ kind: 'pause', fromSlice: 0 }, 409, 'RUN_CHANGE_LATE'),
  told({ kind: 'prescales', prescales: { lml6: 3 }, fromSlice: 1 }, 409, 'RUN_CHANGE_LATE'),
  told({ kind: 'prescales', prescales: { lml66: 2 } }, 409, 'nearest is \\"lml6\\"'),
  told({ kind: 'prescales', prescales: { lml6: 2, lm7: 2 } }, 409, 'nearest is \\"lml7\\"'),
  told({ kind: 'prescales', prescales: { lml6: 1e12 } }, 409, 'prescale'),
  told({ kind: 'menu', name: 'fisics' }, 409, 'nearest is \\"physics\\"'),
  told({ kind: 'menu', name: '/etc/passwd' }, 409, 'MENU_'),
  told({ kind: 'menu', text: 'extends: ecl\nlines: [{name: a, formula: ehih}]' }, 409, 'MENU_'),
  told({ kind: 'menu', text: '{' }, 409, 'the menu sent'),
  told({ kind: 'thresholds', set: { 'gdl.edges.hodl': '1 ns' } }, 409, 'nearest is \\"hold\\"'),
  told({ kind: 'thresholds', set: { 'gdl.edges.hold': '1 kg' } }, 409, 'CONFIG_BAD_VALUE'),
  told({ kind: 'thresholds', set: { 'ecl.geometry': 'offset' } }, 409, 'geometry'),
  told({ kind: 'thresholds', set: { 'triggers.neuro.networks': '/etc' } }, 409, 'file'),
  told({ kind: 'machine', set: { 'ler.curent': '0.4 A' } }, 409, 'nearest is \\"current\\"'),
  told({ kind: 'machine', set: { 'ler.current': '-1 A' } }, 409, '-1'),
  told({ kind: 'machine', set: { 'ler.current': '0.5 A', x: 1 } }, 409, 'x'),
];

/** Starts that are refused, most of them for a file of the host. */
const badStarts: readonly StartCommand[] = [
  { kind: 'start', machine: '/etc/machine.yaml' },
  { kind: 'start', machine: '2021' },
  { kind: 'start', card: '/etc/card.yaml' },
  { kind: 'start', menu: '/etc/menu.json' },
  { kind: 'start', conditions: '/etc/conditions.yml' },
  { kind: 'start', set: { 'triggers.neuro.networks': '/etc/passwd' } },
  { kind: 'start', machineSet: { 'ler.curent': '1 A' } },
  { kind: 'start', rate: '5 kHz' },
];

let daemon: Daemon;
let home = '';
const outcomes: Outcome[] = [];
const epochs: number[] = [];
const refusals: Refusal[] = [];
const states: string[] = [];
let messages: readonly Message[] = [];
const startRefusals: Outcome[] = [];
let restarted: Outcome;
let secondRun: RunSnapshot['run'];
let thirdRun: RunSnapshot['run'];
let last: CommandResult;

const snapshot = async (): Promise<RunSnapshot> =>
  (await (await fetch(`${daemon.origin}/api/snapshot`)).json()) as RunSnapshot;

const messagesNow = async (): Promise<readonly Message[]> =>
  ((await (await fetch(`${daemon.origin}/api/messages`)).json()) as Messages).messages;

const hasKind = (log: readonly Message[], of: Message['kind']): boolean =>
  log.some(({ kind }) => kind === of);

/** What a refused command must leave as it is. */
async function stateOfRun(): Promise<string> {
  const { run, lines, machine } = await snapshot();
  const { state, number, menu, epoch } = run;
  const prescales = lines.map(({ name, prescale }) => [name, prescale]);
  return JSON.stringify({ state, number, menu, epoch, prescales, machine: machine!.epoch });
}

const right = { method: 'POST', path: '/api/command' };

const ask = ({ method, path, body, headers }: Omit<BadRequest, 'what' | 'status' | 'says'>) =>
  fetch(`${daemon.origin}${path ?? right.path}`, {
    method: method ?? right.method,
    headers: {
      authorization: `Bearer ${daemon.token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body }),
  });

const order = async (command: object): Promise<Outcome> =>
  (await (await ask({ body: JSON.stringify(command) })).json()) as Outcome;

const comesTo = (is: (run: RunSnapshot['run']) => boolean, what: string): Promise<void> =>
  until(async () => is((await snapshot()).run), what, 60_000);

/** Orders what the script says, each after the one before holds. */
async function steer(): Promise<void> {
  for (const command of script) {
    const outcome = await order(command);
    outcomes.push(outcome);
    if (!outcome.ok) throw new Error(`${JSON.stringify(command)}: ${outcome.message}`);
    if (command.kind === 'pause') await comesTo(({ state }) => state === 'paused', 'the pause');
    if (command.kind === 'resume') await comesTo(({ state }) => state === 'running', 'its end');
    const { epoch } = outcome;
    if (epoch !== undefined) await comesTo((run) => run.epoch === epoch, `epoch ${epoch}`);
    epochs.push((await snapshot()).run.epoch);
  }
}

async function annoy(): Promise<void> {
  for (const bad of badRequests) {
    const reply = await ask(bad);
    refusals.push({ status: reply.status, told: await reply.text() });
    states.push(await stateOfRun());
  }
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-control-'));
  daemon = await startDaemon('--record', home, ...played);
  await comesTo(({ state }) => state === 'running', 'the first slice');
  await steer();
  states.push(await stateOfRun());
  await annoy();
  await order({ kind: 'stop' });
  await comesTo(({ state }) => state === 'ended', 'the end of the run');
  for (const command of badStarts) startRefusals.push(await order(command));
  restarted = await order({ kind: 'start' });
  await comesTo(({ number, state }) => number === 2 && state === 'running', 'the second run');
  secondRun = (await snapshot()).run;
  await order({ kind: 'stop' });
  await comesTo(({ state }) => state === 'ended', 'the end of the second run');
  await order({ kind: 'start', machine: '2022-peak', menu: 'ecl' });
  await until(async () => hasKind(await messagesNow(), 'host'), 'a busy host', 60_000);
  thirdRun = (await snapshot()).run;
  messages = await messagesNow();
  last = await daemon.stop('SIGTERM');
});
afterAll(async () => {
  await daemon.stop('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

describe('a run that is steered over HTTP', () => {
  it('answers with the slice from which each command holds, and the epoch that begins', () => {
    const slices = outcomes.map((outcome) => (outcome.ok ? outcome.slice! : Number.NaN));
    expect(slices.every((slice) => slice >= 0)).toBe(true);
    expect(slices.toSorted((a, b) => a - b)).toEqual(slices);
    const begun = outcomes.map((outcome) => (outcome.ok ? outcome.epoch : undefined));
    expect(begun).toEqual([undefined, undefined, 1, 2, 3, 4, 5]);
    expect(epochs).toEqual([0, 0, 1, 2, 3, 4, 5]);
  });

  it('refuses whatever is no command, with its status and the reason', () => {
    const expected = badRequests.map(({ what, status, says }) => ({
      what,
      status,
      told: expect.stringContaining(says) as string,
    }));
    expect(
      refusals.map((refusal, index) => ({ what: badRequests[index]!.what, ...refusal })),
    ).toEqual(expected);
  });

  it('is what it was behind each refusal: state, menu, epoch, prescales', () => {
    expect(states).toHaveLength(badRequests.length + 1);
    expect(JSON.parse(states[0]!)).toMatchObject({ state: 'running', menu: 'ecl', epoch: 5 });
    expect(new Set(states)).toEqual(new Set([states[0]]));
  });

  it('starts nothing that is not built in, and reads no file of the host', () => {
    expect(startRefusals.map((outcome) => !outcome.ok && outcome.code)).toEqual([
      'RUN_BAD_CHANGE',
      'MACHINE_UNKNOWN',
      'RUN_BAD_CHANGE',
      'RUN_BAD_CHANGE',
      'RUN_BAD_CHANGE',
      'RUN_BAD_CHANGE',
      'CONFIG_UNKNOWN_KEY',
      'USAGE_IDLE_OPTION',
    ]);
  });

  it('starts again as it was given, with the next number', () => {
    expect(restarted).toEqual({ ok: true, run: 2 });
    expect(secondRun).toMatchObject({ number: 2, epoch: 0, menu: 'physics' });
  });

  it('starts with other settings, which its host cannot follow and says so', () => {
    expect(thirdRun).toMatchObject({ number: 3, menu: 'ecl' });
    expect(thirdRun.source).toMatch(/^machine 2022-peak in time order/);
    expect(messages.find(({ kind }) => kind === 'host')!.text).toMatch(/^busy: slices? \d+/);
    expect(last.code, last.stderr).toBe(0);
  });

  it('has in its log who asked for what, and what was refused', () => {
    const asked = messages.filter(({ kind }) => kind === 'command');
    const kinds = [...script.map(({ kind }) => kind), 'stop', 'start', 'stop', 'start'];
    expect(asked.map(({ text }) => text)).toEqual(
      kinds.map((kind) => expect.stringContaining(`command "${kind}"`) as string),
    );
    expect(asked.every(({ asker }) => asker?.by === 'api')).toBe(true);
    const heard = badRequests.filter(({ status }) => ![401, 404, 405].includes(status));
    expect(messages.filter(({ kind }) => kind === 'refused')).toHaveLength(
      heard.length + badStarts.length,
    );
    expect(hasKind(messages, 'access')).toBe(true);
    const states = messages.filter(({ kind }) => kind === 'run').map(({ text }) => text);
    for (const state of ['run 1 is paused', 'run 1 is ended', 'run 2 is running'])
      expect(states).toContainEqual(expect.stringContaining(state));
  });

  it.each([[[]], [['--regenerate']]])('is replayed without a difference: %j', async (how) => {
    const { code, stdout, stderr } = await b2l1(
      'replay',
      join(home, 'run-000001'),
      ...how,
      '--json',
    );
    expect(code, stderr).toBe(0);
    const { differing, books } = JSON.parse(stdout) as {
      readonly differing: number;
      readonly books: { readonly pausedSlices: number; readonly recorded: number };
    };
    expect({ differing, ...books }).toMatchObject({ differing: 0, unaccounted: 0, faults: [] });
    expect(books.pausedSlices).toBeGreaterThan(0);
    expect(books.recorded).toBeGreaterThan(20);
    expect(books).toMatchObject({
      epochs: [1, 2, 3, 4, 5].map((epoch) => expect.objectContaining({ epoch })),
    });
  });
});
