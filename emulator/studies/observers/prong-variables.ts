// kernel: one pass over the particles of every event of a study
import { acos, atan2, hypot } from '../../../detector/base/elementary.js';
import { degree, wrapAngle } from '../../../detector/base/units.js';
import type { CollisionFrame } from '../../../detector/beams.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleKind, particleKinds } from '../../../detector/pdg.js';
import type { TrueParticles } from './leading-particle.js';
import type { Variable } from '../../chain/observed.js';

const photonPdg = 22;

/**
 * Where tracks of super-layers 0–8 are found efficiently: range of the polar angle, least pT [GeV].
 */
export const fullTracks = { theta: [36 * degree, 122 * degree], pt: 0.4 } as const;
/**
 * Where tracks of super-layers 0–4 are found efficiently: range of the polar angle, least pT [GeV].
 */
export const shortTracks = { theta: [24 * degree, 134 * degree], pt: 0.25 } as const;

/** Variables of the charged prongs of a collision: those without a mother among the particles. */
export const prongVariables = {
  prongs: { label: 'N(prongs)', unit: '', factor: 1, doc: 'number of charged prongs' },
  fullProngs: {
    label: 'N(full)',
    unit: '',
    factor: 1,
    doc: 'prongs in 36–122° with pT above 0.4 GeV, where full tracks are expected',
  },
  shortProngs: {
    label: 'N(short or full)',
    unit: '',
    factor: 1,
    doc: 'prongs in 24–134° with pT above 0.25 GeV',
  },
  kind: { label: '|PDG|', unit: '', factor: 1, doc: '|PDG code| of the prong of highest pT' },
  thetaLow: {
    label: 'θ min',
    unit: 'deg',
    factor: degree,
    doc: 'smallest polar angle of the prongs',
  },
  thetaHigh: {
    label: 'θ max',
    unit: 'deg',
    factor: degree,
    doc: 'largest polar angle of the prongs',
  },
  ptLow: { label: 'pT min', unit: 'GeV', factor: 1, doc: 'lowest pT of the prongs' },
  ptThird: { label: 'pT third', unit: 'GeV', factor: 1, doc: 'third highest pT of the prongs' },
  pt: { label: 'pT', unit: 'GeV', factor: 1, doc: 'highest pT of the prongs' },
  deltaPhi: {
    label: 'Δφ',
    unit: 'deg',
    factor: degree,
    doc: 'azimuth between the two prongs of highest pT, 0° to 180°',
  },
  opening: {
    label: 'α',
    unit: 'deg',
    factor: degree,
    doc: 'angle between the two prongs of highest pT',
  },
  decayRadius: {
    label: 'r',
    unit: 'cm',
    factor: 1,
    doc: 'distance of the vertex of the prongs from the detector axis',
  },
  radiated: {
    label: 'E*(γ)',
    unit: 'GeV',
    factor: 1,
    doc: 'energy of all photons of the collision in the centre-of-mass frame',
  },
  energySum: {
    label: 'ΣE',
    unit: 'GeV',
    factor: 1,
    doc: 'energy of all particles of the collision in the laboratory',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Columns = Record<keyof typeof prongVariables, Float64Array>;

/**
 * Whether a row is a charged particle that the detector may see as a track, made by the collision
 * itself.
 */
function isProng({ pdg, status, mother, origin }: Particles, row: number): boolean {
  if (mother[row]! >= 0 || origin[row] !== 0 || status[row] === particleStatus.beam) return false;
  const kind = particleKind(pdg[row]!);
  return (
    kind === particleKinds.electron || kind === particleKinds.muon || kind === particleKinds.hadron
  );
}

/** The variables of each event's prongs; NaN where there are too few. */
export function chargedProngs({
  betaX,
  betaZ,
  gamma,
}: Readonly<CollisionFrame>): (batch: TrueParticles) => Columns {
  const rows = new Int32Array(1024);

  /** Prongs of an event in `rows`, by falling pT. */
  const findProngs = (particles: Particles, event: number): number => {
    const { offsets, px, py } = particles;
    let count = 0;
    for (let row = offsets[event]!; row < offsets[event + 1]! && count < rows.length; row++) {
      if (!isProng(particles, row)) continue;
      const pt2 = px[row]! * px[row]! + py[row]! * py[row]!;
      let at = count++;
      while (at > 0 && px[rows[at - 1]!]! ** 2 + py[rows[at - 1]!]! ** 2 < pt2) {
        rows[at] = rows[at - 1]!;
        at--;
      }
      rows[at] = row;
    }
    return count;
  };

  return ({ eventCount, particles }) => {
    const names = Object.keys(prongVariables) as (keyof Columns)[];
    const columns = Object.fromEntries(
      names.map((name) => [name, new Float64Array(eventCount).fill(Number.NaN)]),
    ) as Columns;
    const { offsets, pdg, mother, origin, px, py, pz, energy, x, y } = particles;
    for (let event = 0; event < eventCount; event++) {
      let radiated = 0;
      let energySum = 0;
      for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
        if (mother[row]! >= 0 || origin[row] !== 0 || particles.status[row] === particleStatus.beam)
          continue;
        energySum += energy[row]!;
        if (pdg[row] === photonPdg)
          radiated += gamma * (energy[row]! - betaX * px[row]! - betaZ * pz[row]!);
      }
      const count = findProngs(particles, event);
      let thetaLow = Math.PI;
      let thetaHigh = 0;
      let full = 0;
      let short = 0;
      for (let prong = 0; prong < count; prong++) {
        const row = rows[prong]!;
        const pt = Math.sqrt(px[row]! * px[row]! + py[row]! * py[row]!);
        const theta = atan2(pt, pz[row]!);
        thetaLow = Math.min(thetaLow, theta);
        thetaHigh = Math.max(thetaHigh, theta);
        if (theta >= fullTracks.theta[0] && theta < fullTracks.theta[1] && pt > fullTracks.pt)
          full++;
        if (theta >= shortTracks.theta[0] && theta < shortTracks.theta[1] && pt > shortTracks.pt)
          short++;
      }
      columns.prongs[event] = count;
      columns.fullProngs[event] = full;
      columns.shortProngs[event] = short;
      columns.radiated[event] = radiated;
      columns.energySum[event] = energySum;
      if (count === 0) continue;
      const [first, second, third, last] = [rows[0]!, rows[1]!, rows[2]!, rows[count - 1]!];
      const ptOf = (row: number): number => hypot(px[row]!, py[row]!);
      columns.kind[event] = Math.abs(pdg[first]!);
      columns.thetaLow[event] = thetaLow;
      columns.thetaHigh[event] = thetaHigh;
      columns.pt[event] = ptOf(first);
      columns.ptLow[event] = ptOf(last);
      columns.decayRadius[event] = hypot(x[first]!, y[first]!);
      if (count > 2) columns.ptThird[event] = ptOf(third);
      if (count < 2) continue;
      columns.deltaPhi[event] = Math.abs(
        wrapAngle(atan2(py[first]!, px[first]!) - atan2(py[second]!, px[second]!)),
      );
      columns.opening[event] = angleBetween(particles, first, second);
    }
    return columns;
  };
}

/** Angle between the momenta of two rows, 0 to π. */
function angleBetween({ px, py, pz }: Particles, a: number, b: number): number {
  const cosine =
    (px[a]! * px[b]! + py[a]! * py[b]! + pz[a]! * pz[b]!) /
    (hypot(px[a]!, py[a]!, pz[a]!) * hypot(px[b]!, py[b]!, pz[b]!));
  return acos(Math.max(-1, Math.min(1, cosine)));
}
