import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type SiliconCharges, SiliconSensors } from '../silicon/deposit.js';
import { isInstalled, pxdSensorCount, pxdSensors } from './geometry.js';
import type { PxdConfig } from './schema.js';

const modules = new SiliconSensors(pxdSensors);

/** Where kernels find crossings that are still in their memory, as they were taken last. */
export const pxdDepositsInPlace = (deposits: SiliconCharges): number | undefined =>
  modules.inPlace(deposits);

/** Crossings of the installed modules. */
export function depositPxd(
  { layers, efficiency }: Pick<PxdConfig, 'layers' | 'efficiency'>,
  context: RunContext,
) {
  const installed = Uint8Array.from({ length: pxdSensorCount }, (_, sensor) =>
    Number(isInstalled(sensor, layers)),
  );
  return modules.deposit({ installed, efficiency, purpose: purpose.pxdDeposit }, context);
}
