import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits, noParticle } from '../noise.js';
import {
  channelOf,
  isBarrel,
  layersOfSection,
  planeCount,
  sectionCount,
  sections,
  sectorsOfSection,
  stripCount,
} from './geometry.js';
import { type KlmDeposits, klmDepositSchema } from './hits.js';
import type { KlmConfig } from './schema.js';

/** A gap of a sector. */
interface Gap {
  readonly section: number;
  readonly sector: number;
  /** From 1. */
  readonly layer: number;
}

const gaps = lazily(listGaps);
/** Numbers of all channels, ascending. */
export const klmChannels = lazily(() => Int32Array.from(gaps().flatMap(channelsOfGap)));

/** How many channels there are. */
export const klmChannelCount = lazily(() =>
  gaps().reduce((count, gap) => count + channelCount(gap), 0),
);

/** Uncorrelated hits of the strips, evenly in the window of acceptance. */
export function klmNoise(config: KlmConfig, context: RunContext): Noise<KlmDeposits> | undefined {
  return hitsOfStrips(config, context, groupsOf(config), purpose.klmNoise);
}

/** Hits of groups of strips, evenly in the window of acceptance. */
export function hitsOfStrips(
  { windowStart, windowLength }: KlmConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<KlmDeposits> | undefined {
  return noiseDeposits(
    {
      schema: klmDepositSchema,
      groups,
      purpose: purposeId,
      write: (
        { count, channel: channels, fraction },
        { section, sector, layer, plane, strip, time, particle },
        row,
      ) => {
        const all = klmChannels();
        for (let hit = 0; hit < count; hit++) {
          const channel = all[channels[hit]];
          section[row + hit] = channel >> 15;
          sector[row + hit] = (channel >> 12) & 7;
          layer[row + hit] = (channel >> 8) & 15;
          plane[row + hit] = (channel >> 7) & 1;
          strip[row + hit] = channel & 127;
          time[row + hit] = windowStart + fraction[hit] * windowLength;
          particle[row + hit] = noParticle;
        }
      },
    },
    context,
  );
}

function groupsOf({ noiseRate, noiseScale, windowLength }: KlmConfig): readonly ChannelGroup[] {
  const barrel = Object.values(noiseScale.barrel);
  const forward = Object.values(noiseScale.forward);
  const backward = Object.values(noiseScale.backward);
  return gaps().map((gap) => {
    const { section, layer } = gap;
    const endcap = section === sections.endcapForward ? forward : backward;
    const scales = isBarrel(section) ? barrel : endcap;
    return {
      channels: channelCount(gap),
      mean: noiseRate * windowLength * scales[layer - 1],
    };
  });
}

function listGaps(): readonly Gap[] {
  const list: Gap[] = [];
  for (let section = 0; section < sectionCount; section++)
    for (let sector = 0; sector < sectorsOfSection[section]; sector++)
      for (let layer = 1; layer <= layersOfSection[section]; layer++)
        list.push({ section, sector, layer });
  return list;
}

function channelCount({ section, sector, layer }: Gap): number {
  let count = 0;
  for (let plane = 0; plane < planeCount; plane++)
    count += stripCount(section, sector, layer, plane);
  return count;
}

function channelsOfGap({ section, sector, layer }: Gap): readonly number[] {
  const list: number[] = [];
  for (let plane = 0; plane < planeCount; plane++)
    for (let strip = 0; strip < stripCount(section, sector, layer, plane); strip++)
      list.push(channelOf(section, sector, layer, plane, strip));
  return list;
}
