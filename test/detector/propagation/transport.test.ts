import { describe, expect, it } from 'vitest';
import { Helix } from '../../../detector/helix.js';
import { particleStatus, type Particles } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { arcEnds } from '../../../detector/propagation/arcs.js';
import type { Transported } from '../../../detector/propagation/transport.js';
import { exact, momentum, move, particlesOf, type Shot } from '../cdc/chamber.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;
const degree = Math.PI / 180;
const speedOfLight = 29.9792458;
const off = exact.transport;

const many = (count: number, shot: (index: number) => Shot) =>
  particlesOf(Array.from({ length: count }, (_, index) => [shot(index)]));

/** Momentum of a row of the arcs. */
const momentumOf = ({ px, py, pz }: Transported['arcs'], row: number) =>
  Math.hypot(at(px, row), at(py, row), at(pz, row));

/** Last arcs of the particles that reach the calorimeter. */
function arrivals({ arcs }: Transported): number[] {
  return [...arcs.end.keys()].filter((row) => arcs.end[row] === arcEnds.calorimeter);
}

function sums(
  particles: Particles,
  event: number,
  status: number,
): [number, number, number, number] {
  const sum: [number, number, number, number] = [0, 0, 0, 0];
  for (let row = at(particles.offsets, event); row < at(particles.offsets, event + 1); row++) {
    if (particles.status[row] !== status) continue;
    sum[0] += at(particles.px, row);
    sum[1] += at(particles.py, row);
    sum[2] += at(particles.pz, row);
    sum[3] += at(particles.energy, row);
  }
  return sum;
}

describe('a charged particle without material', () => {
  it.each([
    ['forward', momentum(0.7, 25 * degree, 1), [0, 0, 0]],
    ['across the barrel', momentum(0.5, 80 * degree, -2), [0, 0, 0]],
    ['at exactly 90°', [0.9, 0.1, 0], [0, 0, 0]],
    ['inward from 90 cm', momentum(1, 100 * degree, 0.2), [-85, 30, 20]],
  ] as const)('reaches the calorimeter on one helix: %s', (_, p, vertex) => {
    const { arcs } = move(particlesOf([[{ pdg: -13, p: [p[0], p[1], p[2]], vertex }]]), exact);
    expect(arcs.length.length).toBe(1);
    expect(arcs.end[0]).toBe(arcEnds.calorimeter);
    const helix = new Helix();
    helix.set(vertex[0], vertex[1], vertex[2], p[0], p[1], p[2], 1, 1.5);
    helix.moveTo(at(arcs.length, 0));
    const atBarrel = Math.abs(Math.hypot(helix.x, helix.y) - 125.16) < 1e-3;
    const atEndcap = Math.abs(helix.z - 196) < 1e-3 || Math.abs(helix.z + 102) < 1e-3;
    expect(atBarrel || atEndcap).toBe(true);
    // No earlier crossing.
    expect(at(arcs.length, 0)).toBeLessThan(helix.lengthToCylinder(125.16) + 1e-2);
  });

  it('that curls is followed for the stated path and abandoned', () => {
    const { arcs } = move(particlesOf([[{ pdg: 13, p: [0.1, 0, 0.001] }]]), {
      ...exact,
      transport: { ...off, maxPath: 500 },
    });
    expect(arcs.end[0]).toBe(arcEnds.abandoned);
    expect(at(arcs.length, 0)).toBeCloseTo(500 / Math.hypot(1, 0.01), 3);
  });

  it('that begins outside the calorimeter, or has no charge, has no arc', () => {
    const shots: Shot[] = [
      { pdg: 13, p: [1, 0, 0], vertex: [130, 0, 0] },
      { pdg: 13, p: [1, 0, 1], vertex: [0, 0, 200] },
      { pdg: 2112, p: [1, 0, 0] },
    ];
    const { arcs, particles } = move(particlesOf([shots]), exact);
    expect(arcs.length.length).toBe(0);
    expect([...particles.status]).toEqual([1, 1, 1]);
  });
});

