import { degree, GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';

/** Card `bhabha`: electron pairs, how many of them are vetoed and what takes the others. */
export const bhabhaCard = collisionCard({
  name: 'bhabha',
  title: 'e+e- → ee(γ), 10–170° in the centre of mass',
  doc:
    'Bhabha scattering with radiation, both electrons at 10° to 170° and above 0.15 GeV in the ' +
    'centre of mass: the vetoes, and the lines that they leave.',
  events: 100_000,
  points: [{ name: 'ee(γ)', generator: 'bhabha', share: 1, config: {} }],
  selection: {
    text: 'at least one electron in 17–150° with pT above 0.1 GeV',
    ranges: { electrons: [1, Number.POSITIVE_INFINITY] },
  },
  lines: ['bhabha', 'bha3d', 'bhie', 'hie', 'lml1', 'lml2', 'lml6', 'lml7', 'ffo', 'stt'],
  families: ['single-photon', 'two-track', 'nn-single-track'],
  scans: [
    { variable: 'electrons', edges: Float64Array.of(0.5, 1.5, 2.5), positions: [1, 2] },
    { variable: 'photonEnergy', edges: uniformEdges(0, 5.5 * GeV, 11) },
    { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) },
  ],
});
