import { type Masking } from '../mask/channels.js';
import { moduleCount, pmtColumns, pmtCount } from './geometry.js';
import type { TopDeposits, TopHits } from './hits.js';
import { hitsOfPmts } from './noise.js';
import type { TopConfig } from './schema.js';

/**
 * A stack of boards reads four columns of photodetectors (recalled, not verified); stacks of a
 * module count across the bar.
 */
const columnsOfStack = 4;
const stacksOfModule = pmtColumns / columnsOfStack;

/** Photodetectors: those of a module are numbered row by row, modules are the slots less one. */
export const topMasking: Masking<TopConfig, TopDeposits, TopHits> = {
  channels: {
    number: 4,
    count: moduleCount * pmtCount,
    fields: {
      slot: {
        min: 1,
        max: moduleCount,
        of: (channel) => Math.floor(channel / pmtCount) + 1,
        block: pmtCount,
      },
      board: {
        min: 0,
        max: stacksOfModule - 1,
        of: (channel) => Math.floor((channel % pmtColumns) / columnsOfStack),
        block: columnsOfStack,
      },
      pmt: { min: 0, max: pmtCount - 1, of: (channel) => channel % pmtCount },
    },
  },
  loses: {
    what: 'deposits',
    channelOf:
      ({ module, pmt }) =>
      (row) =>
        module[row] * pmtCount + pmt[row],
  },
  hotWindow: ({ windowLength }) => windowLength,
  hotHits: hitsOfPmts,
};
