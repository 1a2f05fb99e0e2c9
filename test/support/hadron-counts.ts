import { type Beams, labToCms } from '../../detector/beams.js';
import { fourVector } from '../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { dalitzParents } from '../../emulator/validation/hadron-counts.js';

/** How far from zero charge, baryon number and what the beams gave are in the worst event. */
export interface Imbalance {
  readonly momentum: number;
  readonly charge: number;
  readonly baryon: number;
}

/** Baryons have four digits of quarks. */
function baryonNumber(pdg: number): number {
  const digits = Math.floor(Math.abs(pdg) / 10) % 1000;
  return Math.abs(pdg) > 1000 && digits >= 100 && Math.abs(pdg) < 9_000_000 ? Math.sign(pdg) : 0;
}

/** The worst event of a batch; momenta [GeV] in the centre of mass of beams without spread. */
export function worstImbalance(particles: Particles, beams: Beams): Imbalance {
  const { offsets, pdg, status, px, py, pz, energy } = particles;
  const worst = { momentum: 0, charge: 0, baryon: 0 };
  for (let event = 0; event + 1 < offsets.length; event++) {
    const sum = fourVector();
    let [charge, baryon] = [0, 0];
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (status[row] !== particleStatus.final) continue;
      sum.px += px[row]!;
      sum.py += py[row]!;
      sum.pz += pz[row]!;
      sum.energy += energy[row]!;
      charge += particleInfo(pdg[row]!)!.charge;
      baryon += baryonNumber(pdg[row]!);
    }
    labToCms(beams.frame, sum);
    const off = [sum.px, sum.py, sum.pz, sum.energy - beams.sqrtS].map(Math.abs);
    worst.momentum = Math.max(worst.momentum, ...off);
    worst.charge = Math.max(worst.charge, Math.abs(charge));
    worst.baryon = Math.max(worst.baryon, Math.abs(baryon));
  }
  return worst;
}

/** Thrust of the final particles of an event and its axis, centre of mass. */
export function thrustOf(
  particles: Particles,
  event: number,
  beams: Beams,
): { readonly thrust: number; readonly axisZ: number } {
  const { offsets, status, px, py, pz, energy } = particles;
  const vectors: (readonly [number, number, number])[] = [];
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    if (status[row] !== particleStatus.final) continue;
    const vector = fourVector(px[row], py[row], pz[row], energy[row]);
    labToCms(beams.frame, vector);
    vectors.push([vector.px, vector.py, vector.pz]);
  }
  const total = vectors.reduce((sum, vector) => sum + Math.hypot(...vector), 0);
  let best: readonly [number, number, number] = [0, 0, 0];
  for (const start of vectors) {
    const axis = settledAxis(start, vectors);
    if (Math.hypot(...axis) > Math.hypot(...best)) best = axis;
  }
  const length = Math.hypot(...best);
  return { thrust: length / total, axisZ: best[2] / length };
}

type Axis = readonly [number, number, number];

/** Sum of the vectors, each turned to the side of the axis, until it stays the same. */
function settledAxis(start: Axis, vectors: readonly Axis[]): Axis {
  let axis = start;
  for (let step = 0; step < 10; step++) {
    const along = (vector: Axis): number =>
      vector[0] * axis[0] + vector[1] * axis[1] + vector[2] * axis[2] < 0 ? -1 : 1;
    const sides = vectors.map(along);
    const sum = (at: 0 | 1 | 2): number =>
      vectors.reduce((total, vector, index) => total + sides[index]! * vector[at], 0);
    axis = [sum(0), sum(1), sum(2)];
  }
  return axis;
}

/**
 * Charged prongs of the two τ of each event, ordered, counted: 1-1, 1-3, 3-3 and so on. Products of
 * K_S stay in it, Dalitz pairs are left out.
 */
export function tauTopologies({
  offsets,
  pdg,
  status,
  mother,
}: Particles): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let event = 0; event + 1 < offsets.length; event++) {
    const first = offsets[event]!;
    const prongs = [0, 0];
    for (let row = first; row < offsets[event + 1]!; row++) {
      if (status[row] !== particleStatus.final || particleInfo(pdg[row]!)!.charge === 0) continue;
      const parent = mother[row]! < 0 ? 0 : Math.abs(pdg[first + mother[row]!]!);
      if (Math.abs(pdg[row]!) === 11 && dalitzParents.includes(parent)) continue;
      let top = row;
      while (mother[top]! >= 0) top = first + mother[top]!;
      // The two τ are the first two rows.
      if (top - first < 2) prongs[top - first] = prongs[top - first]! + 1;
    }
    const key = prongs.sort((a, b) => a - b).join('-');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
