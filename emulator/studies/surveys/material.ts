import { exp } from '../../../detector/base/elementary.js';
import { degree } from '../../../detector/base/units.js';
import { conversionRate } from '../../../detector/material.js';
import { detectorParts } from '../../../detector/material-layers.js';
import { materialOnRay } from '../../../detector/material-scan.js';
import type { EmulatorConfig } from '../../chain/parts.js';
import type { Reading } from '../readings.js';
import type { Survey, SurveyTable } from '../survey.js';

/** The acceptance, 17° to 150°, and a little more [deg]. */
const thetas = Array.from({ length: 136 }, (_, step) => 15 + step);

const columns = [
  { name: 'θ', unit: 'deg' },
  ...detectorParts.map((name) => ({ name, unit: 'X0' })),
  { name: 'before the ECL', unit: 'X0' },
  { name: 'photons converted', unit: '%' },
  { name: 'coil', unit: 'X0' },
  { name: 'coil', unit: 'λ' },
] as const;

function rowAt(material: EmulatorConfig['material'], theta: number): readonly number[] {
  const { inFront, coilRadiation, coilInteraction } = materialOnRay(material, theta * degree);
  const sum = inFront.reduce((total, length) => total + length, 0);
  const converted = 100 * (1 - exp(-conversionRate * sum));
  return [theta, ...inFront, sum, converted, coilRadiation, coilInteraction];
}

/** Published budgets at 90°: all of them, and what the parts before the TOP leave to convert. */
function readings({ rows }: SurveyTable): readonly Reading[] {
  const across = rows.find(([theta]) => theta === 90)!;
  const column = (name: string): number =>
    across[columns.findIndex((candidate) => candidate.name === name)]!;
  const beforeTop = column('before the ECL') - column('TOP');
  return [
    {
      name: 'before the ECL, at 90°',
      value: column('before the ECL'),
      unit: 'X0',
      atLeast: 0.22,
      atMost: 0.28,
    },
    {
      name: 'photons converted before the ECL, at 90°',
      value: column('photons converted') / 100,
      unit: '',
      atLeast: 0.15,
      atMost: 0.21,
    },
    {
      name: 'photons converted before the TOP, at 90°',
      value: 1 - exp(-conversionRate * beforeTop),
      unit: '',
    },
    { name: 'coil and cryostat, at 90°', value: column('coil'), unit: 'X0' },
  ];
}

/**
 * Survey `material`: thickness in front of the calorimeter against polar angle, part by part [X0].
 */
export const materialSurvey: Survey = {
  name: 'material',
  title: 'Material in front of the calorimeter, against polar angle',
  doc:
    'Radiation lengths that a straight ray from the collision point meets, part by part: what ' +
    'photon conversion, energy loss and scattering use, not a description of its own. No ' +
    'events are made.',
  examine: ({ material }) => {
    const table = {
      title: 'Material along straight rays from the collision point',
      columns,
      rows: thetas.map((theta) => rowAt(material, theta)),
    };
    return {
      table,
      picture: {
        file: 'material',
        title: 'Material in front of the calorimeter',
        yName: 'Thickness along the ray [X0]',
        columns: detectorParts,
      },
      readings: readings(table),
    };
  },
};
