import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { beams } from '../../../detector/beams.js';
import { seedAt } from '../../../detector/event.js';
import type { DetectorHits } from '../../../detector/index.js';
import { ParticleBuilder, particleStatus } from '../../../detector/particles.js';
import { type ChainSetup, type FullBatch, makeChain } from '../../../emulator/chain/chain.js';
import type { ParticleSource } from '../../../emulator/chain/sources.js';
import { buildGenerator } from '../../../emulator/generators/index.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const setup: ChainSetup = {
  seed: 7,
  run: 4,
  config: emulatorConfig({ ecl: { noise: 0 } }),
  menu: eclMenu,
  points: [
    {
      generator: 'prongs',
      config: { particles: '13 -13', thetaMin: '40 deg', thetaMax: '120 deg' },
    },
  ],
};
const job = { kind: 'generate', slice: 3, first: 10, count: 32, point: 0 } as const;

/** How long after the collision the toy comes [ns]. */
const delay = 60;

/**
 * A toy background: a muon and a photon of 1 GeV, each in a direction of its own, over every second
 * event.
 */
const toy = (late = 0): ParticleSource => ({
  origin: 'toy',
  source: 900,
  seeds:
    () =>
    ({ addresses: { slice, index } }) => {
      const event = Uint32Array.from({ length: index.length / 2 }, (_, seed) => 2 * seed);
      return {
        slice: event.map((at) => slice[at]!),
        index: event.map((at) => index[at]!),
        event,
        time: new Float64Array(event.length).fill(late),
      };
    },
  particles: (context) => {
    const random = new RandomStream();
    const builder = new ParticleBuilder();
    return (addresses) => {
      for (let seed = 0; seed < addresses.index.length; seed++) {
        seedAt(random, context, addresses, seed, purpose.generator);
        for (const [pdg, mass] of [[13, 0.10566] as const, [22, 0] as const]) {
          const phi = 2 * Math.PI * random.uniform();
          builder.push(
            pdg,
            particleStatus.final,
            -1,
            Math.cos(phi),
            Math.sin(phi),
            0.2,
            Math.hypot(1, 0.2, mass),
          );
        }
        builder.endEvent();
      }
      return builder.take();
    };
  },
});

async function batchOf(
  points: ChainSetup['points'],
  ...sources: ParticleSource[]
): Promise<FullBatch<DetectorHits>> {
  const { generate, full } = makeChain({ ...setup, points }, { sources });
  return (await firstValueFrom(of(generate(job)).pipe(full))) as FullBatch<DetectorHits>;
}
const collisions = batchOf(setup.points);
const withToy = batchOf(setup.points, toy());

const rowCount = ({ offsets }: { readonly offsets: Uint32Array }, event: number): number =>
  offsets[event + 1]! - offsets[event]!;

