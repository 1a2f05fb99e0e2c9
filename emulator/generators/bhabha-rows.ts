import { cos } from '../../detector/base/elementary.js';
import { degree } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { bhabhaCrossSection } from './bhabha-born.js';
import type { CrossSectionRow } from './cross-section-row.js';
import { acceptedInLaboratory } from './laboratory-angles.js';

const integration = 'independent numerical integration of the same leading order';
/** Nearer to the beams than this in the centre of mass, neither electron is inside. */
const closest = 10 * degree;

type Sides = 'both' | 'only e-' | 'only e+';

/** Both or one electron in a range of the laboratory, at leading order. */
function inLaboratory({ frame }: Beams, from: number, to: number, sides: Sides): number {
  const high = cos(from * degree);
  const low = cos(to * degree);
  const isIn = (cosine: number): boolean => cosine > low && cosine < high;
  return acceptedInLaboratory(
    frame,
    (cosLow, cosHigh) => bhabhaCrossSection(frame.s, cosLow, cosHigh),
    closest,
    (electron, positron) =>
      isIn(electron) === (sides !== 'only e+') && isIn(positron) === (sides !== 'only e-'),
  );
}

const bornRow = (angle: number, expected: number): CrossSectionRow => ({
  definition: `both electrons ${angle}° to ${180 - angle}° in the centre of mass, no radiation`,
  order: 'leading order',
  value: ({ frame: { s } }) => bhabhaCrossSection(s, -cos(angle * degree), cos(angle * degree)),
  unit: 'nb',
  expected,
  tolerance: 0.005,
  source: integration,
});

const laboratoryRow = (
  from: number,
  to: number,
  sides: Sides,
  expected: number,
): CrossSectionRow => ({
  definition: `${sides} in ${from}° to ${to}° of the laboratory, no radiation`,
  order: 'leading order',
  value: (beams) => inLaboratory(beams, from, to, sides),
  unit: 'nb',
  expected,
  tolerance: 0.005,
  source: `${integration}, with the crossing angle`,
});

/** Cross sections of Bhabha scattering without radiation. */
export const bhabhaBornRows: readonly CrossSectionRow[] = [
  bornRow(10, 286.8),
  bornRow(15, 120.6),
  bornRow(5, 1197),
  laboratoryRow(12.4, 155.1, 'both', 69.32),
  laboratoryRow(12.4, 155.1, 'only e-', 38.88),
  laboratoryRow(12.4, 155.1, 'only e+', 4.04),
  laboratoryRow(17, 150, 'both', 41.98),
];
