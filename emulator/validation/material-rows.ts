import type { EmulatorConfig } from '../chain/parts.js';
import { materialSurvey } from '../studies/surveys/material.js';
import { judgedRow, type ValidationRow } from './validation-row.js';

/** Budgets at 90°, by the reading of the survey. */
const budgets = [
  {
    id: 'material-before-ecl',
    reading: 'before the ECL, at 90°',
    what: 'Material in front of the calorimeter at 90°',
    unit: 'X0',
    source: 'estimate of 25 % (22 to 28) from the parts of the design reports (recalled)',
  },
  {
    id: 'photons-converted',
    reading: 'photons converted before the ECL, at 90°',
    what: 'Photons converted in front of the calorimeter at 90°',
    unit: '',
    source: '18 %: 1 − exp(−7/9 of that)',
  },
] as const;

/** What lies in front of the calorimeter; the survey says which limits its sources leave. */
export function* materialRows(config: EmulatorConfig): Generator<ValidationRow> {
  const { readings } = materialSurvey.examine(config);
  for (const { reading, ...row } of budgets) {
    const found = readings.find(({ name }) => name === reading);
    if (found?.atLeast === undefined || found.atMost === undefined)
      throw new RangeError(`survey "material" has no limits of "${reading}"`);
    yield judgedRow(
      {
        ...row,
        conditions: 'straight rays from the collision point',
        kind: 'tuned',
        expected: (found.atLeast + found.atMost) / 2,
        tolerance: (found.atMost - found.atLeast) / 2,
        bound: 'about',
        reason: 'thicknesses of the parts are set by the same reports',
      },
      found,
    );
  }
}
