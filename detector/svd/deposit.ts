import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type SiliconCharges, SiliconSensors } from '../silicon/deposit.js';
import { svdSensorCount, svdSensors } from './geometry.js';
import type { SvdConfig } from './schema.js';

const sensors = new SiliconSensors(svdSensors);

/** Where kernels find crossings that are still in their memory, as they were taken last. */
export const svdDepositsInPlace = (deposits: SiliconCharges): number | undefined =>
  sensors.inPlace(deposits);
/** Where kernels find `SensorArea` of each sensor. */
export const svdSensorAreas = (): number => sensors.areas;

/** Crossings of the sensors. */
export function depositSvd({ efficiency }: Pick<SvdConfig, 'efficiency'>, context: RunContext) {
  const installed = new Uint8Array(svdSensorCount).fill(1);
  return sensors.deposit({ installed, efficiency, purpose: purpose.svdDeposit }, context);
}
