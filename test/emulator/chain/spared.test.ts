import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { layerOfWire } from '../../../detector/cdc/geometry.js';
import type { CdcHits } from '../../../detector/cdc/hits.js';
import type { HitBatch } from '../../../detector/event.js';
import type { DetectorHits } from '../../../detector/index.js';
import { beams } from '../../../detector/beams.js';
import { type ChainOptions, type ChainSetup, makeChain } from '../../../emulator/chain/chain.js';
import { noObservations } from '../../../emulator/chain/observations.js';
import { standardParts } from '../../../emulator/chain/parts.js';
import type { ParticleSource } from '../../../emulator/chain/sources.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { wiresRead } from '../../../triggers/cdc/layout.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const noise = { cdc: { noiseRate: 22e-6 } };
const shot = (particles: string) => ({
  generator: 'prongs',
  config: { particles, minimum: '0.2 GeV', maximum: '1.5 GeV' },
});
const setup: ChainSetup = {
  seed: 5,
  run: 2,
  config: emulatorConfig(noise),
  menu: physicsMenu,
  points: [shot('211 -211'), shot(Array.from({ length: 11 }, () => '211').join(' '))],
};
const job = { kind: 'generate', slice: 1, first: 20, count: 64, point: 1 } as const;

/** The layers that the track segment finder has no use for. */
const unread = [0, 1, 2, 13, 19, 25, 31, 37, 43, 49, 55];

