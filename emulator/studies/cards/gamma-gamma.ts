import { GeV } from '../../../detector/base/units.js';
import { uniformEdges } from '../axis.js';
import { collisionCard } from '../collision-card.js';

/** Card `gamma-gamma`: pairs of photons, and those with one of them lost. */
export const gammaGammaCard = collisionCard({
  name: 'gamma-gamma',
  title: 'e+e- → γγ(γ)',
  doc:
    'Pairs of photons with a third from the beams: a Bhabha to the calorimeter alone, and one ' +
    'photon where the other is lost, the background of searches for invisible particles.',
  events: 100_000,
  points: [{ name: 'γγ(γ)', generator: 'gamma-gamma', share: 1, config: {} }],
  selection: {
    text: 'at least one photon in 17–150° above 0.1 GeV',
    ranges: { photons: [1, Number.POSITIVE_INFINITY] },
  },
  lines: ['ggsel', 'bha3d', 'bhie', 'hie', 'lml1', 'lml2', 'lml6', 'lml7', 'lml13'],
  families: ['single-photon'],
  scans: [
    { variable: 'photons', edges: Float64Array.of(0.5, 1.5, 2.5, 3.5), positions: [1, 2, 3] },
    { variable: 'photonEnergy', edges: uniformEdges(0, 5.5 * GeV, 11) },
  ],
});
