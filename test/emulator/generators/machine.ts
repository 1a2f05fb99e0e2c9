import { parseConfig } from '../../../detector/base/config.js';
import { type Beams, beams, beamsSchema, labToCms } from '../../../detector/beams.js';
import { sliceAddresses } from '../../../detector/event.js';
import { type FourVector, fourVector } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import type { CrossSectionRow } from '../../../emulator/generators/cross-section-row.js';
import { buildGenerator, findGenerator } from '../../../emulator/generators/index.js';

export const nominal = beams(parseConfig(beamsSchema, {}, 'test'));
/** Beams without energy spread. */
export const sharp = beams(parseConfig(beamsSchema, { energySpread: false }, 'test'));

/** The first `count` events of slice 0 with seed 1. */
export function generate(
  name: string,
  raw: unknown,
  count: number,
  machine: Beams = sharp,
): Particles {
  return buildGenerator(name, raw, { seed: 1, beams: machine })(sliceAddresses(1, 0, 0, count))
    .particles;
}

/** Generated cross section [nb]. */
export function crossSection(name: string, raw: unknown, machine: Beams = sharp): number {
  const generator = findGenerator(name);
  return generator.crossSection!(parseConfig(generator.schema, raw, 'test') as never, machine);
}

export function momentum({ px, py, pz, energy }: Particles, row: number): FourVector {
  return fourVector(px[row], py[row], pz[row], energy[row]);
}

/** Momentum of a row in the centre-of-mass frame. */
export function momentumCms(particles: Particles, row: number, machine: Beams = sharp): FourVector {
  const vector = momentum(particles, row);
  labToCms(machine.frame, vector);
  return vector;
}

/**
 * χ² of counts against expected contents, and how far it is from its mean in units of its standard
 * deviation.
 */
export function chiSquaredPull(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  let chi2 = 0;
  for (let bin = 0; bin < counts.length; bin++)
    chi2 += (counts[bin]! - expected[bin]!) ** 2 / expected[bin]!;
  const degrees = counts.length - 1;
  return (chi2 - degrees) / Math.sqrt(2 * degrees);
}

/** Integral of `f` by Simpson's rule. */
export function integrate(
  f: (x: number) => number,
  low: number,
  high: number,
  steps = 1000,
): number {
  const width = (high - low) / steps;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const left = low + step * width;
    sum += (width / 6) * (f(left) + 4 * f(left + width / 2) + f(left + width));
  }
  return sum;
}

/** A cross section [nb or as its row says] of a generator by the beginning of its definition. */
export function rowOf(name: string, definition: string): CrossSectionRow {
  const row = findGenerator(name).crossSections?.find((candidate) =>
    candidate.definition.startsWith(definition),
  );
  if (row === undefined) throw new Error(`no cross section of "${name}" is "${definition}…"`);
  return row;
}

/**
 * Sum over final particles of an event less that of the sharp beams: the largest component
 * [GeV], or the charge where that is larger.
 */
export function imbalance(particles: Particles, event: number): number {
  const { px, py, pz, energy } = sharp.total;
  const sum = [-px, -py, -pz, -energy];
  let charge = 0;
  for (let row = particles.offsets[event]!; row < particles.offsets[event + 1]!; row++) {
    if (particles.status[row] !== particleStatus.final) continue;
    const vector = momentum(particles, row);
    [vector.px, vector.py, vector.pz, vector.energy].forEach((value, at) => (sum[at]! += value));
    charge += particleInfo(particles.pdg[row]!)!.charge;
  }
  return Math.max(Math.abs(charge), ...sum.map(Math.abs));
}
