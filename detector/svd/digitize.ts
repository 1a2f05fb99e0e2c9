// kernel: every strip that collects charge, six samples each
import { TableBuilder } from '../base/columns.js';
import type { ConfigOf } from '../base/config.js';
import { normalQuantiles, quantileCount } from '../base/quantiles.js';
import { RandomStream } from '../base/random.js';
import type { Addresses, RunContext } from '../event.js';
import { ChannelSums } from '../silicon/channels.js';
import type { SiliconDeposits } from '../silicon/deposit.js';
import { pairEnergy } from '../silicon/ionisation.js';
import {
  channelOf,
  electronicsOf,
  mostStrips,
  sideCount,
  sides,
  stripAt,
  stripCount,
  stripPitch,
  svdSensorCount,
  svdSensors,
} from './geometry.js';
import { type SvdHits, svdHitSchema } from './hits.js';
import { mostSamples, pulseAt, samplePeriod, type Sampling, samplingOf } from './readout.js';
import type { svdSchema } from './schema.js';

const mostCounts = 255;
/** Strips with less of the charge than this are left out: half of the noise. */
const leastShare = 0.02;
/** Noise [e], charge of a count [e] and strips, by sensor and side. */
const noiseOf = bySide((sensor, side) => electronicsOf(sensor, side).noise);
const countsPerElectron = bySide((sensor, side) => 1 / electronicsOf(sensor, side).perCount);
const stripsOf = bySide(stripCount);

function bySide(read: (sensor: number, side: number) => number): Float64Array {
  return Float64Array.from({ length: sideCount * svdSensorCount }, (_, place) => read(Math.floor(place / sideCount), place % sideCount));
}

/** Strips over threshold in one sample at least, from the charges of all deposit lists together. */
export function digitizeSvd(config: ConfigOf<typeof svdSchema>, context: RunContext) {
  const random = new RandomStream();
  const sampling = samplingOf(config, context, random);
  const collector = new Collector(config);
  const { builder, charges } = collector;
  return (lists: readonly SiliconDeposits[], addresses: Addresses): SvdHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      let current: Readonly<Sampling> | undefined;
      for (let list = 0; list < lists.length; list++) {
        const deposits = lists[list];
        for (let row = deposits.offsets[event]; row < deposits.offsets[event + 1]; row++) {
          current ??= sampling(addresses, event);
          collector.collect(deposits, row, current, random);
        }
      }
      if (current !== undefined) {
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
  readonly charges = new ChannelSums(mostSamples);
  readonly #config: ConfigOf<typeof svdSchema>;
  readonly #pulse = new Float64Array(mostSamples);
  /** Centre of charge from where the particle crossed [strips]. */
  #offset = 0;

  constructor(config: ConfigOf<typeof svdSchema>) {
    this.#config = config;
  }

  /** Adds the pulses of one crossing. */
  collect(deposits: SiliconDeposits, row: number, { samples, start }: Sampling, random: RandomStream): void {
    const { sensor, u, v, slopeU, slopeV, energy, time } = deposits;
    const pulse = this.#pulse;
    const electrons = energy[row] / pairEnergy;
    for (let sample = 0; sample < samples; sample++) {
      pulse[sample] = electrons * pulseAt(start + sample * samplePeriod - time[row], this.#config.shapingTime);
    }
    this.#offset = this.#config.unevenness * random.gaussian();
    this.#share(sensor[row], sides.u, u[row], v[row], slopeU[row], samples);
    this.#offset = this.#config.unevenness * random.gaussian();
    this.#share(sensor[row], sides.v, u[row], v[row], slopeV[row], samples);
  }

  /** Shares the pulse among the strips of a side: evenly along the path as seen from there, widened by the charge cloud. */
  #share(sensor: number, side: number, u: number, v: number, slope: number, samples: number): void {
    const { charges } = this;
    const pulse = this.#pulse;
    const { diffusion } = this.#config;
    const path = slope * svdSensors.sensors[sensor].thickness;
    // Widths of evenly filled stretches, that of the cloud with the same variance as the Gaussian one.
    const half = Math.sqrt(path * path + 12 * diffusion * diffusion) / (2 * stripPitch(sensor, side, v));
    const place = stripAt(sensor, side, u, v) + this.#offset;
    const low = place - half;
    const high = place + half;
    const first = Math.max(0, Math.floor(low - 0.25));
    const last = Math.min(stripsOf[sensor * sideCount + side] - 1, Math.ceil(high + 0.25) - 1);
    for (let strip = first; strip <= last; strip++) {
      const share = (collected(high - strip - 0.5) - collected(low - strip - 0.5)) / (high - low);
      if (share < leastShare) continue;
      const entry = charges.entry(channelOf(sensor, side, strip)) * mostSamples;
      for (let sample = 0; sample < samples; sample++) charges.sums[entry + sample] += share * pulse[sample];
    }
  }

  /** Writes the strips of the event that are above threshold. */
  send(samples: number, random: RandomStream): void {
    const { builder, charges } = this;
    const { zeroSuppression } = this.#config;
    builder.reserve(charges.count);
    const { sensor, side, strip, sample0, sample1, sample2, sample3, sample4, sample5 } = builder.columns;
    const counts = this.#pulse;
    counts.fill(0);
    for (let entry = 0; entry < charges.count; entry++) {
      const channel = charges.channel[entry];
      const plane = Math.floor(channel / mostStrips);
      const scale = countsPerElectron[plane];
      const noise = noiseOf[plane] * scale;
      const least = Math.floor(zeroSuppression * noise + 0.5);
      let highest = 0;
      for (let sample = 0; sample < samples; sample += 2) {
        // One draw is enough for two samples.
        const draw = random.bits();
        const first = entry * mostSamples + sample;
        const early = Math.floor(charges.sums[first] * scale + noise * normalQuantiles[draw & (quantileCount - 1)] + 0.5);
        counts[sample] = Math.max(0, Math.min(mostCounts, early));
        highest = Math.max(highest, early);
        if (sample + 1 === samples) break;
        const late = Math.floor(charges.sums[first + 1] * scale + noise * normalQuantiles[draw >>> 20] + 0.5);
        counts[sample + 1] = Math.max(0, Math.min(mostCounts, late));
        highest = Math.max(highest, late);
      }
      if (highest < least) continue;
      const row = builder.rowCount++;
      sensor[row] = plane >> 1;
      side[row] = plane & 1;
      strip[row] = channel - plane * mostStrips;
      sample0[row] = counts[0];
      sample1[row] = counts[1];
      sample2[row] = counts[2];
      sample3[row] = counts[3];
      sample4[row] = counts[4];
      sample5[row] = counts[5];
    }
  }
}

/**
 * Charge that a strip collects of what lies before `x`, counted from its middle in units of the pitch: all of what comes down next to it, half
 * of what comes to the floating strips beside it. @see basf2 svd/data/SVD-Components.xml (capacitances); equal halves are our simplification
 */
function collected(x: number): number {
  if (x <= -0.75) return 0;
  if (x < -0.25) return (x + 0.75) / 2;
  if (x <= 0.25) return 0.5 + x;
  return x < 0.75 ? 0.75 + (x - 0.25) / 2 : 1;
}
