import type { ChannelGroup } from '../noise.js';
import type { Channels } from './channels.js';
import type { MaskEntry } from './entries.js';
import { forChannels } from './selection.js';

/** Of each channel of a subdetector: the share that it reports, and its own hits [1/ns]. */
interface ChannelLevels {
  readonly efficiency: Float32Array;
  readonly rate: Float32Array;
}

/** What the entries of a mask say of each channel: efficiencies multiply, rates add up. */
export function channelLevels(channels: Channels, entries: readonly MaskEntry[]): ChannelLevels {
  const efficiency = new Float32Array(channels.count).fill(1);
  const rate = new Float32Array(channels.count);
  for (const entry of entries) {
    const mark = (channel: number): void => {
      efficiency[channel] *= entry.efficiency;
      rate[channel] += entry.rate;
    };
    forChannels(channels, entry.select, mark);
  }
  return { efficiency, rate };
}

/** Channels as groups of neighbours with the same mean number of own hits in an event. */
export function hotGroups(rate: Float32Array, window: number): readonly ChannelGroup[] {
  const groups: { channels: number; mean: number }[] = [];
  let last = Number.NaN;
  for (const own of rate) {
    if (own !== last) groups.push({ channels: 0, mean: own * window });
    groups[groups.length - 1].channels++;
    last = own;
  }
  return groups;
}
