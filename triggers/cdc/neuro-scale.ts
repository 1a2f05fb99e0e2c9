import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { cm, degree } from '../../detector/base/units.js';

/**
 * What the outputs −1 and 1 of a network stand for.
 * @see basf2 trg/cdc/data/neurotrigger_default.conf
 */
export const outputsSchema = {
  maxZ: quantity(
    100 * cm,
    'cm',
    'z at the beam line that an output of 1 stands for; −1 is as far on the other side',
    { min: 1 * cm },
  ),
  minTheta: quantity(10 * degree, 'deg', 'Polar angle that an output of −1 stands for', {
    min: 0,
    max: 180 * degree,
  }),
  maxTheta: quantity(170 * degree, 'deg', 'Polar angle that an output of 1 stands for', {
    min: 0,
    max: 180 * degree,
  }),
} as const;

/**
 * Outputs of a network as z [cm] and polar angle [rad], and the outputs that a track should give;
 * what is out of range is cut off.
 */
export function outputScale({ maxZ, minTheta, maxTheta }: ConfigOf<typeof outputsSchema>) {
  if (minTheta >= maxTheta) {
    throw new EmulatorError(
      'CONFIG_BAD_VALUE',
      'triggers.neuro.outputs: minTheta must be below maxTheta',
    );
  }
  const middleTheta = (minTheta + maxTheta) / 2;
  const halfTheta = middleTheta - minTheta;
  return {
    zOf: (output: number): number => maxZ * output,
    thetaOf: (output: number): number => middleTheta + halfTheta * output,
    zOutput: (z: number): number => clip(z / maxZ),
    thetaOutput: (theta: number): number => clip((theta - middleTheta) / halfTheta),
  };
}

const clip = (output: number): number => Math.max(-1, Math.min(1, output));
