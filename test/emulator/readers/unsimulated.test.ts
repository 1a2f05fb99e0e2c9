import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetectorHits, subdetectors } from '../../../detector/index.js';
import { ParticleTable } from '../../../detector/particle-table.js';
import { particleInfo } from '../../../detector/pdg.js';
import { particleTable } from '../../../detector/pdg-table.js';
import { simulateDetector } from '../../../detector/simulate.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { finals, machine, readAll, remarks, scratchFiles } from '../../support/event-files/read.js';
import { runs } from '../../support/runs.js';

const write = scratchFiles();

interface Row {
  readonly pdg: number;
  /** ISTHEP, 1 without it. */
  readonly status?: number;
  /** Row of the mother, from 1. */
  readonly mother?: number;
  readonly momentum?: readonly [number, number, number];
  /** x, y, z, ct [mm]. */
  readonly place?: readonly [number, number, number, number];
  /** [GeV], that of the code without it. */
  readonly mass?: number;
}

/** An event of HEPEVT with 15 columns. */
function event(rows: readonly Row[], weight = '1'): string {
  const lines = rows.map(({ pdg, status = 1, mother = 0, mass, ...row }) => {
    const { momentum = [0.3, 1, 0.5], place = [0, 0, 0, 0] } = row;
    const m = mass ?? (particleInfo(pdg)?.mass || 0);
    const energy = Math.hypot(...momentum, m);
    const numbers = [...momentum, energy, m, ...place];
    return `${status} ${pdg} ${mother} 0 0 0 ${numbers.join(' ')}`;
  });
  return [`0 ${rows.length} ${weight}`, ...lines, ''].join('\n');
}

/** Notes by code with their counts, and the error that ended the reading. */
async function said(text: string, decay = true) {
  const { file, failure, events } = await readAll(write('odd.hepevt', text), {
    frame: 'lab',
    decay,
  });
  const counts: Record<string, number> = {};
  for (const { code, count } of remarks(file)) counts[code] = (counts[code] ?? 0) + count;
  return {
    counts,
    failure,
    events,
    messages: remarks(file)
      .map(({ message }) => message)
      .join('\n'),
  };
}

const muon: Row = { pdg: 13 };
const still = [0, 0, 0] as const;

