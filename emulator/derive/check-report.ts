import { degree } from '../../detector/base/units.js';
import { maxWeight, sizesText } from '../../triggers/cdc/neuro-network.js';
import { textTable } from '../files/text-table.js';
import type { CheckDocument, NetworkReport } from './check.js';
import type { Spread } from './fixed-point-cost.js';

/** The check of networks for people. */
export function showCheck({ format, sha256, networks }: CheckDocument): string {
  const head =
    `${networks.length === 1 ? 'one network' : `${networks.length} networks`}, ${format}, sha256 ` +
    `${sha256}\n`;
  const [first] = networks;
  const model =
    first?.operators === undefined
      ? ''
      : `written by ${first.producer || 'nobody named'}: ${first.operators.join(', ')}\n`;
  const shapes = textTable(
    ['expert', 'shape', 'weights', 'largest', `beyond ±${maxWeight}`, 'file'],
    networks.map(({ expert, sizes, weights, largestWeight, cutOff, file }) => [
      expert,
      sizesText(sizes),
      weights,
      largestWeight.toFixed(2),
      cutOff,
      file,
    ]),
  );
  const warnings = networks.flatMap(({ expert, warnings: list }) =>
    list.map((warning) => `warning: expert ${expert}: ${warning}`),
  );
  return (
    `${head}${model}\n${shapes}\n${costTable(networks)}\n` +
    `${warnings.length > 0 ? warnings.join('\n') : 'no warnings'}\n`
  );
}

function costTable(networks: readonly NetworkReport[]): string {
  return textTable(
    [
      'expert',
      'tracks',
      'Δz mean [cm]',
      '99 % [cm]',
      'Δθ 99 % [deg]',
      'decisions differ',
      'z at its end',
      'z miss, float [cm]',
      'fixed [cm]',
      'mean [cm]',
      'θ miss [deg]',
    ],
    networks.map(({ expert, fixedPoint: cost }) => [
      expert,
      cost.tracks,
      number(cost.zShift.mean, 3),
      number(cost.zShift.below99, 3),
      number(inDegrees(cost.thetaShift).below99, 3),
      percent(cost.decisionsDiffer),
      percent(cost.zAtEnd),
      number(cost.zMissFloat.halfWidth68, 2),
      number(cost.zMissFixed.halfWidth68, 2),
      number(cost.zMissFixed.mean, 2),
      number(inDegrees(cost.thetaMissFixed).halfWidth68, 2),
    ]),
  );
}

const number = (value: number | null, digits: number): string =>
  value === null ? '–' : value.toFixed(digits);
const percent = (value: number | null): string =>
  value === null ? '–' : `${(100 * value).toFixed(2)} %`;

const inDegrees = ({ mean, halfWidth68, below99 }: Spread): Spread => {
  const convert = (value: number | null): number | null => (value === null ? null : value / degree);
  return { mean: convert(mean), halfWidth68: convert(halfWidth68), below99: convert(below99) };
};
