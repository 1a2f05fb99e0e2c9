import type { Beams } from '../../detector/beams.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import type { FileInfo } from './parser.js';
import type { Momentum } from './raw-event.js';
import type { Source } from './source.js';

/** Choices of `--frame`; `auto` decides by the momentum sums of the first events. */
export const frameNames = ['auto', 'lab', 'cms'] as const;
/** In which frame a user says that a file is. */
export type FrameName = (typeof frameNames)[number];

/**
 * Half a turn that brings the electrons of a file to +z: about y (x and z change sign) or about x
 * (y and z do).
 */
type HalfTurn = 'none' | 'y' | 'x';

/** In which frame a file is, and why that is believed. */
export interface FrameDecision {
  readonly frame: 'lab' | 'cms';
  readonly turn: HalfTurn;
  /** In words, with the numbers it rests on. */
  readonly reason: string;
}

/** Momentum sums over the first events of a file, in the file's frame. */
export interface FrameEvidence {
  events: number;
  electrons: Sum;
  positrons: Sum;
  beams: Sum;
  finals: Sum;
}

interface Sum extends Momentum {
  count: number;
  px: number;
  py: number;
  pz: number;
  energy: number;
}

const emptySum = (): Sum => ({ count: 0, px: 0, py: 0, pz: 0, energy: 0 });

/** Sums of no events, for `addEvidence` to fill. */
export const noEvidence = (): FrameEvidence => ({
  events: 0,
  electrons: emptySum(),
  positrons: emptySum(),
  beams: emptySum(),
  finals: emptySum(),
});

/**
 * Velocities of the centre of mass that differ by less are the same: above the missing energy of a
 * few events, below 0.276 of the boost.
 */
const sameVelocity = 0.1;
/**
 * Largest sine of the angle between electrons and the z axis: the tilt of a centre-of-mass frame
 * with laboratory axes is 0.006.
 */
const maxBeamSine = 0.1;

function add(sum: Sum, px: number, py: number, pz: number, energy: number): void {
  sum.count++;
  sum.px += px;
  sum.py += py;
  sum.pz += pz;
  sum.energy += energy;
}

/** Adds event `event` of `particles` to the evidence. */
export function addEvidence(evidence: FrameEvidence, particles: Particles, event: number): void {
  const { offsets, status, pdg, px, py, pz, energy } = particles;
  evidence.events++;
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    const isBeam = status[row] === particleStatus.beam;
    if (!isBeam && status[row] !== particleStatus.final) continue;
    const sums = [isBeam ? evidence.beams : evidence.finals];
    if (isBeam && pdg[row] === 11) sums.push(evidence.electrons);
    if (isBeam && pdg[row] === -11) sums.push(evidence.positrons);
    for (const sum of sums) add(sum, px[row]!, py[row]!, pz[row]!, energy[row]!);
  }
}

/**
 * Where the frame shows best: beam particles of the events, else those of the file's head, else the
 * final particles.
 */
interface Witness extends Pick<FrameEvidence, 'electrons' | 'positrons'> {
  readonly name: string;
  readonly sum: Sum;
  /** Collisions that were summed. */
  readonly collisions: number;
}

function witness(
  { events, electrons, positrons, beams, finals }: FrameEvidence,
  { beams: head }: FileInfo,
): Witness {
  if (beams.count > 0)
    return { name: 'beam particles', sum: beams, electrons, positrons, collisions: events };
  const fromHead = {
    name: "beams of the file's head",
    sum: emptySum(),
    electrons: emptySum(),
    positrons: emptySum(),
    collisions: 1,
  };
  for (const [index, { px, py, pz, energy }] of head?.momentum.entries() ?? []) {
    if (!(energy > 0))
      return {
        name: 'final particles together',
        sum: finals,
        electrons,
        positrons,
        collisions: Math.max(1, events),
      };
    add(fromHead.sum, px, py, pz, energy);
    if (head?.pdg[index] === 11) add(fromHead.electrons, px, py, pz, energy);
    if (head?.pdg[index] === -11) add(fromHead.positrons, px, py, pz, energy);
  }
  if (fromHead.sum.count > 0) return fromHead;
  return {
    name: 'final particles together',
    sum: finals,
    electrons,
    positrons,
    collisions: Math.max(1, events),
  };
}