describe('particles that leave nothing in the detector are named and counted', () => {
  it.each<[string, readonly Row[], Record<string, number>, RegExp]>([
    [
      'neutrinos alone',
      [{ pdg: 12 }, { pdg: -14 }],
      { READER_UNSEEN: 2 },
      /1 nu_e \(PDG code 12\)/,
    ],
    ['dark matter alone', [{ pdg: 52, mass: 1 }], { READER_UNSEEN: 1 }, /1 dark_fermion/],
    ['a dark photon alone', [{ pdg: 4900022, mass: 1 }], { READER_UNSEEN: 1 }, /invisible/],
    [
      'a neutrino beside an unknown code',
      [{ pdg: 12 }, { pdg: 77 }],
      { READER_UNSEEN: 1, READER_UNKNOWN_PARTICLE: 1 },
      /1 nu_e/,
    ],
    ['a neutrino beside a muon', [{ pdg: 12 }, muon], {}, /^$/],
    ['a heavy neutrino', [{ pdg: 9900012, mass: 1 }], { READER_UNKNOWN_PARTICLE: 1 }, /9900012/],
    ['a code of no particle', [{ pdg: 77 }], { READER_UNKNOWN_PARTICLE: 1 }, /code 77:/],
    ['code 0, no quark', [{ pdg: 0 }], { READER_UNKNOWN_PARTICLE: 1 }, /code 0: 1/],
    ['a gluon', [{ pdg: 21 }], { READER_UNKNOWN_PARTICLE: 1 }, /21 \(a quark or gluon\)/],
    ['a quark', [{ pdg: -3 }], { READER_UNKNOWN_PARTICLE: 1 }, /-3 \(a quark or gluon\)/],
    ['a diquark', [{ pdg: 2203 }], { READER_UNKNOWN_PARTICLE: 1 }, /2203/],
    [
      'a muon at rest',
      [{ ...muon, momentum: still }, muon],
      { READER_AT_REST: 1 },
      /1 mu- .* rest/,
    ],
    ['a B_c', [{ pdg: 541 }, muon], { READER_UNDECAYED: 1 }, /1 B_c\+ .* leave nothing/],
    ['a Z', [{ pdg: 23 }], { READER_UNDECAYED: 1, READER_TOO_ENERGETIC: 1 }, /1 Z0/],
    [
      'a D0 that has decayed, without products',
      [{ pdg: 421, status: 2 }, muon],
      { READER_LOST_DECAY: 1 },
      /1 D0 \(PDG code 421\) are not final .* missing/,
    ],
    [
      'a D0 with its products',
      [
        { pdg: 421, status: 2 },
        { ...muon, mother: 1 },
      ],
      {},
      /^$/,
    ],
    ['a photon that became something', [{ pdg: 22, status: 2 }, muon], {}, /^$/],
  ])('%s', async (_, rows, counts, message) => {
    const found = await said(event(rows));
    expect(found.failure).toBeUndefined();
    expect(found.counts).toEqual(counts);
    expect(found.messages).toMatch(message);
  });

  it.each<[string, string]>([
    ['particles of status 2', event([{ pdg: 13, status: 2 }])],
    ['particles of status 3', event([{ pdg: 13, status: 3 }])],
    ['beams', event([{ pdg: 11, status: 4 }])],
    ['nothing', event([]).repeat(3)],
  ])('a file of %s fails', async (_, text) => {
    const { failure, counts } = await said(text);
    expect(failure).toMatchObject({ code: 'READER_NOTHING_FINAL' });
    expect(counts).toEqual({ READER_NO_FINAL: text.split('\n0 ').length });
  });

  it('particles at rest in the centre of mass move in the laboratory', async () => {
    const path = write('rest.hepevt', event([{ pdg: 310, momentum: still }]));
    const { file, events } = await readAll(path, { frame: 'cms' });
    expect(remarks(file)).toEqual([]);
    expect(finals(events[0]!)[0]!.momentum[2]).toBeCloseTo(
      (particleInfo(310)!.mass * machine.total.pz) / machine.sqrtS,
      6,
    );
    expect((await said(event([{ pdg: 310, momentum: still }]))).counts).toEqual({
      READER_AT_REST: 1,
    });
  });

  it('a place holder without energy is at rest in any frame, and alone no particle', async () => {
    const empty = event([{ pdg: 22, momentum: still, mass: 0 }, muon]);
    expect((await said(empty)).counts).toEqual({ READER_AT_REST: 1 });
    const { failure, counts } = await said(event([{ pdg: 22, momentum: still, mass: 0 }]));
    expect(failure).toMatchObject({ code: 'READER_NOTHING_FINAL' });
    expect(counts).toEqual({ READER_NO_FINAL: 1, READER_AT_REST: 1 });
  });

  it('what stopped in another simulation stands aside for what that made of it', async () => {
    const products: Row = { pdg: -11, status: 201, mother: 1 };
    const { counts, events } = await said(event([{ pdg: -13, momentum: still }, products]));
    expect(counts).toEqual({});
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([-11]);
  });

  it.each<[string, Row['place'], string | undefined]>([
    ['behind the KLM', [3400, 0, 0, 11400], 'READER_OUTSIDE'],
    ['in its outermost gap', [0, -3310, 0, 11400], undefined],
    ['behind a slanted side', [2450, -2450, 0, 12000], 'READER_OUTSIDE'],
    ['before a slanted side', [2300, -2300, 0, 12000], undefined],
    ['in front', [0, 0, 4100, 14000], 'READER_OUTSIDE'],
    ['in the forward endcap', [0, 1500, 4000, 14300], undefined],
    ['behind', [0, 0, -3000, 14000], 'READER_OUTSIDE'],
    ['in the backward endcap', [0, 1500, -2900, 14000], undefined],
    ['8.7 µs late', [0, 0, 0, 2.61e6], 'READER_LATE'],
    ['8.3 µs late', [0, 0, 0, 2.49e6], undefined],
    ['18 µs early', [0, 0, 0, -5.4e6], 'READER_LATE'],
    ['17 µs early', [0, 0, 0, -5.1e6], undefined],
  ])('a start %s', async (_, place, code) => {
    const { counts } = await said(event([{ ...muon, place: place! }]));
    expect(counts).toEqual(code === undefined ? {} : { [code]: 1 });
  });

  it.each<[string, number, Row['place'], string | undefined]>([
    ['electron in the coil', 11, [1700, 0, 0, 5900], 'READER_BEHIND'],
    ['photon in the yoke', 22, [0, 0, 2600, 9000], 'READER_BEHIND'],
    ['positron behind the backward crystals', -11, [0, 300, -1400, 5000], 'READER_BEHIND'],
    ['π0 in the yoke', 111, [1800, 0, 0, 6500], 'READER_BEHIND'],
    ['electron in the crystals', 11, [1500, 0, 0, 5900], undefined],
    ['photon in forward crystals', 22, [0, 500, 2200, 9000], undefined],
    ['muon in the yoke', 13, [2500, 0, 0, 9000], undefined],
    ['K_S in the crystals', 310, [1300, 0, 0, 5000], 'READER_BEHIND'],
    ['Λ in the yoke', 3122, [2000, 0, 0, 9000], 'READER_BEHIND'],
    ['K_S in the chamber', 310, [1200, 0, 0, 5000], undefined],
    ['K+ in the yoke', 321, [2000, 0, 0, 9000], undefined],
  ])(
    'what showers, or decays soon, and starts behind the calorimeter: %s',
    async (_, pdg, place, code) => {
      const { counts } = await said(event([{ pdg, place: place! }]));
      expect(counts[code ?? 'READER_BEHIND']).toEqual(
        code === undefined ? undefined : pdg === 111 ? 2 : 1,
      );
    },
  );

  it('an empty event among others is counted, a weight that is no number passed over', async () => {
    const { counts, events } = await said(
      event([muon]) + event([]) + event([muon], 'nan') + event([muon]),
    );
    expect(events).toHaveLength(3);
    expect(counts).toEqual({ READER_NO_FINAL: 1, READER_BAD_EVENT: 1 });
  });
});

