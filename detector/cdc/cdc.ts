import type { Subdetector } from '../subdetector.js';
import { depositCdc } from './deposit.js';
import { digitizeCdc } from './digitize.js';
import type { CdcDeposits, CdcHits } from './hits.js';
import { cdcNoise } from './noise.js';
import { type CdcConfig, cdcSchema } from './schema.js';

/** The central drift chamber: 14336 sense wires in 56 layers. */
export const cdc: Subdetector<'cdc', CdcConfig, CdcDeposits, CdcHits> = {
  name: 'cdc',
  schema: cdcSchema,
  deposit: depositCdc,
  digitize: digitizeCdc,
  noise: cdcNoise,
};
