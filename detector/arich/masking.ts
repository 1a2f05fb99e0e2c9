import { type Masking } from '../mask/channels.js';
import { channelCount, channelsPerHapd, hapdCount, ringOfHapd, rings } from './geometry.js';
import type { ArichDeposits, ArichHits } from './hits.js';
import { hitsOfPads } from './noise.js';
import type { ArichConfig } from './schema.js';

const hapdOf = (channel: number): number => Math.floor(channel / channelsPerHapd);

/** Pads; the 144 of an HAPD are on one board, so that `hapd` is the number of a board too. */
export const arichMasking: Masking<ArichConfig, ArichDeposits, ArichHits> = {
  channels: {
    number: 5,
    count: channelCount,
    fields: {
      ring: {
        min: 0,
        max: rings.length - 1,
        of: (channel) => ringOfHapd[hapdOf(channel)],
        block: channelsPerHapd,
      },
      hapd: { min: 0, max: hapdCount - 1, of: hapdOf, block: channelsPerHapd },
      pad: { min: 0, max: channelsPerHapd - 1, of: (channel) => channel % channelsPerHapd },
    },
  },
  loses: {
    what: 'deposits',
    channelOf:
      ({ hapd, channel }) =>
      (row) =>
        hapd[row] * channelsPerHapd + channel[row],
  },
  hotWindow: ({ windowLength }) => windowLength,
  hotHits: hitsOfPads,
};