describe('arcs through material', () => {
  const moved = move(
    many(200, (index) => ({
      pdg: index % 2 ? 13 : -211,
      p: momentum(0.4 + 0.01 * index, (30 + (index % 90)) * degree, 0.1 * index),
    })),
    {
      transport: { decays: false, hadronic: false },
    },
  );

  it('begin where and when the one before ends', () => {
    const { arcs, particles } = moved;
    const helix = new Helix();
    let joints = 0;
    for (let event = 0; event < particles.offsets.length - 1; event++) {
      for (let row = at(arcs.offsets, event); row + 1 < at(arcs.offsets, event + 1); row++) {
        const charge = Math.sign(-at(arcs.curvature, row));
        helix.set(
          at(arcs.x, row),
          at(arcs.y, row),
          at(arcs.z, row),
          at(arcs.px, row),
          at(arcs.py, row),
          at(arcs.pz, row),
          charge,
          1.5,
        );
        helix.moveTo(at(arcs.length, row));
        expect(
          Math.hypot(
            helix.x - at(arcs.x, row + 1),
            helix.y - at(arcs.y, row + 1),
            helix.z - at(arcs.z, row + 1),
          ),
        ).toBeLessThan(1e-3);
        const p = momentumOf(arcs, row);
        const mass = particleInfo(at(particles.pdg, at(particles.offsets, event)))?.mass ?? 0;
        const flight =
          (at(arcs.length, row) * helix.stretch * Math.hypot(p, mass)) / (p * speedOfLight);
        expect(at(arcs.time, row + 1) - at(arcs.time, row)).toBeCloseTo(flight, 3);
        joints++;
      }
    }
    expect(joints).toBeGreaterThan(1000);
  });

  it.each([
    ['without scattering', false],
    ['with scattering', true],
  ])('of a curler add up to the stated path, layers between them: %s', (_, scattering) => {
    const { arcs } = move(particlesOf([[{ pdg: 13, p: momentum(0.1, 80 * degree, 0.3) }]]), {
      transport: { ...off, scattering, maxPath: 500 },
    });
    expect(arcs.end.at(-1)).toBe(arcEnds.abandoned);
    expect(arcs.length.length).toBeGreaterThan(20);
    let path = 0;
    for (let row = 0; row < arcs.length.length; row++) {
      const pt = Math.hypot(at(arcs.px, row), at(arcs.py, row));
      path += (at(arcs.length, row) * momentumOf(arcs, row)) / pt;
    }
    expect(path).toBeCloseTo(500, 3);
  });

  it('meet the layers of beam pipe, vertex detector, chamber and TOP in their order', () => {
    const { arcs } = move(particlesOf([[{ pdg: 13, p: [2, 0, 0.1] }]]), {
      transport: { decays: false },
    });
    const radii = [...arcs.x].map((x, row) => Math.hypot(x, at(arcs.y, row)));
    const expected = [0, 1.1, 1.4, 2.2, 3.9, 8, 10.4, 13.52, 16, 24.6, 46.6, 68.4, 90.3, 112, 120];
    expect(radii.length).toBe(expected.length);
    for (const [index, radius] of radii.entries())
      expect(radius).toBeCloseTo(at(expected, index), 3);
  });

  it('meet them inward and outward again when they begin outside', () => {
    const { arcs } = move(particlesOf([[{ pdg: 13, p: [-30, 0, 0.1], vertex: [60, 0.1, 0] }]]), {
      transport: { decays: false },
    });
    const radii = [...arcs.x].map((x, row) => Math.round(Math.hypot(x, at(arcs.y, row))));
    expect(radii).toEqual([
      60, 47, 25, 16, 14, 10, 8, 4, 2, 1, 1, 1, 1, 2, 4, 8, 10, 14, 16, 25, 47, 68, 90, 112, 120,
    ]);
  });
});

describe('energy loss', () => {
  /**
   * Mean kinetic energy lost before the calorimeter, and before the chamber, of particles at 90°
   * [GeV].
   */
  const losses = (pdg: number, p: number) => {
    const { arcs } = move(particlesOf([[{ pdg, p: [p, 0, 0.001] }]]), {
      transport: { ...off, energyLoss: true },
    });
    const mass = particleInfo(pdg)?.mass ?? 0;
    const energy = (row: number) => Math.hypot(momentumOf(arcs, row), mass);
    const inChamber = [...arcs.x].findIndex((x, row) => Math.hypot(x, at(arcs.y, row)) > 15.9);
    return {
      total: energy(0) - energy(arcs.length.length - 1),
      inside: energy(0) - energy(inChamber),
      end: at(arcs.end, arcs.end.length - 1),
    };
  };

  it('takes 13 MeV from a 1 GeV muon at 90°: 8 in the quartz, 2.6 before the chamber', () => {
    const { total, inside } = losses(13, 1);
    // 1.9 MeV cm²/g (12 % above the minimum) times 7.1 g/cm²: quartz 4.4, carbon of walls and
    // supports 1.6, aluminium 0.4, silicon 0.4, rest 0.3.
    expect(Math.abs(total - 0.0135)).toBeLessThan(0.0007);
    // 1.4 g/cm²: strip layers 0.9, beam pipe 0.26, chamber wall 0.13, pixels 0.09.
    expect(Math.abs(inside - 0.00264)).toBeLessThan(0.0002);
  });

  it('is several times larger for a kaon of 0.4 GeV than for a pion, as 1/β² asks', () => {
    const kaon = losses(321, 0.4);
    const pion = losses(211, 0.4);
    // 1/β² is 2.52 and 1.12; the slower kaon loses more on its way.
    expect(kaon.inside / pion.inside).toBeGreaterThan(1.7);
    expect(kaon.inside / pion.inside).toBeLessThan(2.6);
  });

  it('stops a proton of 0.25 GeV, which becomes intermediate', () => {
    const moved = move(particlesOf([[{ pdg: 2212, p: [0.25, 0, 0.01] }]]));
    expect(moved.particles.status[0]).toBe(particleStatus.intermediate);
    expect(moved.arcs.end.at(-1)).toBe(arcEnds.gone);
  });
});

