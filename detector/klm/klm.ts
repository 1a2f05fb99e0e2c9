import type { Subdetector } from '../subdetector.js';
import { depositKlm } from './deposit.js';
import { digitizeKlm } from './digitize.js';
import type { KlmDeposits, KlmHits } from './hits.js';
import { klmMasking } from './masking.js';
import { klmHitMerging } from './merge-hits.js';
import { klmNoise } from './noise.js';
import { type KlmConfig, klmSchema } from './schema.js';

/** The KLM: gaps of the iron yoke with scintillators and resistive plate chambers. */
export const klm: Subdetector<'klm', KlmConfig, KlmDeposits, KlmHits> = {
  name: 'klm',
  schema: klmSchema,
  deposit: depositKlm,
  digitize: digitizeKlm,
  noise: klmNoise,
  masking: klmMasking,
  hitMerging: klmHitMerging,
};
