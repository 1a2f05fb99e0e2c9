import { log } from '../base/elementary.js';

/** Mean number of hits of a channel, Poisson, that fires it in a share of events. */
export const hitsForShare = (share: number): number => -log(1 - share);
