import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ParticleBuilder, particleStatus } from '../../../detector/particles.js';
import { makeEvents$, makeHits$ } from '../../../emulator/chain/event-source.js';
import type { ParticleSource } from '../../../emulator/chain/sources.js';
import type { GeneratorConfig } from '../../../emulator/generators/index.js';

/** The gun with a particle of 2 GeV. */
const gun = (pdg: number) =>
  ({
    generator: 'gun',
    config: { pdg, variable: 'momentum', minimum: 2, maximum: 2 },
    events: 30,
    batchSize: 20,
  }) as const;
const all = <T>(batches$: Parameters<typeof lastValueFrom<T>>[0]) => lastValueFrom(batches$);

describe('what a generator leaves undecayed', () => {
  it.each([
    [15, 'tau-'],
    [521, 'B+'],
    [311, 'K0'],
    [443, 'J/psi'],
  ])('is decayed and said, batch by batch: PDG code %i', async (pdg, name) => {
    const batches = await all(makeEvents$(gun(pdg)).pipe(toArray()));
    expect(batches.map(({ notes }) => notes.map(({ message }) => message))).toEqual([
      [`20 ${name} (PDG code ${pdg}) are final in the generator and were decayed here`],
      [`10 ${name} (PDG code ${pdg}) are final in the generator and were decayed here`],
    ]);
    const [{ particles }] = batches as [(typeof batches)[0]];
    particles.pdg.forEach((code, row) => {
      if (code === pdg) expect(particles.status[row]).toBe(particleStatus.intermediate);
    });
  });

  it('is named, counted and no track where no table knows it', async () => {
    const [batch] = await all(makeHits$({ ...gun(541), subdetectors: ['cdc'] }).pipe(toArray()));
    expect(batch!.notes).toEqual([
      {
        code: 'GENERATOR_UNDECAYED',
        message: expect.stringContaining('20 B_c+ (PDG code 541) are final, live too short'),
        count: 20,
      },
    ]);
    expect(batch!.arcs.offsets.at(-1)).toBe(0);
    expect(batch!.hits.cdc.offsets.at(-1)).toBe(0);
  });

  it('stays as it is when asked for, and leaves nothing in the detector', async () => {
    const taus = { ...gun(15), decay: false, subdetectors: ['cdc'] } as const;
    const [batch] = await all(makeHits$(taus).pipe(toArray()));
    expect(batch!.notes).toMatchObject([{ code: 'GENERATOR_UNDECAYED', count: 20 }]);
    expect(batch!.particles.pdg).toHaveLength(20);
    expect(batch!.hits.cdc.offsets.at(-1)).toBe(0);
  });

  it.each<[string, GeneratorConfig<'gun'>]>([
    ['GENERATOR_AT_REST', { frame: 'lab', variable: 'momentum', minimum: 0, maximum: 0 }],
    ['GENERATOR_OUTSIDE', { minimum: 2, vertex: { radiusMin: 400, radiusMax: 400 } }],
  ])('is said of what starts where nothing is simulated: %s', async (code, config) => {
    const options = { config: { pdg: 13, ...config }, events: 30 };
    const [batch] = await all(makeEvents$({ generator: 'gun', ...options }).pipe(toArray()));
    expect(batch!.notes).toEqual([expect.objectContaining({ code, count: 30 })]);
    const { final, intermediate } = particleStatus;
    const status = code === 'GENERATOR_OUTSIDE' ? final : intermediate;
    expect(batch!.particles.status.every((found) => found === status)).toBe(true);
  });

  it('is not said of what is so on purpose: cosmic muons from outside, decays of τ', async () => {
    for (const generator of ['cosmics', 'tautau'] as const) {
      const batches = await all(makeEvents$({ generator, events: 50 }).pipe(toArray()));
      expect(batches.flatMap(({ notes }) => notes)).toEqual([]);
    }
  });

  it('is not there with muons: nothing is said', async () => {
    const batches = await all(makeEvents$(gun(13)).pipe(toArray()));
    expect(batches.flatMap(({ notes }) => notes)).toEqual([]);
  });
});

it('what lies over events decays if they do', async () => {
  const told: (boolean | undefined)[] = [];
  const source: ParticleSource = {
    origin: 'toy',
    source: 950,
    seeds: () => () => ({
      event: new Uint32Array(0),
      time: new Float64Array(0),
      slice: new Uint32Array(0),
      index: new Uint32Array(0),
    }),
    particles: ({ decay }) => {
      told.push(decay);
      return () => new ParticleBuilder(1).take();
    },
  };
  for (const asked of [{}, { decay: false }])
    await all(makeEvents$({ ...gun(22), ...asked }, { sources: [source] }));
  expect(told).toEqual([undefined, false]);
});