describe('multiple scattering', () => {
  it('before the chamber is what Highland gives for all of the material, in θ and in φ', () => {
    const p = 1;
    const count = 3000;
    const moved = move(
      many(count, () => ({ pdg: 13, p: [p, 0, 0] })),
      { transport: { ...off, scattering: true } },
    );
    const { arcs } = moved;
    let square = 0;
    for (let event = 0; event < count; event++) {
      let row = at(arcs.offsets, event);
      while (Math.hypot(at(arcs.x, row), at(arcs.y, row)) < 15.9) row++;
      square += (at(arcs.pz, row) / p) ** 2;
    }
    const thickness = 0.0079 + 2 * 0.002 + 4 * 0.007 + 0.003;
    const beta = p / Math.hypot(p, 0.10566);
    const expected =
      (0.0136 / (beta * p)) * Math.sqrt(thickness) * (1 + 0.038 * Math.log(thickness));
    // 3000 angles: 1.3 %.
    expect(Math.abs(Math.sqrt(square / count) / expected - 1)).toBeLessThan(0.05);
  });

  it('changes direction, not energy', () => {
    const { arcs } = move(particlesOf([[{ pdg: 13, p: [0.6, 0.1, 0.2] }]]), {
      transport: { ...off, scattering: true },
    });
    for (let row = 0; row < arcs.length.length; row++)
      expect(momentumOf(arcs, row)).toBeCloseTo(Math.hypot(0.6, 0.1, 0.2), 5);
  });
});

describe('bremsstrahlung', () => {
  const count = 4000;
  const energy = 3;
  const moved = move(
    many(count, (index) => ({
      pdg: index % 2 ? 11 : -11,
      p: momentum(energy, 90 * degree, 0.01 * index),
    })),
    {
      transport: { ...off, bremsstrahlung: true, minPhotonEnergy: 0.001 },
      material: { topThickness: 0.18 },
    },
  );

  it('leaves exp(−X/X0) of the energy on average', () => {
    const { arcs } = moved;
    const left = arrivals(moved)
      .filter((row) => at(arcs.particle, row) === 0)
      .reduce((sum, row) => sum + momentumOf(arcs, row), 0);
    const depth = 0.0079 + 2 * 0.002 + 4 * 0.007 + 0.003 + 0.003 + 0.019 + 0.18;
    // Width of one electron's loss is about 0.25 of its energy: 0.4 % on 4000; bending adds 0.3 %
    // of obliquity.
    expect(Math.abs(left / (count * energy) - Math.exp(-depth))).toBeLessThan(0.015);
  });

  it('hands the energy to photons that start on the track, with the electron as mother', () => {
    const { particles, arcs } = moved;
    let photons = 0;
    let soft = 0;
    for (let event = 0; event < 500; event++) {
      const first = at(particles.offsets, event);
      const last = arcs.particle
        .slice(at(arcs.offsets, event), at(arcs.offsets, event + 1))
        .lastIndexOf(0);
      let radiated = 0;
      for (let row = first + 1; row < at(particles.offsets, event + 1); row++) {
        if (particles.pdg[row] !== 22 || particles.mother[row] !== 0) continue;
        radiated += at(particles.energy, row);
        photons++;
      }
      const missing = energy - radiated - momentumOf(arcs, at(arcs.offsets, event) + last);
      // The softest are not followed: 4/3 MeV per radiation length, of which a curling electron of
      // some MeV may cross several.
      expect(missing).toBeGreaterThan(-1e-5);
      expect(missing).toBeLessThan(0.015);
      soft += missing;
    }
    expect(soft / 500).toBeLessThan(0.001);
    expect(photons).toBeGreaterThan(300);
  });

  it('does not concern muons', () => {
    const { particles } = move(
      many(50, () => ({ pdg: 13, p: [1, 0, 0.2] })),
      { transport: { decays: false } },
    );
    expect(particles.pdg.length).toBe(50);
  });
});

