import type { Subdetector } from '../subdetector.js';
import { depositTop } from './deposit.js';
import { digitizeTop } from './digitize.js';
import type { TopDeposits, TopHits } from './hits.js';
import { topMasking } from './masking.js';
import { topHitMerging } from './merge-hits.js';
import { topNoise } from './noise.js';
import { type TopConfig, topSchema } from './schema.js';

/** The TOP counter: Cherenkov light of charged particles in quartz bars around the chamber. */
export const top: Subdetector<'top', TopConfig, TopDeposits, TopHits> = {
  name: 'top',
  schema: topSchema,
  deposit: depositTop,
  digitize: digitizeTop,
  noise: topNoise,
  masking: topMasking,
  hitMerging: topHitMerging,
};
