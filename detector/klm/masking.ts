import { lazily } from '../base/lazily.js';
import type { ChannelField, Masking } from '../mask/channels.js';
import {
  barrelLayerCount,
  barrelSectorCount,
  channelOf,
  endcapStripCount,
  planeCount,
  sectionCount,
} from './geometry.js';
import type { KlmDeposits, KlmHits } from './hits.js';
import { hitsOfStrips, klmChannelCount, klmChannels } from './noise.js';
import type { KlmConfig } from './schema.js';

/** Place of each number of a channel among the channels that there are. */
const placeOf = lazily(() => {
  const all = klmChannels();
  const places = new Int32Array(all[all.length - 1] + 1).fill(-1);
  all.forEach((channel, place) => {
    places[channel] = place;
  });
  return places;
});

/** A field of the number of a channel, see `channelOf`. */
const part = (min: number, count: number, shift: number, mask: number): ChannelField => ({
  min,
  max: min + count - 1,
  of: (place) => (klmChannels()[place] >> shift) & mask,
});

/**
 * Strips, numbered section by section, sector, layer, plane. Which strips share a board is not
 * among what is known: planes are what comes next to it.
 */
export const klmMasking: Masking<KlmConfig, KlmDeposits, KlmHits> = {
  channels: {
    number: 7,
    count: klmChannelCount(),
    fields: {
      section: part(0, sectionCount, 15, 3),
      sector: part(0, barrelSectorCount, 12, 7),
      layer: part(1, barrelLayerCount, 8, 15),
      plane: part(0, planeCount, 7, 1),
      strip: part(0, endcapStripCount, 0, 127),
    },
  },
  loses: {
    what: 'deposits',
    channelOf:
      ({ section, sector, layer, plane, strip }) =>
      (row) =>
        placeOf()[channelOf(section[row], sector[row], layer[row], plane[row], strip[row])],
  },
  hotWindow: ({ windowLength }) => windowLength,
  hotHits: hitsOfStrips,
};
