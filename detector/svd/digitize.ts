// kernel: every strip that collects charge, six samples each
import { TableBuilder } from '../base/columns.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { ChannelSums } from '../silicon/channels.js';
import { hasCharges, type SiliconCharges, type SiliconDeposits } from '../silicon/deposit.js';
import { pairEnergy } from '../silicon/ionization.js';
import { halfWidthAt } from '../silicon/sensors.js';
import {
  channelOf,
  electronicsOf,
  maxStrips,
  sideCount,
  sides,
  stripCount,
  svdSensorCount,
  svdSensors,
} from './geometry.js';
import { type SvdHits, svdHitSchema } from './hits.js';
import { maxSamples, pulseAt, samplePeriod, type Sampling, samplingOf } from './readout.js';
import type { SvdConfig } from './schema.js';

/** Largest sample of a strip [counts]. */
export const maxCounts = 255;
/** Strips with less of the charge than this are left out: half of the noise. */
const minShare = 0.02;
/** Noise [e], charge of a count [e] and strips, by sensor and side. */
const noiseOf = bySide((sensor, side) => electronicsOf(sensor, side).noise);
const countsPerElectron = bySide((sensor, side) => 1 / electronicsOf(sensor, side).perCount);
const stripsOf = bySide(stripCount);

function bySide(read: (sensor: number, side: number) => number): Float64Array {
  return Float64Array.from({ length: sideCount * svdSensorCount }, (_, place) =>
    read(Math.floor(place / sideCount), place % sideCount),
  );
}