/**
 * Decides in which frame a file is.
 * @throws READER_FRAME when the beams of a centre-of-mass file are not along z.
 */
export function decideFrame(
  source: Source,
  asked: FrameName,
  evidence: FrameEvidence,
  info: FileInfo,
  { total }: Beams,
): FrameDecision {
  const seen = witness(evidence, info);
  const measured =
    `the ${seen.name} have a momentum of ${vector(seen.sum, seen.collisions)} GeV at an energy ` +
    `of ${digits(seen.sum.energy / seen.collisions)} GeV`;
  if (asked === 'lab')
    return {
      frame: 'lab',
      turn: 'none',
      reason: `laboratory, as asked; ${measured}; nothing is changed`,
    };
  if (asked === 'cms') return centreOfMass(source, seen, `centre of mass, as asked; ${measured}`);
  if (movesLike(seen.sum, 0, 0)) return centreOfMass(source, seen, `centre of mass: ${measured}`);

  const labX = total.px / total.energy;
  const labZ = total.pz / total.energy;
  if (movesLike(seen.sum, labX, labZ))
    return { frame: 'lab', turn: 'none', reason: `laboratory: ${measured}; nothing is changed` };
  const isTurnedAboutY = seen.sum.px < 0;
  if (movesLike(seen.sum, isTurnedAboutY ? -labX : labX, -labZ)) {
    const turn = isTurnedAboutY ? 'y' : 'x';
    return {
      frame: 'lab',
      turn,
      reason:
        `laboratory, but electrons along −z: ${measured}; ` +
        `events are turned by 180° about ${turn}`,
    };
  }
  const doubt = `that is neither at rest nor like SuperKEKB (${vector(total, 1)} GeV)`;
  return {
    frame: 'lab',
    turn: 'none',
    reason:
      `laboratory, for want of better: ${measured}; ${doubt}; nothing is changed; --frame cms ` +
      'decides otherwise',
  };
}

/** Whether the velocity of a sum is near (x, 0, z) c. */
function movesLike({ px, py, pz, energy }: Momentum, x: number, z: number): boolean {
  return energy > 0 && Math.hypot(px / energy - x, py / energy, pz / energy - z) < sameVelocity;
}

function centreOfMass(
  source: Source,
  { electrons, positrons, sum, collisions }: Witness,
  intro: string,
): FrameDecision {
  const rest = 'the nominal boost takes events to the laboratory';
  const direction = electrons.count > 0 ? electrons : opposite(positrons);
  if (electrons.count + positrons.count === 0) {
    return {
      frame: 'cms',
      turn: 'none',
      reason: `${intro}; no beam tells the direction: electrons are taken to go along +z; ${rest}`,
    };
  }
  const sine =
    Math.hypot(direction.px, direction.py) / Math.hypot(direction.px, direction.py, direction.pz);
  if (!(sine < maxBeamSine)) {
    throw source.error(
      'READER_FRAME',
      `the beams are not along z: electrons have ${vector(direction, collisions)} GeV; turn ` +
        'the events first',
    );
  }
  const mass =
    Math.sqrt(Math.max(0, sum.energy ** 2 - sum.px ** 2 - sum.py ** 2 - sum.pz ** 2)) / collisions;
  const energy = `√s ${digits(mass)} GeV`;
  if (direction.pz > 0)
    return {
      frame: 'cms',
      turn: 'none',
      reason: `${intro}; electrons along +z; ${energy}; ${rest}`,
    };
  return {
    frame: 'cms',
    turn: 'y',
    reason: `${intro}; positrons along +z: events are turned by 180° about y; ${energy}; ${rest}`,
  };
}

function opposite({ px, py, pz, energy }: Momentum): Momentum {
  return { px: -px, py: -py, pz: -pz, energy };
}

function vector({ px, py, pz }: Momentum, collisions: number): string {
  return `(${[px, py, pz].map((component) => digits(component / collisions)).join(', ')})`;
}

/** Three decimals, without a negative zero. */
function digits(value: number): string {
  return String(Number(value.toFixed(3)) + 0);
}
