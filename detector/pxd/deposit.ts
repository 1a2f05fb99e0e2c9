import type { ConfigOf } from '../base/config.js';
import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { depositSilicon } from '../silicon/deposit.js';
import { isInstalled, pxdSensorCount, pxdSensors } from './geometry.js';
import type { pxdSchema } from './schema.js';

/** Crossings of the installed modules. */
export function depositPxd(
  { layers, efficiency }: Pick<ConfigOf<typeof pxdSchema>, 'layers' | 'efficiency'>,
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
