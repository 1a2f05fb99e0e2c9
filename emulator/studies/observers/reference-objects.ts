// kernel: one pass over the particles and trigger cells of every event of a study
import { atan2, hypot } from '../../../detector/base/elementary.js';
import { cm, degree, GeV, MeV, wrapAngle } from '../../../detector/base/units.js';
import { layerRadius, zBackward, zForward } from '../../../detector/cdc/geometry.js';
import { thetaIdOfCell } from '../../../detector/ecl/cells-layout.js';
import { bendingRadius, solenoidField } from '../../../detector/field.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import { arcLengthTo } from '../../../triggers/grl/extrapolate.js';
import { type AnyVariableMaker, type Variable, variablesFrom } from '../../chain/observed.js';
import { isTrack } from './seen.js';

/** Tracks of the interaction point: |d0| and |z0| below this, as in the monitors. */
const maxDistance = 1 * cm;
const minPt = 0.3 * GeV;
/** Index of the layer that a track crosses: the monitors ask for a last layer above 50. */
const lastLayer = 50;
const minCellEnergy = 100 * MeV;
const photonPdg = 22;
const minPhotonEnergy = 100 * MeV;
/** Of the calorimeter. */
const [minTheta, maxTheta] = [12.4 * degree, 155.1 * degree];
const firstRing = 2;
const lastRing = 15;

/** Offline objects of the monitors' recipes, as far as truth and trigger cells say them. */
export const referenceVariables = {
  ipTracks: {
    label: 'N(tracks)',
    unit: '',
    factor: 1,
    doc: 'tracks from within 1 cm of the origin with pT above 0.3 GeV that cross layer 51',
  },
  pt: { label: 'pT', unit: 'GeV', factor: 1, doc: 'highest pT of these, laboratory' },
  p: { label: 'p', unit: 'GeV', factor: 1, doc: 'momentum of that one' },
  theta: { label: 'θ', unit: 'deg', factor: degree, doc: 'polar angle of that one, laboratory' },
  phi: { label: 'φ', unit: 'deg', factor: degree, doc: 'azimuth of that one, −180° to 180°' },
  deltaPhi: {
    label: 'Δφ',
    unit: 'deg',
    factor: degree,
    doc: 'largest azimuth between two of these tracks, 0° to 180°; 0 with fewer',
  },
  cellEnergy: {
    label: 'E(cells)',
    unit: 'GeV',
    factor: 1,
    doc: 'energy of trigger cells above 0.1 GeV in polar rings 2–15',
  },
  cells: { label: 'N(cells)', unit: '', factor: 1, doc: 'how many these are' },
  photonEnergy: {
    label: 'E(γ)',
    unit: 'GeV',
    factor: 1,
    doc: 'highest energy of a photon in 12.4–155.1° above 0.1 GeV, laboratory; 0 without one',
  },
  photonTheta: { label: 'θ(γ)', unit: 'deg', factor: degree, doc: 'polar angle of that photon' },
  photonPhi: {
    label: 'φ(γ)',
    unit: 'deg',
    factor: degree,
    doc: 'azimuth of that photon, −180° to 180°',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Name = keyof typeof referenceVariables;

/** Makes `referenceVariables`. */
export const referenceObjects: AnyVariableMaker = variablesFrom(
  { reads: [], uses: ['ecl'] },
  () =>
    ({ eventCount, particles, objects: { ecl } }) => {
      const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
      const out: Record<Name, Float64Array> = {
        ipTracks: column(),
        pt: column(),
        p: column(),
        theta: column(),
        phi: column(),
        deltaPhi: column(),
        cellEnergy: column(),
        cells: column(),
        photonEnergy: column(),
        photonTheta: column(),
        photonPhi: column(),
      };
      const minCounts = minCellEnergy / ecl.adcUnit;
      for (let event = 0; event < eventCount; event++) {
        describeTracks(particles, event, out);
        describePhoton(particles, event, out);
        let [counts, cells] = [0, 0];
        for (let row = ecl.cells.offsets[event]!; row < ecl.cells.offsets[event + 1]!; row++) {
          const ring = thetaIdOfCell(ecl.cells.cell[row]!);
          if (ring < firstRing || ring > lastRing || !(ecl.cells.counts[row]! > minCounts))
            continue;
          counts += ecl.cells.counts[row]!;
          cells++;
        }
        out.cellEnergy[event] = counts * ecl.adcUnit;
        out.cells[event] = cells;
      }
      return out;
    },
);

function describeTracks(
  particles: Particles,
  event: number,
  out: Record<Name, Float64Array>,
): void {
  const { offsets, origin, px, py, pz } = particles;
  const start = offsets[event]!;
  const azimuths: number[] = [];
  let [leading, highest] = [-1, 0];
  for (let row = start; row < offsets[event + 1]!; row++) {
    if (origin[row] !== 0 || !isTrack(particles, start, row) || !isLong(particles, row)) continue;
    azimuths.push(atan2(py[row]!, px[row]!));
    const pt = hypot(px[row]!, py[row]!);
    if (pt <= highest) continue;
    [leading, highest] = [row, pt];
  }
  out.ipTracks[event] = azimuths.length;
  out.deltaPhi[event] = azimuths.reduce(
    (widest, a) => azimuths.reduce((w, b) => Math.max(w, Math.abs(wrapAngle(a - b))), widest),
    0,
  );
  if (leading < 0) return;
  out.pt[event] = highest;
  out.p[event] = hypot(highest, pz[leading]!);
  out.theta[event] = atan2(highest, pz[leading]!);
  out.phi[event] = atan2(py[leading]!, px[leading]!);
}

/** The photon of the collision that gives the calorimeter its largest cluster, nearly. */
function describePhoton(
  { offsets, origin, pdg, status, px, py, pz, energy }: Particles,
  event: number,
  out: Record<Name, Float64Array>,
): void {
  let [leading, highest] = [-1, 0];
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    if (origin[row] !== 0 || pdg[row] !== photonPdg || status[row] !== particleStatus.final)
      continue;
    const theta = atan2(hypot(px[row]!, py[row]!), pz[row]!);
    const isSeen = theta > minTheta && theta < maxTheta && energy[row]! > minPhotonEnergy;
    if (!isSeen || energy[row]! <= highest) continue;
    [leading, highest] = [row, energy[row]!];
  }
  out.photonEnergy[event] = highest;
  if (leading < 0) return;
  out.photonTheta[event] = atan2(hypot(px[leading]!, py[leading]!), pz[leading]!);
  out.photonPhi[event] = atan2(py[leading]!, px[leading]!);
}

/** Whether a particle comes from the interaction point and crosses the layer of `lastLayer`. */
function isLong({ x, y, z, px, py, pz }: Particles, row: number): boolean {
  const pt = hypot(px[row]!, py[row]!);
  if (!(pt > minPt) || hypot(x[row]!, y[row]!) >= maxDistance) return false;
  if (Math.abs(z[row]!) >= maxDistance) return false;
  const radius = layerRadius[lastLayer]!;
  const path = arcLengthTo(radius, 1 / bendingRadius(pt, solenoidField));
  const end = z[row]! + (path * pz[row]!) / pt;
  // Not a number for one that turns before.
  return end > zBackward[lastLayer]! && end < zForward[lastLayer]!;
}
