// kernel: one pass over the particles of every event of a study
import { acos, atan2, hypot } from '../../../detector/base/elementary.js';
import { cm, degree, GeV, MeV, wrapAngle } from '../../../detector/base/units.js';
import { type Beams, beams, labToCms } from '../../../detector/beams.js';
import { type FourVector, fourVector } from '../../../detector/lorentz.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { particleKind, particleKinds } from '../../../detector/pdg.js';
import { type AnyVariableMaker, type Variable, variablesFrom } from '../../chain/observed.js';
import type { TrueParticles } from './leading-particle.js';

/** The chamber, in which offline selections count tracks and photons. @see basf2 skim/dark.py */
const minTheta = 17 * degree;
const maxTheta = 150 * degree;
const minPt = 100 * MeV;
const minPhotonEnergy = 100 * MeV;
/** Barrel of the calorimeter; a single photon there or elsewhere. @see basf2 skim/dark.py */
const barrel = { minTheta: 32.2 * degree, maxTheta: 128.7 * degree } as const;
const singlePhoton = { inBarrel: 1 * GeV, elsewhere: 2 * GeV } as const;
/** Tracks that start further out have too few layers left. */
const maxRadius = 60 * cm;

const photonPdg = 22;

/** Variables of what an offline selection sees of a collision, as far as the truth can say it. */
export const seenVariables = {
  mass: { label: 'm', unit: 'GeV', factor: 1, doc: 'mass of the particle that is searched for' },
  tracks: {
    label: 'N(tracks)',
    unit: '',
    factor: 1,
    doc: 'charged particles in 17–150° with pT above 0.1 GeV that start within 60 cm of the axis',
  },
  muons: { label: 'N(μ)', unit: '', factor: 1, doc: 'muons among the tracks' },
  electrons: { label: 'N(e)', unit: '', factor: 1, doc: 'electrons among the tracks' },
  electronTheta: {
    label: 'θ(e)',
    unit: 'deg',
    factor: degree,
    doc: 'polar angle of the electron of highest pT among the tracks, laboratory; none without one',
  },
  photons: { label: 'N(γ)', unit: '', factor: 1, doc: 'photons in 17–150° above 0.1 GeV' },
  photonEnergy: {
    label: 'E*(γ)',
    unit: 'GeV',
    factor: 1,
    doc: 'highest energy of such a photon in the centre-of-mass frame; 0 without one',
  },
  photonOverSkim: {
    label: 'E*(γ) − E*(skim)',
    unit: 'GeV',
    factor: 1,
    doc:
      'by how much such a photon is above what a single one has to have in the centre of mass: 1 ' +
      'GeV in the barrel (32.2–128.7°), 2 GeV elsewhere; none without one',
  },
  pt: { label: 'pT', unit: 'GeV', factor: 1, doc: 'highest pT of the tracks, laboratory' },
  ptCmsLow: {
    label: 'pT* min',
    unit: 'GeV',
    factor: 1,
    doc: 'lower pT of the two tracks of highest pT, about the beams in the centre-of-mass frame',
  },
  pairPt: {
    label: 'pT*(pair)',
    unit: 'GeV',
    factor: 1,
    doc: 'pT of these two together, about the beams in the centre-of-mass frame',
  },
  opening: {
    label: 'α*',
    unit: 'deg',
    factor: degree,
    doc: 'angle between these two in the centre-of-mass frame',
  },
  deltaPhi: {
    label: 'Δφ',
    unit: 'deg',
    factor: degree,
    doc: 'azimuth between these two in the laboratory, 0° to 180°',
  },
  trackMass: { label: 'm(tracks)', unit: 'GeV', factor: 1, doc: 'mass of all tracks together' },
  recoilMass: {
    label: 'm(recoil)',
    unit: 'GeV',
    factor: 1,
    doc: 'mass of what the tracks leave of the beams; 0 where its square is negative',
  },
  recoilTheta: {
    label: 'θ(recoil)',
    unit: 'deg',
    factor: degree,
    doc: 'polar angle of what the tracks leave of the beams, laboratory',
  },
  decayRadius: {
    label: 'r',
    unit: 'cm',
    factor: 1,
    doc: 'distance of the outermost vertex of tracks from the detector axis',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Name = keyof typeof seenVariables;

/** Makes `seenVariables` for a card; the particle searched for has one of these |PDG codes|. */
export const seenParticles = (searched: readonly number[] = []): AnyVariableMaker =>
  variablesFrom({ reads: [], uses: [] }, ({ config }) => {
    const machine = beams(config.beams);
    const codes = new Set(searched);
    return (batch: TrueParticles) => observe(batch, machine, codes);
  });

function observe(
  { eventCount, particles }: TrueParticles,
  machine: Beams,
  searched: ReadonlySet<number>,
): Record<Name, Float64Array> {
  const names = Object.keys(seenVariables) as Name[];
  const columns = Object.fromEntries(
    names.map((name) => [name, new Float64Array(eventCount).fill(Number.NaN)]),
  ) as Record<Name, Float64Array>;
  const { offsets, pdg, origin, status } = particles;
  const tracks: number[] = [];
  for (let event = 0; event < eventCount; event++) {
    const start = offsets[event]!;
    tracks.length = 0;
    let photons = 0;
    let photonEnergy = 0;
    let overSkim = Number.NaN;
    for (let row = start; row < offsets[event + 1]!; row++) {
      if (origin[row] !== 0 || status[row] === particleStatus.beam) continue;
      const code = Math.abs(pdg[row]!);
      if (searched.has(code) && Number.isNaN(columns.mass[event]!))
        columns.mass[event] = Math.sqrt(Math.max(0, massSquared(vectorOf(particles, row))));
      else if (code === photonPdg && isPhoton(particles, start, row)) {
        photons++;
        const { energy } = cmsOf(particles, row, machine);
        if (!(energy <= photonEnergy)) overSkim = energy - skimEnergy(particles, row);
        photonEnergy = Math.max(photonEnergy, energy);
      } else if (isTrack(particles, start, row)) tracks.push(row);
    }
    tracks.sort((a, b) => ptOf(particles, b) - ptOf(particles, a) || a - b);
    const count = (kind: number): number =>
      tracks.filter((row) => Math.abs(pdg[row]!) === kind).length;
    columns.photons[event] = photons;
    columns.photonEnergy[event] = photonEnergy;
    columns.photonOverSkim[event] = overSkim;
    columns.tracks[event] = tracks.length;
    columns.electrons[event] = count(11);
    columns.muons[event] = count(13);
    if (tracks.length > 0) describeTracks(particles, tracks, machine, columns, event);
  }
  return columns;
}

/** What all tracks have together, and the first two of them. */
function describeTracks(
  particles: Particles,
  tracks: readonly number[],
  machine: Beams,
  columns: Record<Name, Float64Array>,
  event: number,
): void {
  const { px, py, x, y } = particles;
  const sum = fourVector();
  let radius = 0;
  for (const row of tracks) {
    add(sum, vectorOf(particles, row), 1);
    radius = Math.max(radius, hypot(x[row]!, y[row]!));
  }
  const [first, second] = tracks;
  columns.pt[event] = ptOf(particles, first!);
  const electron = tracks.find((row) => Math.abs(particles.pdg[row]!) === 11);
  if (electron !== undefined) columns.electronTheta[event] = thetaOf(particles, electron);
  columns.trackMass[event] = Math.sqrt(Math.max(0, massSquared(sum)));
  columns.decayRadius[event] = radius;
  const recoil = { ...machine.total };
  add(recoil, sum, -1);
  columns.recoilMass[event] = Math.sqrt(Math.max(0, massSquared(recoil)));
  columns.recoilTheta[event] = atan2(hypot(recoil.px, recoil.py), recoil.pz);
  if (second === undefined) return;
  const [a, b] = [cmsOf(particles, first!, machine), cmsOf(particles, second, machine)];
  columns.ptCmsLow[event] = Math.min(hypot(a.px, a.py), hypot(b.px, b.py));
  columns.pairPt[event] = hypot(a.px + b.px, a.py + b.py);
  columns.opening[event] = angleBetween(a, b);
  columns.deltaPhi[event] = Math.abs(
    wrapAngle(atan2(py[first!]!, px[first!]!) - atan2(py[second]!, px[second]!)),
  );
}

const ptOf = ({ px, py }: Particles, row: number): number => hypot(px[row]!, py[row]!);

const thetaOf = (particles: Particles, row: number): number =>
  atan2(ptOf(particles, row), particles.pz[row]!);

function skimEnergy(particles: Particles, row: number): number {
  const theta = thetaOf(particles, row);
  return theta > barrel.minTheta && theta < barrel.maxTheta
    ? singlePhoton.inBarrel
    : singlePhoton.elsewhere;
}

const isInChamber = (particles: Particles, row: number): boolean => {
  const theta = thetaOf(particles, row);
  return theta > minTheta && theta < maxTheta;
};

/** |PDG code| of the mother of a row; 0 without one. */
const motherOf = ({ mother, pdg }: Particles, start: number, row: number): number =>
  mother[row]! < 0 ? 0 : Math.abs(pdg[start + mother[row]!]!);

/** Whether a row of the event that begins at `start` is a track; electrons of photons are none. */
export function isTrack(particles: Particles, start: number, row: number): boolean {
  if (particles.status[row] !== particleStatus.final) return false;
  const kind = particleKind(particles.pdg[row]!);
  const { electron, muon, hadron } = particleKinds;
  return (
    (kind === electron || kind === muon || kind === hadron) &&
    motherOf(particles, start, row) !== photonPdg &&
    hypot(particles.x[row]!, particles.y[row]!) < maxRadius &&
    ptOf(particles, row) > minPt &&
    isInChamber(particles, row)
  );
}

/** Those that convert in front of the calorimeter count, those that electrons radiate do not. */
const isPhoton = (particles: Particles, start: number, row: number): boolean =>
  motherOf(particles, start, row) !== 11 &&
  particles.energy[row]! > minPhotonEnergy &&
  isInChamber(particles, row);

const vectorOf = ({ px, py, pz, energy }: Particles, row: number): FourVector =>
  fourVector(px[row], py[row], pz[row], energy[row]);

function cmsOf(particles: Particles, row: number, { frame }: Beams): FourVector {
  const vector = vectorOf(particles, row);
  labToCms(frame, vector);
  return vector;
}

function add(sum: FourVector, { px, py, pz, energy }: FourVector, factor: number): void {
  sum.px += factor * px;
  sum.py += factor * py;
  sum.pz += factor * pz;
  sum.energy += factor * energy;
}

const massSquared = ({ px, py, pz, energy }: FourVector): number =>
  energy * energy - px * px - py * py - pz * pz;

function angleBetween(a: FourVector, b: FourVector): number {
  const product = a.px * b.px + a.py * b.py + a.pz * b.pz;
  const cosine = product / (hypot(a.px, a.py, a.pz) * hypot(b.px, b.py, b.pz));
  return acos(Math.max(-1, Math.min(1, cosine)));
}
