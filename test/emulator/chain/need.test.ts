import { createHash } from 'node:crypto';
import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type DetectorHits, subdetectors } from '../../../detector/index.js';
import {
  type ChainObserver,
  type ChainOptions,
  type ChainSetup,
  type DecidableBatch,
  makeChain,
} from '../../../emulator/chain/chain.js';
import { type HitTree, selectHits } from '../../../emulator/chain/kept-hits.js';
import { noObservations } from '../../../emulator/chain/observations.js';
import type { ParticleSource } from '../../../emulator/chain/sources.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import { beams } from '../../../detector/beams.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { inputWords, outputWords, setBit } from '../../../triggers/batches.js';
import { decide } from '../../../triggers/gdl/decide.js';
import { compileMenu, type Menu } from '../../../triggers/gdl/menu.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const config = emulatorConfig({ cdc: { noiseRate: 5e-6 } });
const pions = { particles: '211 -211 211 -211', minimum: '0.2 GeV', maximum: '1.5 GeV' };
const setup: ChainSetup = {
  seed: 5,
  run: 2,
  config,
  menu: physicsMenu,
  points: [{ generator: 'prongs', config: pions }],
  keepHits: true,
};
const job = { kind: 'generate', slice: 1, first: 20, count: 48, point: 0 } as const;

/** Names of all subdetectors, in the order of the detector. */
const everything = subdetectors.map(({ name }) => name);

/** A muon laid over every third event, 40 ns later. */
const laid: ParticleSource = {
  origin: 'laid',
  source: 901,
  seeds:
    () =>
    ({ eventCount, addresses: { slice, index } }) => {
      const event = Uint32Array.from({ length: Math.ceil(eventCount / 3) }, (_, seed) => 3 * seed);
      return {
        event,
        slice: event.map((at) => slice[at]!),
        index: event.map((at) => index[at]!),
        time: new Float64Array(event.length).fill(40),
      };
    },
  particles: ({ seed, config: { beams: machine } }) => {
    const shoot = buildGenerator(
      'gun',
      { pdg: 13, minimum: '1 GeV' },
      { seed, beams: beams(machine) },
    );
    return (addresses) => shoot(addresses).particles;
  },
};

const decided = (menu: Menu, options: ChainOptions, more: Partial<ChainSetup> = {}) =>
  firstValueFrom(of(job).pipe(makeChain({ ...setup, ...more, menu }, options).decide));

function hash(node: unknown): string {
  const digest = createHash('sha256');
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value))
      digest.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) {
        digest.update(name);
        visit(part);
      }
    else digest.update(String(value));
  };
  visit(node);
  return digest.digest('hex');
}

/** Hashes of what travels on: hits of each subdetector, lines, and the decision of each event. */
async function hashesOf(menu: Menu, batch: DecidableBatch) {
  const { kept, ftdlBits } = batch;
  const compiled = compileMenu(menu);
  const decisions = await firstValueFrom(of(batch).pipe(decide(compiled, config.gdl, { seed: 5 })));
  const inputs = [...kept!.events].map((event) =>
    batch.inputBits.slice(event * inputWords, (event + 1) * inputWords),
  );
  return {
    events: [...kept!.events],
    hits: Object.fromEntries(
      Object.entries(kept!.hits).map(([name, hits]) => [name, hash(hits)] as const),
    ),
    ftdl: hash(ftdlBits),
    psnm: hash(decisions.psnmBits),
    timing: hash(decisions.timingSource),
    inputs: hash(inputs),
  };
}

const few: Menu = {
  ...eclMenu,
  lines: [
    { ...eclMenu.lines[0]!, number: 3, name: 'two_klm', formula: 'klm > 0', prescale: 1 },
    { ...eclMenu.lines[0]!, number: 7, name: 'high', formula: 'ehigh & !klm_hit', prescale: 2 },
    { ...eclMenu.lines[0]!, number: 9, name: 'masked', formula: 'clst > 0', prescale: 0 },
  ],
};