describe('a background source in the list of a chain', () => {
  it('is laid over the events that it names: their chamber and calorimeter see more', async () => {
    const [alone, overlaid] = [await collisions, await withToy];
    for (let event = 0; event < job.count; event++) {
      const wires = rowCount(overlaid.hits.cdc, event) - rowCount(alone.hits.cdc, event);
      if (event % 2 === 0) expect(wires).toBeGreaterThan(20);
      else expect(wires).toBe(0);
    }
    expect(overlaid.overlays!.map(({ origin }) => origin)).toEqual(['toy']);
  });

  it('leaves its hits later by the time of its seeds', async () => {
    const nothing = [{ generator: 'gun', config: { count: 0 } }];
    const timesOf = async (late: number): Promise<readonly number[]> => [
      ...(await batchOf(nothing, toy(late))).hits.cdc.tdc,
    ];
    const [prompt, late] = [await timesOf(0), await timesOf(delay)];
    const mean = (times: readonly number[]) => times.reduce((a, b) => a + b, 0) / times.length;
    // In bins of 0.983 ns. Few hits are lost at the end of the window.
    expect(mean(late) - mean(prompt)).toBeGreaterThan(0.9 * delay);
    expect(mean(late) - mean(prompt)).toBeLessThan(1.1 * delay);
  });

  it('takes no draws from collisions: their particles and arcs are the same bytes', async () => {
    const [alone, overlaid] = [await collisions, await withToy];
    expect(overlaid.particles).toEqual(alone.particles);
    expect(overlaid.arcs).toEqual(alone.arcs);
    // Events without a seed: same hits, same decision.
    for (let event = 1; event < job.count; event += 2) {
      const words = overlaid.ftdlBits.length / job.count;
      expect(overlaid.ftdlBits.subarray(event * words, (event + 1) * words)).toEqual(
        alone.ftdlBits.subarray(event * words, (event + 1) * words),
      );
    }
  });

  it('is drawn independently of the collision in the same event', async () => {
    const { particles, overlays } = await withToy;
    const angle = (list: typeof particles, event: number, row: number): number =>
      Math.atan2(list.py[list.offsets[event]! + row]!, list.px[list.offsets[event]! + row]!);
    // With the same stream both would begin with the same number.
    const differences = Array.from({ length: job.count / 2 }, (_, seed) =>
      Math.cos(angle(overlays![0]!.particles, seed, 0) - angle(particles, 2 * seed, 0)),
    );
    const mean = differences.reduce((a, b) => a + b, 0) / differences.length;
    expect(Math.abs(mean)).toBeLessThan(3 * Math.sqrt(0.5 / differences.length));
  });

  it('differs from a collision of the same generator and event in its name', async () => {
    const echo: ParticleSource = {
      ...toy(),
      particles: ({ seed, config }) => {
        const { generator, config: raw } = setup.points[0]!;
        const generate = buildGenerator(generator, raw, { seed, beams: beams(config.beams) });
        return (addresses) => generate(addresses).particles;
      },
    };
    const { particles, overlays } = makeChain(setup, { sources: [echo] }).generate(job);
    const same = Array.from({ length: job.count / 2 }, (_, seed) => seed).filter(
      (seed) =>
        overlays![0]!.particles.px[overlays![0]!.particles.offsets[seed]!] ===
        particles.px[particles.offsets[2 * seed]!],
    );
    expect(same).toEqual([]);
  });

  it('draws which seeds lie over an event from a name of its own', () => {
    const named: unknown[] = [];
    const asks: ParticleSource = {
      ...toy(),
      seeds: (context) => {
        const choose = toy().seeds(context);
        return (events) => {
          named.push(events.addresses.source);
          return choose(events);
        };
      },
    };
    const batch = makeChain(setup, { sources: [asks] }).generate(job);
    expect(named).toEqual([900]);
    expect(batch.addresses).not.toHaveProperty('source');
  });

  it('does not depend on the batch: two halves have the overlay of the whole', async () => {
    const { generate } = makeChain(setup, { sources: [toy()] });
    const whole = generate(job).overlays![0]!.particles;
    const second = generate({ ...job, first: 26, count: 16 }).overlays![0]!.particles;
    expect([...second.px]).toEqual([...whole.px.subarray(whole.offsets[8])]);
  });

  it.each([0, 1.5, 2 ** 24])('is refused with the number %s', (source) => {
    expect(() => makeChain(setup, { sources: [{ ...toy(), source }] })).toThrowError(
      expect.objectContaining({ code: 'SOURCE_NUMBER' }),
    );
  });

  it('is refused beside another of its number or name', () => {
    for (const twin of [{ origin: 'other' }, { source: 901 }])
      expect(() => makeChain(setup, { sources: [toy(), { ...toy(), ...twin }] })).toThrowError(
        expect.objectContaining({ code: 'SOURCE_NUMBER' }),
      );
  });

  it.each([
    ['descend', [2, 1]],
    ['are not of the batch', [0, 32]],
  ])('is refused when the events of its seeds %s', (_, event) => {
    const wrong: ParticleSource = {
      ...toy(),
      seeds: () => () => ({
        slice: new Uint32Array(2),
        index: new Uint32Array(2),
        event: Uint32Array.from(event),
        time: new Float64Array(2),
      }),
    };
    const { generate } = makeChain(setup, { sources: [wrong] });
    expect(() => generate(job)).toThrowError(expect.objectContaining({ code: 'SOURCE_ORDER' }));
  });
});
