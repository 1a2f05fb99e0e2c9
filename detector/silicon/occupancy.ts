/** Mean number of hits of a channel, Poisson, that fires it in a share of events. */
export const hitsForShare = (share: number): number => -Math.log(1 - share);
