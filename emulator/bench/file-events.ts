import { purpose, RandomStream } from '../../detector/base/random.js';
import { particleInfo } from '../../detector/pdg.js';

/** One particle of an event that is written to a file. */
export interface FileParticle {
  readonly pdg: number;
  /** 1 final, 2 decayed, 4 beam. */
  readonly status: 1 | 2 | 4;
  /** Row of its mother in the event; −1 for the beams; the Υ(4S) is made by both beams. */
  readonly mother: number;
  /** Rows of its daughters, which stand together; empty where it is final. */
  readonly daughters: readonly [first: number, last: number] | undefined;
  /** px py pz [GeV], energy [GeV], mass [GeV]. */
  readonly momentum: readonly [number, number, number, number, number];
  /** x y z ct [mm] of its production; undefined at the collision. */
  readonly place: Place | undefined;
}

/** x y z ct [mm]. */
export type Place = readonly [number, number, number, number];

/** Particles of an event, as many as in a BB̄ event with its history. */
export const particlesPerEvent = 88;
/** Rows before the decays: beams, Υ(4S), B+ and B−. */
const firstRows = 5;
const decaysPerEvent = 31;

const decaying = [413, -411, 113, 421, 223, -431, 331, 111, -421, 213] as const;
const stable = [211, -211, 22, 321, 22, -321, -13, 211, 22, -211, 11, 130] as const;

/**
 * Events of the shape of BB̄: a tree of decays, each into two or three, with momenta, masses and
 * places that need all digits. They conserve no energy: readers do not look.
 */
export function fileEvent(seed: number, number: number): readonly FileParticle[] {
  const random = new RandomStream().seed(seed, 0, 0, number, purpose.test);
  const particles: FileParticle[] = [
    made(11, 4, -1, [0, 0, 5.29], [2, 2]),
    made(-11, 4, -1, [0, 0, -5.29], [2, 2]),
    made(300553, 2, 0, [0, 0, 0], [3, 4]),
  ];
  const open = [
    [521, 2, undefined],
    [-521, 2, undefined],
  ] as [number, number, Place | undefined][];
  let last = firstRows - 1;
  for (let row = 3; row < particlesPerEvent; row++) {
    const [pdg, mother, place] = open[row - 3]!;
    const decays = row < 3 + decaysPerEvent && last < particlesPerEvent - 1;
    if (!decays) {
      particles.push(made(pdg, 1, mother, momentum(random), undefined, place));
      continue;
    }
    const count = Math.min(particlesPerEvent - 1 - last, row % 4 === 0 ? 2 : 3);
    particles.push(made(pdg, 2, mother, momentum(random), [last + 1, last + count], place));
    const end = pdg % 10 === 1 ? moved(place, random) : place;
    for (let daughter = 0; daughter < count; daughter++) open.push([codeOf(++last), row, end]);
  }
  return particles;
}

/** The first rows of the tree decay, the others are final. */
const codeOf = (row: number): number =>
  row < 3 + decaysPerEvent ? decaying[row % decaying.length]! : stable[row % stable.length]!;

const momentum = (random: RandomStream): readonly [number, number, number] => [
  0.3 * random.uniformFine() - 0.15,
  0.3 * random.uniformFine() - 0.15,
  0.3 * random.uniformFine() - 0.15,
];

const moved = ([x, y, z, ct]: Place = [0, 0, 0, 0], random: RandomStream): Place => [
  x + 0.1 * (random.uniformFine() - 0.5),
  y + 0.1 * (random.uniformFine() - 0.5),
  z + 0.1 * random.uniformFine(),
  ct + 0.5,
];

function made(
  pdg: number,
  status: FileParticle['status'],
  mother: number,
  [px, py, pz]: readonly [number, number, number],
  daughters: FileParticle['daughters'],
  place?: Place,
): FileParticle {
  const mass = particleInfo(pdg)?.mass ?? 0;
  const energy = Math.sqrt(px ** 2 + py ** 2 + pz ** 2 + mass ** 2);
  return { pdg, status, mother, daughters, momentum: [px, py, pz, energy, mass], place };
}
