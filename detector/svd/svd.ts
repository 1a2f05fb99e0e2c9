import type { SiliconCharges } from '../silicon/deposit.js';
import type { Subdetector } from '../subdetector.js';
import { depositSvd } from './deposit.js';
import { digitizeSvd } from './digitize.js';
import type { SvdHits } from './hits.js';
import { svdMasking } from './masking.js';
import { svdHitMerging } from './merge-hits.js';
import { svdNoise } from './noise.js';
import { type SvdConfig, svdSchema } from './schema.js';

/** The strip detector: 172 sensors with strips on both sides in four layers. */
export const svd: Subdetector<'svd', SvdConfig, SiliconCharges, SvdHits> = {
  name: 'svd',
  schema: svdSchema,
  deposit: depositSvd,
  digitize: digitizeSvd,
  noise: svdNoise,
  masking: svdMasking,
  hitMerging: svdHitMerging,
};
