import { atan2, hypot } from '../../../detector/base/elementary.js';
import { degree, wrapAngle } from '../../../detector/base/units.js';
import { barrelSectorCount, octant } from '../../../detector/klm/geometry.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import type { Tracks2d } from '../../../triggers/cdc/objects.js';
import { azimuthAt } from '../../../triggers/grl/extrapolate.js';
import { type AnyVariableMaker, type Variable, variablesFrom } from '../../chain/observed.js';

const muonPdg = 13;
/** A full track further off in azimuth is of something else [rad]. */
const maxDistance = 0.2;

/** Variables of a muon pair: the μ+ is the probe, the μ− the tag. */
export const muonPairVariables = {
  p: { label: 'p(μ+)', unit: 'GeV', factor: 1, doc: 'momentum of the μ+ in the laboratory' },
  theta: { label: 'θ(μ+)', unit: 'deg', factor: degree, doc: 'polar angle of the μ+, laboratory' },
  phi: { label: 'φ(μ+)', unit: 'deg', factor: degree, doc: 'azimuth of the μ+, −180° to 180°' },
  tagP: { label: 'p(μ−)', unit: 'GeV', factor: 1, doc: 'momentum of the μ− in the laboratory' },
  tagTheta: { label: 'θ(μ−)', unit: 'deg', factor: degree, doc: 'polar angle of the μ−' },
  probeMatched: {
    label: 'μ+ matched',
    unit: '',
    factor: 1,
    doc: 'whether a full track near the μ+ meets a fired sector of the barrel KLM',
  },
  tagMatched: {
    label: 'μ− matched',
    unit: '',
    factor: 1,
    doc: 'whether a full track near the μ− meets a fired sector of the barrel KLM',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Name = keyof typeof muonPairVariables;

/** Makes `muonPairVariables`; NaN without a μ+ and a μ− of the collision. */
export const muonPair: AnyVariableMaker = variablesFrom(
  { reads: [], uses: ['cdc', 'klm'] },
  ({ config }) =>
    ({ eventCount, particles, objects: { cdc, klm } }) => {
      const names = Object.keys(muonPairVariables) as Name[];
      const out = Object.fromEntries(
        names.map((name) => [name, new Float64Array(eventCount).fill(Number.NaN)]),
      ) as Record<Name, Float64Array>;
      const { px, py, pz } = particles;
      for (let event = 0; event < eventCount; event++) {
        const [minus, plus] = [muonOf(particles, event, 1), muonOf(particles, event, -1)];
        if (minus < 0 || plus < 0) continue;
        const fired = klm.barrelForward[event]! | klm.barrelBackward[event]!;
        const matched = (row: number, charge: number): number => {
          const azimuth = atan2(py[row]!, px[row]!);
          const isMet = isMatched(
            cdc.tracks2d,
            event,
            { azimuth, charge, fired },
            config.triggers.klmMatches,
          );
          return isMet ? 1 : 0;
        };
        const pt = hypot(px[plus]!, py[plus]!);
        out.p[event] = hypot(pt, pz[plus]!);
        out.theta[event] = atan2(pt, pz[plus]!);
        out.phi[event] = atan2(py[plus]!, px[plus]!);
        const tagPt = hypot(px[minus]!, py[minus]!);
        out.tagP[event] = hypot(tagPt, pz[minus]!);
        out.tagTheta[event] = atan2(tagPt, pz[minus]!);
        out.probeMatched[event] = matched(plus, 1);
        out.tagMatched[event] = matched(minus, -1);
      }
      return out;
    },
);

/** Row of the first final muon of the collision whose PDG code has this sign; −1 without one. */
function muonOf({ offsets, pdg, origin, status }: Particles, event: number, sign: 1 | -1): number {
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
    if (origin[row] === 0 && pdg[row] === sign * muonPdg && status[row] === particleStatus.final)
      return row;
  return -1;
}

interface Wanted {
  /** Of the muon where it was made [rad]. */
  readonly azimuth: number;
  readonly charge: number;
  /** Bit s set when barrel sector s fired. */
  readonly fired: number;
}

/** Whether the full track nearest to a muon, of its charge, meets a fired sector. */
function isMatched(
  { offsets, phi, omega }: Tracks2d,
  event: number,
  { azimuth, charge, fired }: Wanted,
  { radius, window }: { readonly radius: number; readonly window: number },
): boolean {
  let [nearest, least] = [-1, maxDistance];
  for (let track = offsets[event]!; track < offsets[event + 1]!; track++) {
    const distance = Math.abs(wrapAngle(phi[track]! - azimuth));
    if (omega[track]! * charge < 0 || distance >= least) continue;
    [nearest, least] = [track, distance];
  }
  if (nearest < 0) return false;
  const outside = azimuthAt(radius, phi[nearest]!, omega[nearest]!);
  for (let sector = 0; sector < barrelSectorCount; sector++)
    if (((fired >> sector) & 1) !== 0 && Math.abs(wrapAngle(outside - sector * octant)) < window)
      return true;
  return false;
}
