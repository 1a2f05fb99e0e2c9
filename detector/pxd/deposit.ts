import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { depositSilicon } from '../silicon/deposit.js';
import { isInstalled, pxdSensorCount, pxdSensors } from './geometry.js';
import type { PxdConfig } from './schema.js';

/** Crossings of the installed modules. */
export function depositPxd(
  { layers, efficiency }: Pick<PxdConfig, 'layers' | 'efficiency'>,
  context: RunContext,
) {
  const installed = Uint8Array.from({ length: pxdSensorCount }, (_, sensor) =>
    Number(isInstalled(sensor, layers)),
  );
  return depositSilicon(
    { sensors: pxdSensors, installed, efficiency, purpose: purpose.pxdDeposit },
    context,
  );
}
