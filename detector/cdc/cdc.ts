import { depositCdc } from './deposit.js';
import { digitizeCdc } from './digitize.js';
import { cdcSchema } from './schema.js';

/** The central drift chamber: 14336 sense wires in 56 layers. Its deposits follow the arcs of the transport. */
export const cdc = { name: 'cdc', schema: cdcSchema, deposit: depositCdc, digitize: digitizeCdc } as const;
