import type { Subdetector } from '../subdetector.js';
import { depositEcl } from './deposit.js';
import { digitizeEcl } from './digitize.js';
import type { EclDeposits, EclHits } from './hits.js';
import { eclMasking } from './masking.js';
import { eclHitMerging } from './merge-hits.js';
import { type EclConfig, eclSchema } from './schema.js';

/** The electromagnetic calorimeter: 8736 CsI(Tl) crystals. */
export const ecl: Subdetector<'ecl', EclConfig, EclDeposits, EclHits> = {
  name: 'ecl',
  schema: eclSchema,
  deposit: depositEcl,
  digitize: digitizeEcl,
  masking: eclMasking,
  hitMerging: eclHitMerging,
};
