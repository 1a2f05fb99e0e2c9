import type { TextEvent, TextParticle } from './texts.js';

/** Beam energy of the events here [GeV]; not SuperKEKB's, as in many users' files. */
export const beamEnergy = 5.25;

const particle = (
  pdg: number,
  kind: TextParticle['kind'],
  mothers: readonly number[],
  [px, py, pz]: readonly [number, number, number],
  mass: number,
  more: Pick<TextParticle, 'place' | 'lifetime'> = {},
): TextParticle => ({
  pdg,
  kind,
  mothers,
  momentum: [px, py, pz, Math.hypot(px, py, pz, mass), mass],
  ...more,
});

const electronMass = 0.00051099895;
const beamMomentum = Math.sqrt(beamEnergy ** 2 - electronMass ** 2);
const electron = particle(11, 'beam', [], [0, 0, beamMomentum], electronMass);
const positron = particle(-11, 'beam', [], [0, 0, -beamMomentum], electronMass);
const from = [1, 2];

/** K_S that flies 3 cm along its direction (0, 0.6, 0.8). */
const shortMass = 0.497611;
const longMass = 0.5;
const shortMomentum = Math.sqrt(beamEnergy ** 2 - shortMass ** 2);
const shortEnergy = Math.hypot(shortMomentum, shortMass);
const decayPlace = [0, 18, 24, (30 * shortEnergy) / shortMomentum] as const;
const pionMass = 0.13957039;

/**
 * Five events with known answers, centre of mass, electrons along +z: two photons; a photon and an
 * unknown mediator to e+e-; a K_S that decays 3 cm away (3 cm at β ≈ 1); two muons with negative
 * weight; a photon and something stable and unknown.
 */
export const fiveEvents: readonly TextEvent[] = [
  {
    number: 0,
    weight: 2,
    particles: [
      electron,
      positron,
      particle(22, 'final', from, [3.15, 0, 4.2], 0),
      particle(22, 'final', from, [-3.15, 0, -4.2], 0),
    ],
  },
  {
    number: 1,
    weight: 2,
    particles: [
      electron,
      positron,
      particle(2001, 'decayed', from, [-3, 4, 0.5], 1),
      particle(22, 'final', from, [3, -4, -0.5], 0),
      particle(11, 'final', [3], [-1, 1, 0.25], electronMass),
      particle(-11, 'final', [3], [-2, 3, 0.25], electronMass),
    ],
  },
  {
    number: 2,
    weight: 4,
    particles: [
      electron,
      positron,
      particle(310, 'decayed', from, [0, 0.6 * shortMomentum, 0.8 * shortMomentum], shortMass, {
        lifetime: (30 * shortMass) / shortMomentum,
      }),
      particle(130, 'final', from, [0, -0.6 * shortMomentum, -0.8 * shortMomentum], longMass),
      particle(211, 'final', [3], [0.1, 1.5, 2.1], pionMass, { place: decayPlace }),
      particle(-211, 'final', [3], [-0.1, 1.6, 2], pionMass, { place: decayPlace }),
    ],
  },
  {
    number: 3,
    weight: -2,
    particles: [
      electron,
      positron,
      particle(13, 'final', from, [0, 5.2, -0.7], 0.1056583755),
      particle(-13, 'final', from, [0, -5.2, 0.7], 0.1056583755),
    ],
  },
  {
    number: 4,
    weight: 2,
    particles: [
      electron,
      positron,
      particle(22, 'final', from, [0, -4, 3], 0),
      particle(9900099, 'final', from, [0, 4, -3], 2),
    ],
  },
];

/**
 * The same events with all directions turned: by a rotation about y (electrons go along −z), or by
 * any map of three axes.
 */
export function turned(
  events: readonly TextEvent[],
  turn: (x: number, y: number, z: number) => [number, number, number],
): readonly TextEvent[] {
  return mapVectors(events, ([px, py, pz, energy]) => [...turn(px, py, pz), energy]);
}

/** The same events with each energy–momentum and each place × time replaced by `map` of it. */
export function mapVectors(
  events: readonly TextEvent[],
  map: (
    vector: readonly [number, number, number, number],
  ) => readonly [number, number, number, number],
): readonly TextEvent[] {
  return events.map((event) => ({
    ...event,
    particles: event.particles.map(({ momentum: [px, py, pz, energy, mass], place, ...rest }) => ({
      ...rest,
      ...(place && { place: map(place) }),
      momentum: [...map([px, py, pz, energy]), mass] as const,
    })),
  }));
}
