import { hypot } from '../../detector/base/elementary.js';
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
  /**
   * Velocity [c] along +z, after the turn, of the centre of mass of beams that meet head-on in the
   * laboratory; events are taken to it, and from there to the beams that cross.
   */
  readonly headOn?: number;
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
  /** Largest share of transverse momentum in the energy of the final particles of an event. */
  widest: number;
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
  widest: 0,
});

/** Velocities nearer than this are the same where nothing is missing: a third of the crossing's. */
const exactVelocity = 0.014;
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
  const own = emptySum();
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    const isBeam = status[row] === particleStatus.beam;
    if (!isBeam && status[row] !== particleStatus.final) continue;
    const sums = [isBeam ? evidence.beams : evidence.finals];
    if (isBeam && pdg[row] === 11) sums.push(evidence.electrons);
    if (isBeam && pdg[row] === -11) sums.push(evidence.positrons);
    if (!isBeam) sums.push(own);
    for (const sum of sums) add(sum, px[row]!, py[row]!, pz[row]!, energy[row]!);
  }
  evidence.widest = Math.max(evidence.widest, hypot(own.px, own.py) / own.energy || 0);
}

/**
 * Where the frame shows best: the beams of the file's head, else beam particles of the events (in
 * LHE they are partons after radiation), else the final particles.
 */
interface Witness extends Pick<FrameEvidence, 'electrons' | 'positrons'> {
  readonly name: string;
  readonly sum: Sum;
  /** Collisions that were summed. */
  readonly collisions: number;
  /** Whether nothing can be missing from the sum, so that head-on beams can be told. */
  readonly isExact: boolean;
}

function witness(evidence: FrameEvidence, info: FileInfo, machine: Momentum): Witness {
  const { events, electrons, positrons, beams, finals, widest } = evidence;
  const collisions = Math.max(1, events);
  const ofEvents = { electrons, positrons, collisions };
  const head = headBeams(info);
  const inEvents = beams.count > 0;
  if (head !== undefined && !(inEvents && contradicts(beams, head.sum, machine)))
    return inEvents ? { ...head, electrons, positrons } : head;
  if (inEvents) return { name: 'beam particles', sum: beams, isExact: true, ...ofEvents };
  const isExact = widest < exactVelocity;
  return { name: 'final particles together', sum: finals, isExact, ...ofEvents };
}

/** Beams as the head of an LHE file gives them; undefined where it gives no energies. */
function headBeams({ beams }: FileInfo): Witness | undefined {
  if (beams === undefined || !beams.momentum.every(({ energy }) => energy > 0)) return undefined;
  const head = {
    name: "beams of the file's head",
    sum: emptySum(),
    electrons: emptySum(),
    positrons: emptySum(),
    collisions: 1,
    isExact: true,
  };
  for (const [index, { px, py, pz, energy }] of beams.momentum.entries()) {
    add(head.sum, px, py, pz, energy);
    if (beams.pdg[index] === 11) add(head.electrons, px, py, pz, energy);
    if (beams.pdg[index] === -11) add(head.positrons, px, py, pz, energy);
  }
  return head;
}

/**
 * Whether events were taken to another frame than that of their head: their incoming particles are
 * exactly at rest, or exactly like the machine's beams, and those of the head are not.
 */
function contradicts(beams: Momentum, head: Momentum, machine: Momentum): boolean {
  const { px, py, pz, energy } = head;
  if (movesLike(beams, px / energy, pz / energy, exactVelocity)) return false;
  const x = machine.px / machine.energy;
  const z = machine.pz / machine.energy;
  const known = [
    [0, 0],
    [x, z],
    [x, -z],
    [-x, -z],
  ] as const;
  return py === 0 && known.some(([vx, vz]) => movesLike(beams, vx, vz, exactVelocity));
}

/**
 * Decides in which frame a file is.
 * @throws READER_FRAME when the beams of a centre-of-mass file are not along z.
 * @see D-031
 */
export function decideFrame(
  source: Source,
  asked: FrameName,
  evidence: FrameEvidence,
  info: FileInfo,
  { total }: Beams,
): FrameDecision {
  const seen = witness(evidence, info, total);
  const measured =
    `the ${seen.name} have a momentum of ${vector(seen.sum, seen.collisions)} ` +
    `GeV at an energy of ${digits(seen.sum.energy / seen.collisions)} GeV`;
  if (asked === 'lab')
    return {
      frame: 'lab',
      turn: 'none',
      reason: `laboratory, as asked; ${measured}; nothing is changed`,
    };
  if (asked === 'cms') return centreOfMass(source, seen, `centre of mass, as asked; ${measured}`);
  if (movesLike(seen.sum, 0, 0)) return centreOfMass(source, seen, `centre of mass: ${measured}`);
  return laboratory(seen, measured, total);
}

function laboratory(seen: Witness, measured: string, total: Momentum): FrameDecision {
  const { sum, isExact } = seen;
  const labX = total.px / total.energy;
  const labZ = total.pz / total.energy;
  const isForward = movesLike(sum, labX, labZ);
  const isTurnedAboutY = sum.px < 0;
  const isBackward = movesLike(sum, isTurnedAboutY ? -labX : labX, -labZ);
  if (!isForward && !isBackward) {
    const doubt = `that is neither at rest nor like SuperKEKB (${vector(total, 1)} GeV)`;
    return {
      frame: 'lab',
      turn: 'none',
      reason:
        `laboratory, for want of better: ${measured}; ${doubt}; nothing is changed; ` +
        '--frame cms decides otherwise',
    };
  }
  if (isExact && Math.abs(sum.px) < 0.5 * labX * sum.energy) return headOn(sum, measured);
  if (isForward)
    return { frame: 'lab', turn: 'none', reason: `laboratory: ${measured}; nothing is changed` };
  const turn = isTurnedAboutY ? 'y' : 'x';
  return {
    frame: 'lab',
    turn,
    reason:
      `laboratory, but electrons along −z: ${measured}; events are turned by 180° about ` +
      `${turn}`,
  };
}

/** Beams without a crossing angle, as generators have them that are given two energies. */
function headOn({ pz, energy }: Momentum, measured: string): FrameDecision {
  const turned =
    pz < 0 ? 'electrons go along −z: events are turned by 180° about y, ' : 'events are ';
  return {
    frame: 'lab',
    turn: pz < 0 ? 'y' : 'none',
    headOn: Math.abs(pz) / energy,
    reason:
      `laboratory of beams that meet head-on: ${measured}; those of SuperKEKB cross; ` +
      `${turned}taken to their centre of mass and by the nominal boost to the laboratory; ` +
      '--frame lab leaves them as they are',
  };
}

/** Whether the velocity of a sum is near (x, 0, z) c. */
function movesLike(
  { px, py, pz, energy }: Momentum,
  x: number,
  z: number,
  tolerance = sameVelocity,
): boolean {
  return energy > 0 && hypot(px / energy - x, py / energy, pz / energy - z) < tolerance;
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
  const sine = hypot(direction.px, direction.py) / hypot(direction.px, direction.py, direction.pz);
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
