import type { Subdetector } from '../subdetector.js';
import { depositCdc, signalCdc } from './deposit.js';
import { digitizeCdc } from './digitize.js';
import type { CdcDeposits, CdcHits, CdcSignals } from './hits.js';
import { cdcMasking } from './masking.js';
import { cdcHitMerging } from './merge-hits.js';
import { cdcNoise } from './noise.js';
import { type CdcConfig, cdcSchema } from './schema.js';

/** The central drift chamber: 14336 sense wires in 56 layers. */
export const cdc: Subdetector<'cdc', CdcConfig, CdcDeposits, CdcHits, CdcSignals> = {
  name: 'cdc',
  schema: cdcSchema,
  deposit: depositCdc,
  signal: signalCdc,
  digitize: digitizeCdc,
  noise: cdcNoise,
  masking: cdcMasking,
  hitMerging: cdcHitMerging,
};