describe('simulating what the menu needs first', () => {
  it.each([
    ['the whole menu', physicsMenu],
    ['the lines of the calorimeter', eclMenu],
    ['three lines, one of them masked', few],
  ])('gives hits and decisions of %s the bytes of simulating all at once', async (_, menu) => {
    for (const sources of [[], [laid]]) {
      const first = await hashesOf(menu, await decided(menu, { sources }));
      const all = await hashesOf(menu, await decided(menu, { sources, need: 'all' }));
      expect(first).toEqual(all);
      expect(Object.keys(first.hits)).toEqual(everything);
      expect(first.events.length).toBeGreaterThan(10);
    }
  });

  it('keeps the hits that a batch of everything has', async () => {
    const { generate, full } = makeChain(setup);
    const batch = await firstValueFrom(of(generate(job)).pipe(full));
    const { kept } = await decided(few, {});
    const chosen = selectHits(batch.hits as HitTree, job.count, kept!.events);
    for (const name of Object.keys(chosen)) expect(hash(kept!.hits[name])).toBe(hash(chosen[name]));
  });

  it('leaves alone what nobody asks for', async () => {
    let seen: Partial<DetectorHits> = {};
    const look = (reads: readonly string[], uses: readonly string[] = []) => ({
      observer: {
        reads,
        uses,
        observe: (batch: { readonly eventCount: number; readonly hits: unknown }) => {
          seen = batch.hits as Partial<DetectorHits>;
          return noObservations(batch.eventCount);
        },
      },
    });
    await decided(eclMenu, look([]));
    expect(Object.keys(seen)).toEqual(['ecl']);
    await decided(physicsMenu, look([]));
    expect(Object.keys(seen)).toEqual(['cdc', 'top', 'ecl', 'klm']);
    await decided(eclMenu, look(['svd'], ['klmMatches']));
    expect(Object.keys(seen)).toEqual(['svd', 'cdc', 'ecl', 'klm']);
    await decided(eclMenu, { ...look([]), need: 'all' });
    expect(Object.keys(seen)).toEqual(everything);
  });

  it('gives events that no line accepts no more than their lines', async () => {
    const none: Menu = { ...few, lines: few.lines.map((line) => ({ ...line, prescale: 0 })) };
    const { kept, ftdlBits } = await decided(none, {});
    expect(kept!.events.length).toBe(0);
    expect(ftdlBits.some((word) => word !== 0)).toBe(true);
    expect(Object.keys(kept!.hits)).toEqual(everything);
  });

  it('sizes events by their hits without keeping them, where that is asked for', async () => {
    const readOut = { readOut: true };
    const kept = await decided(physicsMenu, {}, readOut);
    const sized = await decided(
      physicsMenu,
      {},
      { ...readOut, keepHits: false, sizedByHits: true },
    );
    expect(sized.readOut).toEqual(kept.readOut);
    expect(sized).not.toHaveProperty('kept');
    const standIn = await decided(physicsMenu, {}, { ...readOut, keepHits: false });
    expect(standIn.readOut!.bytes).not.toEqual(kept.readOut!.bytes);
    expect(standIn.readOut!.time).toEqual(kept.readOut!.time);
  });

  it('has the same lines when only they are asked for, without hits or other bits', async () => {
    const lines = await decided(few, { need: 'lines' }, { keepHits: false });
    const all = await decided(few, { need: 'all' });
    expect(lines.ftdlBits).toEqual(all.ftdlBits);
    expect(lines).not.toHaveProperty('kept');
    expect(lines.inputBits).not.toEqual(all.inputBits);
  });
});

describe('an observer that counts some lines', () => {
  const photons = new Set(
    physicsMenu.lines.flatMap(({ name, number }) => (/^(hie|lml[1267])$/.test(name) ? number : [])),
  );
  let seen: readonly string[] = [];
  const observer: ChainObserver = {
    reads: [],
    uses: [],
    observe: ({ eventCount, hits }) => {
      seen = Object.keys(hits as object);
      return noObservations(eventCount);
    },
    lines: ({ lines }) =>
      new Set(lines.flatMap(({ number }) => (photons.has(number) ? number : []))),
  };
  const counted = new Uint32Array(outputWords);
  for (const number of photons) setBit(counted, outputWords, 0, number);

  it('has those bits, of the calorimeter alone, and no other', async () => {
    for (const sources of [[], [laid]]) {
      const all = await decided(physicsMenu, { sources, need: 'all' });
      const some = await decided(
        physicsMenu,
        { sources, observer, need: 'lines' },
        { keepHits: false },
      );
      expect(seen).toEqual(['ecl']);
      const expected = all.ftdlBits.map((word, at) => word & counted[at % outputWords]!);
      expect(expected.some((word) => word !== 0)).toBe(true);
      expect(some.ftdlBits).toEqual(expected);
    }
  });

  it('has the bits of all lines where more than lines is asked for', async () => {
    const all = await decided(physicsMenu, { need: 'all' });
    for (const need of ['menu', 'all'] as const)
      expect((await decided(physicsMenu, { observer, need })).ftdlBits).toEqual(all.ftdlBits);
  });

  it('of no line at all needs no hit', async () => {
    const none = { ...observer, lines: () => new Set<number>() };
    const { ftdlBits } = await decided(
      physicsMenu,
      { observer: none, need: 'lines' },
      { keepHits: false },
    );
    expect(seen).toEqual([]);
    expect(ftdlBits.every((word) => word === 0)).toBe(true);
  });
});

describe('simulating some subdetectors only', () => {
  it('leaves lines of the others at zero, and refuses an observer that reads them', async () => {
    const simulated = { ...config.simulated, pxd: false, svd: false, cdc: false };
    const eclOnly = {
      ...config,
      simulated: { ...simulated, top: false, arich: false, klm: false },
    };
    const only = { config: eclOnly, keepHits: false };
    const { ftdlBits } = await decided(few, {}, only);
    const ecl = await decided(eclMenu, {}, only);
    const all = await decided(eclMenu, { need: 'all' }, { keepHits: false });
    expect(ecl.ftdlBits).toEqual(all.ftdlBits);
    for (let event = 0; event < job.count; event++)
      expect(ftdlBits[event * outputWords]! & (1 << 3)).toBe(0);
    const observe = ({ eventCount }: { readonly eventCount: number }) => noObservations(eventCount);
    expect(() =>
      makeChain({ ...setup, ...only }, { observer: { reads: ['klm'], uses: [], observe } }),
    ).toThrow(/reads klm, expected of it only what is simulated: ecl/);
  });
});
