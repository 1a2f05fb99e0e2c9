import { degree } from '../../detector/base/units.js';

/** What the outputs −1 and 1 stand for. @see basf2 trg/cdc/data/neurotrigger_default.conf: z ±100 cm, θ 10° to 170° */
export const maxZ = 100;
const middleTheta = 90 * degree;
const halfTheta = 80 * degree;

export const zOf = (output: number): number => maxZ * output;
export const thetaOf = (output: number): number => middleTheta + halfTheta * output;

/** Outputs that a track should give; what is out of range is cut off. */
export const zOutput = (z: number): number => clip(z / maxZ);
export const thetaOutput = (theta: number): number => clip((theta - middleTheta) / halfTheta);

const clip = (output: number): number => Math.max(-1, Math.min(1, output));
