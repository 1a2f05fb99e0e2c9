import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstValueFrom, of } from 'rxjs';
import { parseConfig } from '../../detector/base/config.js';
import { s } from '../../detector/base/units.js';
import { nominalConfig } from '../../emulator/chain/parts.js';
import { decayChoice } from '../../emulator/decays/decay-choice.js';
import { Books } from '../../emulator/live/books.js';
import { emulatorConfig } from '../../emulator/settings/emulator-config.js';
import { menuFromText } from '../../emulator/settings/menu-source.js';
import { machineWindows } from '../../emulator/settings/machine-in-time.js';
import { playedMachine } from '../../emulator/settings/played-machine.js';
import { runSchema } from '../../emulator/settings/run-config.js';
import { makeTimedChain } from '../../emulator/settings/timed-chain.js';
import { slicePeriod } from '../../emulator/chain/slices.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import type { Messages } from '../../monitor/message-types.js';
import type { WhatIfAnswer, WhatIfQuestion } from '../../monitor/what-if.js';
import { makeDecider } from '../../triggers/gdl/decide.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { physicsMenu } from '../../triggers/menus/physics.js';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';

/** A busy host is slow [ms]. */
const patience = 240_000;
/** A part of the background, so that the host of a test keeps up with it. */
const machineSet = ['specificLuminosity=3e33', 'backgrounds.scale=0.03'];
const [machineName, seed] = ['2022-peak', 11];

let daemon: Daemon;

/** Each connection is of its own: kept ones end while this process plays slices. */
const unkept = { connection: 'close' };