/** Strips over threshold in one sample at least, from the charges of all deposit lists together. */
export function digitizeSvd(config: SvdConfig, context: RunContext) {
  const random = new RandomStream();
  const sampling = samplingOf(config, context, random);
  const collector = new Collector(config);
  const { builder, charges } = collector;
  return (lists: readonly SiliconCharges[], addresses: Addresses): SvdHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      if (hasCharges(lists, event)) {
        const current = sampling(addresses, event);
        for (let list = 0; list < lists.length; list++)
          collector.collect(lists[list], event, current, random);
        collector.send(current.samples, random);
        charges.clear();
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Collects charge on strips of both sides and sends what is above threshold. */
class Collector {
  readonly builder = new TableBuilder(svdHitSchema, 4096);
  readonly charges = new ChannelSums(maxSamples);
  readonly #config: SvdConfig;
  readonly #pulse = new Float64Array(maxSamples);
  /** Square of the width of an evenly filled cloud [cm²]. */
  readonly #cloud2: number;
  /** Centre of charge from where the particle crossed [strips]. */
  #offset = 0;

  constructor(config: SvdConfig) {
    this.#config = config;
    this.#cloud2 = 12 * config.diffusion * config.diffusion;
  }

  /** Adds the pulses of an event. */
  collect(list: SiliconCharges, event: number, current: Sampling, random: RandomStream): void {
    const { offsets } = list;
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      if ('channel' in list) {
        this.#setPulse(list.charge[row], list.time[row], current);
        this.#add(list.channel[row], 1, current.samples);
      } else this.#cross(list, row, current, random);
    }
  }

  /** The samples of a charge [e] that comes at a time. */
  #setPulse(charge: number, time: number, { samples, start }: Sampling): void {
    const pulse = this.#pulse;
    for (let sample = 0; sample < samples; sample++) {
      pulse[sample] =
        charge * pulseAt(start + sample * samplePeriod - time, this.#config.shapingTime);
    }
  }

  /** Adds a share of the pulse to a strip. */
  #add(channel: number, share: number, samples: number): void {
    const { charges } = this;
    const pulse = this.#pulse;
    const entry = charges.entry(channel) * maxSamples;
    const { sums } = charges;
    for (let sample = 0; sample < samples; sample++) sums[entry + sample] += share * pulse[sample];
  }

  /** Adds the pulses of one crossing. */
  #cross(deposits: SiliconDeposits, row: number, current: Sampling, random: RandomStream): void {
    const { sensor, u, v, slopeU, slopeV, energy, time } = deposits;
    const { samples } = current;
    this.#setPulse(energy[row] / pairEnergy, time[row], current);
    this.#offset = this.#config.unevenness * random.gaussian();
    this.#share(sensor[row], sides.u, u[row], v[row], slopeU[row], samples);
    this.#offset = this.#config.unevenness * random.gaussian();
    this.#share(sensor[row], sides.v, u[row], v[row], slopeV[row], samples);
  }

  /**
   * Shares the pulse among the strips of a side: evenly along the path as seen from there, widened
   * by the charge cloud.
   */
  #share(sensor: number, side: number, u: number, v: number, slope: number, samples: number): void {
    const data = svdSensors.sensors[sensor];
    const strips = stripsOf[sensor * sideCount + side];
    const halfExtent = side === sides.u ? halfWidthAt(data, v) : data.halfLength;
    const stripsPerLength = strips / (2 * halfExtent);
    const path = slope * data.thickness;
    // Widths of evenly filled stretches, that of the cloud with the same variance as the Gaussian
    // one.
    const half = (stripsPerLength * Math.sqrt(path * path + this.#cloud2)) / 2;
    const place = ((side === sides.u ? u : v) + halfExtent) * stripsPerLength + this.#offset;
    const low = place - half;
    const high = place + half;
    const perWidth = 1 / (high - low);
    const last = Math.min(strips - 1, Math.ceil(high + 0.25) - 1);
    for (let strip = Math.max(0, Math.floor(low - 0.25)); strip <= last; strip++) {
      const share = (collected(high - strip - 0.5) - collected(low - strip - 0.5)) * perWidth;
      if (share < minShare) continue;
      this.#add(channelOf(sensor, side, strip), share, samples);
    }
  }

  /** Writes the strips of the event that are above threshold. */
  send(samples: number, random: RandomStream): void {
    const { builder, charges } = this;
    const { channel: channels, sums, count } = charges;
    const { zeroSuppression } = this.#config;
    builder.reserve(count);
    const { sensor, side, strip, sample0, sample1, sample2, sample3, sample4, sample5 } =
      builder.columns;
    const out = [sample0, sample1, sample2, sample3, sample4, sample5];
    let row = builder.rowCount;
    for (let entry = 0; entry < count; entry++) {
      const channel = channels[entry];
      const plane = Math.floor(channel / maxStrips);
      const scale = countsPerElectron[plane];
      const noise = noiseOf[plane] * scale;
      let highest = 0;
      let draw = 0;
      for (let sample = 0; sample < maxSamples; sample++) {
        let counts = 0;
        if (sample < samples) {
          // One draw is enough for two samples.
          draw = sample % 2 === 0 ? random.bits() : draw >>> 20;
          const value =
            sums[entry * maxSamples + sample] * scale +
            noise * normalQuantiles[draw & (quantileCount - 1)] +
            0.5;
          counts = value <= 0 ? 0 : value < maxCounts ? value | 0 : maxCounts;
        }
        // Of a strip below threshold the row is written again by the next one.
        out[sample][row] = counts;
        if (counts > highest) highest = counts;
      }
      if (highest < Math.floor(zeroSuppression * noise + 0.5)) continue;
      sensor[row] = plane >> 1;
      side[row] = plane & 1;
      strip[row] = channel - plane * maxStrips;
      row++;
    }
    builder.rowCount = row;
  }
}

/**
 * Charge that a strip collects of what lies before `x`, counted from its middle in units of the
 * pitch: all of what comes down next to it, half of what comes to the floating strips beside it.
 * @see basf2 svd/data/SVD-Components.xml (capacitances); equal halves are our simplification
 */
function collected(x: number): number {
  if (x <= -0.75) return 0;
  if (x < -0.25) return (x + 0.75) / 2;
  if (x <= 0.25) return 0.5 + x;
  return x < 0.75 ? 0.75 + (x - 0.25) / 2 : 1;
}
