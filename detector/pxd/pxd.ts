import type { SiliconCharges } from '../silicon/deposit.js';
import type { Subdetector } from '../subdetector.js';
import { depositPxd } from './deposit.js';
import { digitizePxd } from './digitize.js';
import type { PxdHits } from './hits.js';
import { pxdMasking } from './masking.js';
import { pxdHitMerging } from './merge-hits.js';
import { pxdNoise } from './noise.js';
import { type PxdConfig, pxdSchema } from './schema.js';

/** The pixel detector: 40 modules of DEPFET pixels in two layers. */
export const pxd: Subdetector<'pxd', PxdConfig, SiliconCharges, PxdHits> = {
  name: 'pxd',
  schema: pxdSchema,
  deposit: depositPxd,
  digitize: digitizePxd,
  noise: pxdNoise,
  masking: pxdMasking,
  hitMerging: pxdHitMerging,
};
