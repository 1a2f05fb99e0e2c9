// kernel: one pass over the particles of every event of a study
import { acos, cos, hypot, sin } from '../../../detector/base/elementary.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import { firstBarrelRing, lastBarrelRing } from '../../../detector/ecl/cells-layout.js';
import type { TrueParticles } from './leading-particle.js';
import { variables } from '../variables.js';
import type { Variable } from '../../chain/observed.js';

/** What may cost a photon of μμγ its trigger, the first that applies. */
export const lossClasses = [
  'E* below 1.2 GeV',
  'converted before the ECL',
  'within 15° of a muon',
  'none of these',
] as const;

const thresholdRange = 1.2 * GeV;
const conversionLimit = 115 * cm;
const nearMuon = 15 * degree;
const muonPdg = 13;

/** Variables of the photon of μμγ, for axes and selections of cards. */
export const photonBesideMuonsVariables = {
  isolation: {
    label: 'α(γμ)',
    unit: 'deg',
    factor: degree,
    doc: 'angle in the laboratory between the photon and the nearer muon',
  },
  loss: {
    label: 'class',
    unit: '',
    factor: 1,
    doc: lossClasses.map((name, index) => `${index}: ${name}`).join(', '),
  },
  endcap: {
    label: 'endcap',
    unit: '',
    factor: 1,
    doc: '1 for a photon into θ ids 2, 3 or 16, where the lines of endcaps look',
  },
  energyCms: variables.energyCms,
} as const satisfies Readonly<Record<string, Variable>>;

/** Variables of the leading photon, given by its own, beside the muons of the event. */
export function photonBesideMuons(
  { eventCount, particles }: TrueParticles,
  photon: Readonly<Record<string, Float64Array>>,
): Record<'isolation' | 'loss' | 'endcap', Float64Array> {
  const isolation = new Float64Array(eventCount).fill(Number.NaN);
  const loss = new Float64Array(eventCount).fill(Number.NaN);
  const endcap = new Float64Array(eventCount);
  const { offsets, pdg, mother, px, py, pz } = particles;
  const { theta, phi, energyCms, conversionRadius, thetaId } = photon as Record<
    string,
    Float64Array
  >;
  for (let event = 0; event < eventCount; event++) {
    if (Number.isNaN(energyCms![event]!)) continue;
    const sinTheta = sin(theta![event]!);
    const ux = sinTheta * cos(phi![event]!);
    const uy = sinTheta * sin(phi![event]!);
    const uz = cos(theta![event]!);
    let cosine = -1;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (Math.abs(pdg[row]!) !== muonPdg || mother[row]! >= 0) continue;
      const p = hypot(px[row]!, py[row]!, pz[row]!);
      cosine = Math.max(cosine, (px[row]! * ux + py[row]! * uy + pz[row]! * uz) / p);
    }
    isolation[event] = acos(Math.min(1, cosine));
    loss[event] = classOf(energyCms![event]!, conversionRadius![event]!, isolation[event]!);
    const ring = thetaId![event]!;
    const isForward = ring > 1 && ring < firstBarrelRing;
    endcap[event] = isForward || ring === lastBarrelRing + 1 ? 1 : 0;
  }
  return { isolation, loss, endcap };
}

function classOf(energy: number, radius: number, isolation: number): number {
  if (energy < thresholdRange) return 0;
  if (radius < conversionLimit) return 1;
  return isolation < nearMuon ? 2 : 3;
}