describe('decay in flight', () => {
  it.each([
    ['pions of 0.5 GeV', 211, 0.5, 780.45, exact],
    ['kaons of 1 GeV', -321, 1, 371.1, exact],
    // A lifetime goes on from layer to layer; the layers take nothing.
    ['kaons of 0.6 GeV through layers', -321, 0.6, 371.1, {}],
  ])('happens to %s with 1 − exp(−L m / p cτ) before the calorimeter', (...given) => {
    const [, pdg, p, lifetime, material] = given;
    const count = 4000;
    const { particles } = move(
      many(count, (index) => ({ pdg, p: momentum(p, 90 * degree, 0.01 * index) })),
      { ...material, transport: { ...off, decays: true, hadronic: false } },
    );
    const radius = p / (0.00299792458 * 1.5);
    const path = 2 * radius * Math.asin(125.16 / (2 * radius));
    const mass = particleInfo(pdg)?.mass ?? 0;
    const expected = 1 - Math.exp((-path * mass) / (p * lifetime));
    const decayed = [...particles.pdg].filter(
      (code, row) => code === pdg && particles.status[row] === particleStatus.intermediate,
    ).length;
    expect(Math.abs(decayed / count - expected)).toBeLessThan(
      4 * Math.sqrt((expected * (1 - expected)) / count),
    );
  });

  it('of K_S, Λ, K+ and muons conserves energy and momentum, at the vertex of the decay', () => {
    const count = 300;
    for (const pdg of [310, 3122, 321, -321, 130, 3312, 3334, 13]) {
      const shots = many(count, (index) => ({
        pdg,
        p: momentum(0.15, (40 + (index % 90)) * degree, 0.1 * index),
        vertex: [5, 0, 0],
      }));
      const { particles } = move(shots, {
        material: { scale: 0 },
        transport: { ...off, decays: true, maxPath: 1e4 },
      });
      let decays = 0;
      for (let event = 0; event < count; event++) {
        const first = at(particles.offsets, event);
        if (particles.status[first] !== particleStatus.intermediate) continue;
        decays++;
        const daughters = [
          ...particles.mother.slice(first, at(particles.offsets, event + 1)).keys(),
        ].filter((row) => particles.mother[first + row] === 0);
        expect(daughters.length).toBeGreaterThan(1);
        const sum = (column: Float64Array) =>
          daughters.reduce((total, row) => total + at(column, first + row), 0);
        expect(sum(particles.energy)).toBeCloseTo(at(particles.energy, first), 5);
        const p = Math.hypot(sum(particles.px), sum(particles.py), sum(particles.pz));
        expect(p).toBeCloseTo(
          Math.hypot(at(particles.px, first), at(particles.py, first), at(particles.pz, first)),
          5,
        );
        for (const row of daughters) expect(at(particles.time, first + row)).toBeGreaterThan(0);
      }
      if (pdg !== 13 && pdg !== 130) expect(decays).toBeGreaterThan(0.3 * count);
    }
  });

  it('of K_S to two charged pions happens in 69 %, with the mean flight of βγ cτ', () => {
    const count = 3000;
    const { particles } = move(
      many(count, (index) => ({ pdg: 310, p: momentum(0.5, 90 * degree, index) })),
      exact.transport.decays ? {} : { transport: { ...off, decays: true } },
    );
    let charged = 0;
    let flight = 0;
    for (let event = 0; event < count; event++) {
      const first = at(particles.offsets, event);
      if (Math.abs(at(particles.pdg, first + 1)) === 211) charged++;
      flight += Math.hypot(at(particles.x, first + 1), at(particles.y, first + 1));
    }
    expect(Math.abs(charged / count - 0.6925)).toBeLessThan(4 * Math.sqrt((0.69 * 0.31) / count));
    expect(Math.abs(flight / count / (2.6844 * (0.5 / 0.497611)) - 1)).toBeLessThan(
      4 / Math.sqrt(count),
    );
  });

  it('of a π0 gives two photons, which may convert', () => {
    const { particles } = move(
      many(500, (index) => ({ pdg: 111, p: momentum(1, 70 * degree, index) })),
    );
    expect([...particles.pdg].filter((code) => code === 22).length).toBeGreaterThanOrEqual(1000);
    expect([...particles.pdg].filter((code) => code === 11).length).toBeGreaterThan(100);
    for (let event = 0; event < 20; event++)
      expect(sums(particles, event, particleStatus.intermediate)[3]).toBeGreaterThan(1);
  });

  it('that the source made itself is left alone: intermediate particles do not move', () => {
    const particles = particlesOf([[{ pdg: 211, p: [0.5, 0, 0] }]]);
    particles.status[0] = particleStatus.intermediate;
    expect(move(particles).arcs.length.length).toBe(0);
  });
});