/** A muon laid over every other event, 30 ns before. */
const laid: ParticleSource = {
  origin: 'laid',
  source: 901,
  seeds:
    () =>
    ({ eventCount, addresses: { slice, index } }) => {
      const event = Uint32Array.from({ length: Math.ceil(eventCount / 2) }, (_, seed) => 2 * seed);
      return {
        event,
        slice: event.map((at) => slice[at]!),
        index: event.map((at) => index[at]!),
        time: new Float64Array(event.length).fill(-30),
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

/** The stages, of which that of the chamber tells what hits it is given. */
function watched(declares = true) {
  const given: CdcHits[] = [];
  const triggerStages = standardParts.triggerStages.map((stage) => {
    if (stage.name !== 'cdc') return stage;
    const { channels, ...rest } = stage;
    return {
      ...rest,
      ...(declares && channels !== undefined && { channels }),
      build: (...settings: Parameters<typeof stage.build>) => {
        const find = stage.build(...settings);
        return (batch: HitBatch<Pick<DetectorHits, 'cdc'>>) => {
          given.push(batch.hits.cdc);
          return find(batch, {});
        };
      },
    };
  });
  return { parts: { ...standardParts, triggerStages }, given };
}

/** Hits that the trigger of the chamber is given first, and what is decided. */
async function run(
  options: ChainOptions = {},
  more: Partial<ChainSetup> = {},
  declares = true,
  of$ = job as Parameters<ReturnType<typeof makeChain>['generate']>[0],
) {
  const { parts, given } = watched(declares);
  const { decide } = makeChain({ ...setup, ...more }, { ...options, parts });
  const batch = await firstValueFrom(of(of$).pipe(decide));
  return { batch, hits: given[0]! };
}

const inUnread = ({ wire }: CdcHits): number =>
  wire.filter((each) => unread.includes(layerOfWire[each]!)).length;

/** Hits of the wires of segments, event by event. */
function ofSegments({ offsets, wire, tdc }: CdcHits): readonly (readonly number[])[] {
  return Array.from({ length: offsets.length - 1 }, (_, event) =>
    Array.from({ length: offsets[event + 1]! - offsets[event]! }, (__, at) => at + offsets[event]!)
      .filter((row) => wiresRead[wire[row]!] === 1)
      .flatMap((row) => [wire[row]!, tdc[row]!]),
  );
}

const observer = (reads: readonly string[], look: (hits: DetectorHits) => unknown) => ({
  reads,
  uses: [],
  observe: ({ eventCount, hits }: { readonly eventCount: number; readonly hits: unknown }) => {
    look(hits as DetectorHits);
    return noObservations(eventCount);
  },
});
const blind = observer([], () => undefined);

/** Hits of a chain that leaves nothing out. */
const whole = async (more: Partial<ChainSetup> = {}, options: ChainOptions = {}) =>
  (await run({ ...options, need: 'all' }, more)).hits;

describe('layers of the chamber that no segment reads', () => {
  it('are 11 of 56, all wires of them', () => {
    const layers = new Set([...layerOfWire].filter((_, wire) => wiresRead[wire] === 0));
    expect([...layers]).toEqual(unread);
    expect(
      [...layerOfWire].filter((layer, wire) => wiresRead[wire] === 1 && layers.has(layer)),
    ).toEqual([]);
  });

  it.each(['lines', 'menu'] as const)(
    'have no hits but of noise where nobody else reads the chamber (%s)',
    async (need) => {
      const { hits } = await run({ need });
      const all = await whole();
      const { hits: quiet } = await run({ need }, { config: emulatorConfig({}) });
      expect(inUnread(quiet)).toBe(0);
      expect(inUnread(hits)).toBeGreaterThan(job.count * 10);
      expect(inUnread(all)).toBeGreaterThan(4 * inUnread(hits));
      expect(ofSegments(hits)).toEqual(ofSegments(all));
    },
  );

  it('change no decision, with tracks laid over, worn cells and own particles', async () => {
    const worn = { ...noise, cdc: { ...noise.cdc, efficiency: 0.8, clusterDensity: 4 } };
    const particles = [{ pdg: 4_900_001, name: 'x', mass: 1, charge: 0.3, lifetime: 0 }];
    const configs = [setup.config, emulatorConfig(worn), emulatorConfig({ ...noise, particles })];
    for (const [number, config] of configs.entries())
      for (const point of [0, 1])
        for (const sources of [[], [laid]]) {
          const points = number < 2 ? setup.points : [shot('4900001 -211'), shot('4900001 211')];
          const events = { ...job, point };
          const more = { config, points };
          const some = await run({ need: 'lines', sources }, more, true, events);
          const all = await run({ need: 'all', sources }, more, true, events);
          expect(some.batch.ftdlBits).toEqual(all.batch.ftdlBits);
          expect(some.batch.ftdlBits.some((word) => word !== 0)).toBe(true);
          expect(ofSegments(some.hits)).toEqual(ofSegments(all.hits));
          expect(inUnread(some.hits)).toBeLessThan(inUnread(all.hits));
          const rest = await run({ need: 'menu', sources }, more, true, events);
          expect(rest.batch.ftdlBits).toEqual(all.batch.ftdlBits);
        }
  });
});

describe('hits of layers that no segment reads are there', () => {
  it('for the recorder, for sizes that are read out, and for whoever keeps them', async () => {
    const all = await whole();
    const kept = await run({}, { keepHits: true, passThrough: 1 });
    expect(kept.hits).toEqual(all);
    expect(kept.batch.kept!.hits['cdc']).toEqual(all);
    const sized = await run({ need: 'all' }, { readOut: true });
    for (const readOut of [{ readOut: true }, { readOut: true, sizedByHits: true }]) {
      const read = await run({}, readOut);
      expect(read.hits).toEqual(all);
      expect(read.batch.readOut!.time).toEqual(sized.batch.readOut!.time);
    }
    expect((await run({}, { readOut: true })).batch.readOut).toEqual(sized.batch.readOut);
    expect((await run({}, { sizedByHits: true })).hits).toEqual(all);
    let seen: unknown;
    await run({ keep: ({ hits }) => (seen = (hits as DetectorHits).cdc) });
    expect(seen).toEqual(all);
  });

  it('for an observer that reads the chamber', async () => {
    let seen: unknown;
    await run({ need: 'lines', observer: observer(['cdc'], ({ cdc }) => (seen = cdc)) });
    expect(seen).toEqual(await whole());
  });

  it('for a stage that does not say what it reads of them', async () => {
    expect((await run({ need: 'lines' }, {}, false)).hits).toEqual(await whole());
  });

  it('for pictures, events that are explained and a user of all subdetectors', async () => {
    const { generate, full } = makeChain(setup);
    const batch = await firstValueFrom(of(generate(job)).pipe(full));
    expect((batch.hits as DetectorHits).cdc).toEqual(await whole());
  });

  it('with a mask, which draws deposit by deposit', async () => {
    const mask = { cdc: [{ superLayer: 2, efficiency: 0.5 }] };
    const more = { config: emulatorConfig({ ...noise, mask }) };
    const all = await whole(more);
    expect((await run({ need: 'lines' }, more)).hits).toEqual(all);
    expect(all.wire.length).toBeLessThan((await whole()).wire.length);
  });

  it('or there is an error: never fewer for an observer that has not asked for them', async () => {
    const look = observer([], ({ cdc }) => cdc);
    await expect(run({ need: 'lines', observer: look })).rejects.toThrow(
      /hits of cdc, .* expected: "cdc" among what it reads/,
    );
    const others = observer([], ({ ecl, klm }) => [ecl, klm]);
    await run({ need: 'lines', observer: others });
    await run({ need: 'all', observer: look });
    await run({ need: 'lines', observer: look }, { keepHits: true });
  });

  it('after the decision, where no line reads the chamber', async () => {
    const { batch } = await run(
      { observer: blind },
      { menu: eclMenu, keepHits: true, passThrough: 1 },
    );
    expect(batch.kept!.hits['cdc']).toEqual(await whole());
  });
});