describe("a user's own particles", () => {
  const own = emulatorConfig({
    particles: {
      1000022: { mass: '1 GeV', charge: -1, lifetime: 'stable' },
      9900012: { mass: '1 GeV', charge: 0, lifetime: 'stable' },
    },
  });
  const particles = new ParticleTable(own.particles);
  const saidOf = async (row: Row) => {
    const { file } = await readAll(write('own.hepevt', event([row])), { frame: 'lab', particles });
    return remarks(file).map(({ code }) => code);
  };

  it('are named when they are neutral and alone, not when they are charged', async () => {
    expect(await saidOf({ pdg: 9900012, mass: 1 })).toEqual(['READER_UNSEEN']);
    expect(await saidOf({ pdg: 1000022, mass: 1 })).toEqual([]);
    expect(await saidOf({ pdg: 1000022, mass: 3 })).toEqual(['READER_OFF_SHELL']);
  });

  it('are named when they are charged and have decayed into nothing', async () => {
    const { file } = await readAll(
      write('own.hepevt', event([{ pdg: 1000022, mass: 1, status: 2 }, muon])),
      { frame: 'lab', particles },
    );
    expect(remarks(file).map(({ code }) => code)).toEqual(['READER_LOST_DECAY']);
  });
});

describe('what lives too short is decayed at rest, too', () => {
  it.each([
    [15, 'tau-'],
    [443, 'J/psi'],
    [300553, 'Upsilon(4S)'],
  ])('PDG code %i', async (pdg, name) => {
    const text = event([{ pdg, momentum: still }]);
    const { counts, messages, events } = await said(text);
    expect(counts).toEqual({ READER_DECAYED: 1 });
    expect(messages).toContain(`1 ${name} (PDG code ${pdg})`);
    const energy = finals(events[0]!).reduce((sum, particle) => sum + particle.energy, 0);
    expect(energy).toBeCloseTo(particleInfo(pdg)!.mass, 6);
    expect((await said(text, false)).counts).toEqual({ READER_UNDECAYED: 1 });
  });
});

