import type { Subdetector } from '../subdetector.js';
import { depositArich } from './deposit.js';
import { digitizeArich } from './digitize.js';
import type { ArichDeposits, ArichHits } from './hits.js';
import { arichMasking } from './masking.js';
import { arichHitMerging } from './merge-hits.js';
import { arichNoise } from './noise.js';
import { type ArichConfig, arichSchema } from './schema.js';

/** The aerogel ring-imaging Cherenkov counter in front of the forward endcap. */
export const arich: Subdetector<'arich', ArichConfig, ArichDeposits, ArichHits> = {
  name: 'arich',
  schema: arichSchema,
  deposit: depositArich,
  digitize: digitizeArich,
  noise: arichNoise,
  masking: arichMasking,
  hitMerging: arichHitMerging,
};
