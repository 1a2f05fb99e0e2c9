import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { depositSilicon } from '../silicon/deposit.js';
import { svdSensorCount, svdSensors } from './geometry.js';
import type { SvdConfig } from './schema.js';

/** Crossings of the sensors. */
export function depositSvd({ efficiency }: Pick<SvdConfig, 'efficiency'>, context: RunContext) {
  const installed = new Uint8Array(svdSensorCount).fill(1);
  return depositSilicon(
    { sensors: svdSensors, installed, efficiency, purpose: purpose.svdDeposit },
    context,
  );
}