describe('a final particle of another mass than its own', () => {
  it.each([
    ['muon of 3 GeV', { pdg: 13, mass: 3 }, 13],
    ['massless proton', { pdg: 2212, mass: 0 }, 2212],
    ['massive photon', { pdg: 22, mass: 1 }, 22],
  ])('has the energy of its own mass, and that is said: %s', async (_, row, pdg) => {
    const { counts, messages, events } = await said(event([row]));
    expect(counts).toEqual({ READER_OFF_SHELL: 1 });
    expect(messages).toContain(`(PDG code ${pdg}) have the energy of another mass`);
    const [particle] = finals(events[0]!);
    expect(particle!.energy).toBeCloseTo(Math.hypot(0.3, 1, 0.5, particleInfo(pdg)!.mass), 9);
  });

  it('is taken as it is where 1 % or 1 MeV of energy are the difference', async () => {
    const pion: Row = { pdg: 211, mass: 0 };
    const photon: Row = { pdg: 22, momentum: [0.001, 0, 0], mass: 0.001 };
    const { counts, events } = await said(event([pion, photon]));
    expect(counts).toEqual({});
    // 1.05 % are 12 MeV too much.
    const p = Math.hypot(0.3, 1, 0.5);
    const own = Math.hypot(p, particleInfo(13)!.mass);
    const mass = Math.sqrt((1.0105 * own) ** 2 - p ** 2);
    expect((await said(event([{ pdg: 13, mass }]))).counts).toEqual({ READER_OFF_SHELL: 1 });
    expect(finals(events[0]!)[0]!.energy).toBeCloseTo(Math.hypot(0.3, 1, 0.5), 12);
  });
});

describe('whatever a particle is', () => {
  const codes = particleTable.flatMap(([pdg]) => [pdg, -pdg]);
  /** Heavy nuclei stop in the beam pipe, as they do in life: they were simulated. */
  const isLight = (pdg: number): boolean => Math.abs(particleInfo(pdg)?.charge ?? 0) <= 2;
  const anyCode = fc
    .oneof(
      { weight: 3, arbitrary: fc.constantFrom(...codes) },
      { weight: 1, arbitrary: fc.integer({ min: -100, max: 100 }) },
      { weight: 1, arbitrary: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }) },
    )
    .filter(isLight);
  const see = simulateDetector(subdetectors, emulatorConfig(), { seed: 1 });

  /** Hits of any particle in chamber, calorimeter or KLM. */
  const hitCount = ({ cdc, ecl, klm }: DetectorHits): number =>
    [cdc.offsets, ecl.crystals.offsets, klm.offsets].reduce((sum, at) => sum + at.at(-1)!, 0);

  it('a dozen of them across the barrel leaves hits, or a note names them', async () => {
    await fc.assert(
      fc.asyncProperty(anyCode, async (pdg) => {
        const p = 2 * Math.max(1, particleInfo(pdg)?.mass || 0);
        const rows = Array.from(
          { length: 12 },
          (_, at): Row => ({
            pdg,
            momentum: [p * Math.cos(at / 2), p * Math.sin(at / 2), 0.1 * p],
          }),
        );
        const { chunks, file } = await readAll(write('any.hepevt', event(rows)), { frame: 'lab' });
        const named = remarks(file).filter(({ message }) => message.includes(`code ${pdg}`));
        const hits = chunks.reduce((sum, chunk) => sum + hitCount(see(chunk).hits), 0);
        expect(hits > 0 || named.some(({ count }) => count === 12)).toBe(true);
      }),
      { numRuns: runs(60) },
    );
  });
});
