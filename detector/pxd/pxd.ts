import type { SiliconDeposits } from '../silicon/deposit.js';
import type { Subdetector } from '../subdetector.js';
import { depositPxd } from './deposit.js';
import { digitizePxd } from './digitize.js';
import type { PxdHits } from './hits.js';
import { pxdSchema } from './schema.js';

/** The pixel detector: 40 modules of DEPFET pixels in two layers. */
export const pxd: Subdetector<'pxd', typeof pxdSchema, SiliconDeposits, PxdHits> = {
  name: 'pxd',
  schema: pxdSchema,
  deposit: depositPxd,
  digitize: digitizePxd,
};
