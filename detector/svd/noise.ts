import { purpose } from '../base/random.js';
import type { RunContext } from '../event.js';
import { type ChannelGroup, type Noise, noiseDeposits } from '../noise.js';
import { channelChargeSchema, type SiliconCharges } from '../silicon/deposit.js';
import { hitsForShare } from '../silicon/occupancy.js';
import {
  electronicsOf,
  maxStrips,
  sideCount,
  stripCount,
  svdSensorCount,
  svdSensors,
} from './geometry.js';
import { samplePeriod } from './readout.js';
import type { SvdConfig } from './schema.js';

/** So many σ of the noise lift each strip over threshold, where its pulse is at least so high. */
const sureSigmas = 4;
const minPulse = 0.9;
/** Mean charge beyond that [e]; our choice. */
const meanCharge = 8000;
/**
 * Peaks that one of the samples meets within half a period, whatever the phase and the number of
 * samples [periods after the earliest first sample].
 */
const firstPeak = 0.5;
const lastPeak = 2.75;

/** Strips that background fires, anywhere on both sides of the sensors. */
export function svdNoise(
  config: SvdConfig,
  context: RunContext,
): Noise<SiliconCharges> | undefined {
  return hitsOfStrips(config, context, stripGroups(config), purpose.svdBackground);
}

/** Time in which a strip must get its charge for the samples to see it [ns]. */
export const seenTime = (lastPeak - firstPeak) * samplePeriod;

/** The earliest that the samples see [ns]. */
export const seenFrom = ({
  firstSample,
  shapingTime,
}: Pick<SvdConfig, 'firstSample' | 'shapingTime'>): number =>
  firstSample + firstPeak * samplePeriod - shapingTime / 4;

/** Charge over threshold in groups of strips, while the samples see it. */
export function hitsOfStrips(
  { zeroSuppression, shapingTime, firstSample }: SvdConfig,
  context: RunContext,
  groups: readonly ChannelGroup[],
  purposeId: number,
): Noise<SiliconCharges> | undefined {
  const firstTime = seenFrom({ firstSample, shapingTime });
  const lowest = Float64Array.from(
    { length: svdSensorCount * sideCount },
    (_, plane) =>
      ((zeroSuppression + sureSigmas) * electronicsOf(plane >> 1, plane & 1).noise) / minPulse,
  );
  return noiseDeposits(
    {
      schema: channelChargeSchema,
      groups,
      purpose: purposeId,
      write: ({ count, channel: strips, fraction }, { channel, charge, time }, row, random) => {
        for (let hit = 0; hit < count; hit++) {
          const strip = strips[hit];
          channel[row + hit] = strip;
          charge[row + hit] =
            lowest[Math.floor(strip / maxStrips)] + meanCharge * random.exponential();
          time[row + hit] = firstTime + fraction[hit] * seenTime;
        }
      },
    },
    context,
  );
}

/**
 * Sides with their strips and the background that they have; numbers of strips that a side does not
 * have are silent.
 */
export function stripGroups({ occupancy }: SvdConfig): readonly ChannelGroup[] {
  const shares = [occupancy.layer3, occupancy.layer4, occupancy.layer5, occupancy.layer6];
  return Array.from({ length: svdSensorCount * sideCount }, (_, plane) => {
    const strips = stripCount(plane >> 1, plane & 1);
    return [
      { channels: strips, mean: hitsForShare(shares[svdSensors.layerIndex[plane >> 1]]) },
      { channels: maxStrips - strips, mean: 0 },
    ];
  }).flat();
}
