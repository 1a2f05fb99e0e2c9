import { cos } from '../../detector/base/elementary.js';
import { degree, GeV } from '../../detector/base/units.js';
import type { CrossSectionRow } from './cross-section-row.js';
import { acceptedInLaboratory } from './laboratory-angles.js';
import { pairCrossSection } from './photon-pair.js';

/** Photons in the barrel of the calorimeter, and where tracks are measured [degrees]. */
const windows = { barrel: [32.2, 128.7], wide: [17, 150] } as const;
/** No photon of a window is nearer to the beams in the centre of mass. */
const closest = 10 * degree;

/**
 * Cross section of γA′ of a mass [GeV] with the photon in a window beside an independent one [nb].
 */
export function darkPhotonRow(
  mass: number,
  window: keyof typeof windows,
  expected: number,
): CrossSectionRow {
  const [from, to] = windows[window];
  const [cosLow, cosHigh] = [cos(to * degree), cos(from * degree)];
  return {
    definition:
      `A' of ${mass} GeV per ε², photon in ${from}–${to}° of the laboratory, ` + 'no radiation',
    order: 'leading order',
    value: ({ frame }) =>
      acceptedInLaboratory(
        frame,
        (low, high) => pairCrossSection(frame.s, mass * GeV, low, high),
        closest,
        (cosine) => cosine > cosLow && cosine < cosHigh,
      ),
    unit: 'nb',
    expected,
    tolerance: 0.01,
    source:
      'independent numerical integration with the crossing angle; density of R. Essig et al., ' +
      'arXiv:0903.3941 (recalled, not verified)',
  };
}