it('transport is the same for the same address, whatever else is in the batch', () => {
  const shot = (index: number): Shot => ({ pdg: 11, p: momentum(1, 60 * degree, index) });
  const alone = move(many(1, shot));
  const first = move(many(50, shot));
  expect(first.arcs.px.slice(0, alone.arcs.px.length)).toEqual(alone.arcs.px);
});

describe('hadrons in front of the calorimeter', () => {
  /**
   * Interaction lengths at 90°: layer by layer radiation lengths × g/cm² of one over those of the
   * PDG, summed by hand.
   */
  const depths = { pion: 0.0565, nuclear: 0.0753 };
  const shots = 12_000;
  const interacted = (pdg: number, raw = {}): number => {
    const { particles } = move(
      many(shots, (index) => ({ pdg, p: momentum(3, 90 * degree, 0.1 * index) })),
      { transport: { decays: false }, ...raw },
    );
    const given = [...particles.offsets.subarray(0, shots)];
    return given.filter((row) => particles.status[row] !== particleStatus.final).length / shots;
  };

  it.each([
    [211, depths.pion],
    [-321, depths.pion],
    [2212, depths.nuclear],
    [2112, depths.nuclear],
    [130, depths.nuclear],
  ])('of code %i interact with 1 − exp(−x/λ) of the layers', (pdg, depth) => {
    const expected = 1 - Math.exp(-depth);
    // 12000 shots: σ is 0.0022, tolerance 3 σ.
    expect(Math.abs(interacted(pdg) - expected)).toBeLessThan(0.0066);
    expect(interacted(pdg, { material: { scale: 4 } })).toBeGreaterThan(3 * expected);
  });

  it('do not when they are told not to, without material, or when they are muons', () => {
    expect(interacted(211, { transport: { decays: false, hadronic: false } })).toBe(0);
    expect(interacted(2112, { material: { scale: 0 } })).toBe(0);
    expect(interacted(13)).toBe(0);
  });

  it('leave what does not interact as it was: same arcs with and without', () => {
    const events = many(300, (index) => ({ pdg: 211, p: momentum(2, 90 * degree, 0.1 * index) }));
    const on = move(events, { transport: { decays: false } });
    const off = move(events, { transport: { decays: false, hadronic: false } });
    const rows = ({ arcs }: Transported, event: number) =>
      [...arcs.px.subarray(at(arcs.offsets, event), at(arcs.offsets, event + 1))].join();
    let same = 0;
    for (let event = 0; event < 300; event++) {
      const changed = at(on.particles.offsets, event + 1) - at(on.particles.offsets, event) > 1;
      if (!changed && rows(on, event) === rows(off, event)) same++;
    }
    expect(same).toBeGreaterThan(270);
  });

  it('begin their secondaries where they end, as products of theirs', () => {
    const { particles } = move(
      many(2000, (index) => ({ pdg: 211, p: momentum(2, 90 * degree, 0.1 * index) })),
      { transport: { decays: false } },
    );
    let products = 0;
    for (let event = 0; event < 2000; event++) {
      for (
        let row = at(particles.offsets, event) + 1;
        row < at(particles.offsets, event + 1);
        row++
      ) {
        if (at(particles.mother, row) !== 0) continue;
        expect(at(particles.status, at(particles.offsets, event))).toBe(
          particleStatus.intermediate,
        );
        expect(at(particles.time, row)).toBeGreaterThan(0);
        products++;
      }
    }
    expect(products).toBeGreaterThan(150);
  });

  it('pass, antiprotons of 3 GeV, the crystals in part, and annihilate at rest when slow', () => {
    const ends = (p: number) => {
      const { particles } = move(
        many(2000, (index) => ({ pdg: -2212, p: momentum(p, 90 * degree, 0.1 * index) })),
      );
      const first = [...particles.offsets.subarray(0, 2000)];
      return first.filter((row) => particles.status[row] === particleStatus.final).length / 2000;
    };
    expect(ends(0.4)).toBe(0);
    // e^−(30/38 + 0.075) · 1.46 of 30 cm and the layers in front: 0.28.
    expect(Math.abs(ends(3) - 0.28)).toBeLessThan(0.04);
  });
});