const ask = async (question: WhatIfQuestion): Promise<Response> =>
  fetch(`${daemon.origin}/api/whatif`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${daemon.token}`,
      'content-type': 'application/json',
      ...unkept,
    },
    body: JSON.stringify(question),
  });

/** The answer, once there are windows; all that it took is printed. */
async function answered(what: string, question: WhatIfQuestion): Promise<WhatIfAnswer> {
  const began = performance.now();
  let reply = await ask(question);
  // Each question leaves a gap in what is kept: two slices without one are wanted.
  for (let waited = 0; reply.status === 409 && waited < 30; waited++) {
    await new Promise((done) => setTimeout(done, 3000));
    reply = await ask(question);
  }
  expect(reply.status).toBe(200);
  const answer = (await reply.json()) as WhatIfAnswer;
  const { from, sample, tookSeconds } = answer;
  console.log(
    `what if ${what}: from ${from} in ${tookSeconds.toFixed(2)} s (${sample.windows} windows of ` +
      `${sample.seconds.toFixed(2)} s, ${sample.probes} events of cards), ` +
      `${((performance.now() - began) / 1000).toFixed(2)} s with all that was waited for`,
  );
  return answer;
}

/** Rising edges and accepts of lines in slices, as a run with these settings counts them. */
async function playedForReal(
  { firstSlice, lastSlice }: WhatIfAnswer['sample'],
  { menu = physicsMenu, set = [] }: { readonly menu?: Menu; readonly set?: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const { machine, config: nominal } = playedMachine(
    { machine: machineName, machineSet },
    nominalConfig(),
  );
  const config = emulatorConfig(nominal, set);
  const { decay } = parseConfig(runSchema, {}, 'nothing');
  const base = { seed, run: 1, points: [], machine, ...decayChoice(decay) };
  // Windows are those of the menu that is played.
  const windows = machineWindows({ ...base, config: nominal, menu: physicsMenu })!;
  const setup = { ...base, config, menu };
  const chain = makeTimedChain(setup);
  const compiled = compileMenu(menu);
  const decider = makeDecider(compiled, config.gdl, setup);
  const books = new Books(compiled);
  // The slice before tells which lines are up.
  for (let slice = Math.max(0, firstSlice - 1); slice <= lastSlice; slice++) {
    const count = windows.count(slice);
    const job = { kind: 'windows', slice, first: 0, count } as const;
    const batch = decider.decide(await firstValueFrom(of(job).pipe(chain.decide)));
    if (slice >= firstSlice) books.add(batch);
  }
  return new Map(compiled.lines.map(({ name }, line) => [name, books.ftdl[line]!]));
}

/** Lines of an answer with what they are asked for, in rising edges of its slices. */
const askedIn = ({ lines, sample }: WhatIfAnswer) =>
  lines.flatMap(({ name, ftdl }) => {
    const asked = ftdl?.asked ?? null;
    return asked === null ? [] : [[name, asked.value * sample.seconds] as const];
  });

/** Whether an answer is of all slices from its first to its last: then it can be made again. */
const isWithoutGap = ({ sample: { firstSlice, lastSlice, seconds } }: WhatIfAnswer): boolean =>
  Math.round((seconds * s) / slicePeriod) === lastSlice - firstSlice + 1;

/** Compares an answer with the same slices that are played with what was asked for. */
async function expectAsPlayed(
  answer: WhatIfAnswer,
  settings: Parameters<typeof playedForReal>[1],
): Promise<void> {
  const real = await playedForReal(answer.sample, settings);
  const asked = askedIn(answer);
  expect(asked.length).toBeGreaterThan(100);
  for (const [name, edges] of asked) expect(edges, name).toBeCloseTo(real.get(name)!, 6);
  expect(asked.filter(([, edges]) => edges > 0).length).toBeGreaterThan(5);
}

async function begin(pace: 'real' | 'max'): Promise<void> {
  const settings = ['--workers', '2', '--pace', pace, '--machine', machineName];
  daemon = await startDaemon(
    ...settings,
    '--seed',
    String(seed),
    ...machineSet.flatMap((assignment) => ['--machine-set', assignment]),
  );
  const hasPlayed = async () => {
    const reply = await fetch(`${daemon.origin}/api/snapshot`, { headers: unkept });
    return ((await reply.json()) as RunSnapshot).run.emulatedSeconds > 1;
  };
  await until(hasPlayed, 'a second of beam', patience);
}

const thresholds = { 'bits.ecl.sums.ehigh': '1.5 GeV', 'triggers.ecl.fam.thresholdCounts': 25 };
const set = Object.entries(thresholds).map(([path, value]) => `${path}=${value}`);

describe('a live what-if of two workers at full speed', () => {
  // Each question leaves a gap in what is kept: the first has none before it.
  beforeEach(() => begin('max'));
  afterEach(() => daemon.stop());

  it('of thresholds is what the same slices give with them for real', async () => {
    const answer = await answered('thresholds, cold', { thresholds });
    expect(answer.from).toBe('hits');
    expect(isWithoutGap(answer)).toBe(true);
    await expectAsPlayed(answer, { set });
    const changed = answer.lines.filter(({ ftdl }) => (ftdl?.difference?.value ?? 0) !== 0);
    expect(changed.length).toBeGreaterThan(0);
    await answered('thresholds, warm', { thresholds });
  });

  it('of a menu is what these slices give with it for real; of prescales the share', async () => {
    const { formula } = physicsMenu.lines.find(({ name }) => name === 'hie')!;
    const add = `[{number: 190, name: mine, formula: "${formula}"}]`;
    const menuText = `extends: physics\nname: mine\nadd: ${add}\n`;
    const answer = await answered('a menu', { menuText });
    expect(answer.from).toBe('input bits');
    expect(isWithoutGap(answer)).toBe(true);
    await expectAsPlayed(answer, { menu: menuFromText(menuText, 'mine') });

    const prescaled = await answered('prescales', { prescales: { hie: 4 } });
    expect(prescaled.from).toBe('prescales');
    const hie = prescaled.lines.find(({ name }) => name === 'hie')!;
    expect(hie.accepts.asked!.value).toBeCloseTo(hie.ftdl!.now!.value / 4, 6);
  });
});

describe('a live what-if of two workers beside the clock', () => {
  beforeAll(() => begin('real'));
  afterAll(() => daemon.stop());

  it('is answered, cold and warm', async () => {
    for (const what of ['thresholds, cold', 'thresholds, warm']) {
      const answer = await answered(`at pace real, ${what}`, { thresholds });
      expect(answer.from).toBe('hits');
      // A slow host gives up slices, which leaves gaps.
      if (isWithoutGap(answer)) await expectAsPlayed(answer, { set });
    }
    await answered('at pace real, prescales', { prescales: { hie: 4 } });
  });

  it('stands in the message log, with who asked; refused ones, too', async () => {
    const refused = await ask({ thresholds: { 'ler.current': '1 A' } });
    expect(refused.status).toBe(400);
    expect((await refused.json()) as unknown).toMatchObject({ code: 'WHATIF_NEEDS_PARTICLES' });
    const log = await fetch(`${daemon.origin}/api/messages`, { headers: unkept });
    const { messages } = (await log.json()) as Messages;
    const told = messages.filter(({ kind }) => kind === 'what-if');
    expect(told.at(-1)).toMatchObject({
      text: 'what if ler.current=1 A',
      asker: { address: '127.0.0.1', by: 'api' },
    });
    expect(told.map(({ text }) => text)).toContain('what if hie=4');
    const last = messages.findLast(({ kind }) => kind === 'refused');
    expect(last).toMatchObject({ level: 'warning', asker: { by: 'api' } });
  });
});
