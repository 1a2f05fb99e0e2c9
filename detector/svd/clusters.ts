import { type Table, TableBuilder } from '../base/columns.js';
import type { Addresses, RunContext } from '../event.js';
import { channelOf, electronicsOf } from './geometry.js';
import { sampleColumns, type SvdHits } from './hits.js';
import { pulseAt, samplePeriod, type Sampling, samplingOf } from './readout.js';
import type { SvdConfig } from './schema.js';

/**
 * Neighbouring strips of a side: sensor, side (0 u, 1 v), continuous strip of the centre of charge,
 * charge [e], time [ns] after the nominal collision, number of strips.
 */
const svdClusterSchema = {
  sensor: 'u1',
  side: 'u1',
  strip: 'f4',
  charge: 'f4',
  time: 'f4',
  size: 'u2',
} as const;
/** Clusters of a batch, by sensor, side and strip. */
export type SvdClusters = Table<typeof svdClusterSchema>;

/** Times that a pulse may have [ns], and first step of the search among them. */
const earliest = -150;
const latest = 150;
const coarseStep = 5;
/** Halvings of the step around the best time: to 0.08 ns. */
const halvings = 6;

/**
 * Clusters of strips side by side, with the time of their common pulse. For studies and displays:
 * the chain has no use for them.
 */
export function svdClusters(config: SvdConfig, context: RunContext) {
  const sampling = samplingOf(config, context);
  return (hits: SvdHits, addresses: Addresses): SvdClusters => {
    const builder = new TableBuilder(svdClusterSchema);
    const { offsets, sensor, side, strip } = hits;
    for (let event = 0; event < offsets.length - 1; event++) {
      const channel = (hit: number): number => channelOf(sensor[hit], side[hit], strip[hit]);
      const order = Array.from(
        { length: offsets[event + 1] - offsets[event] },
        (_, row) => offsets[event] + row,
      );
      order.sort((a, b) => channel(a) - channel(b));
      const current = order.length > 0 ? sampling(addresses, event) : undefined;
      let first = 0;
      for (let next = 1; next <= order.length; next++) {
        if (
          next < order.length &&
          channel(order[next]) === channel(order[next - 1]) + 1 &&
          sameSide(hits, order[next], order[first])
        )
          continue;
        if (current !== undefined)
          pushCluster(hits, order.slice(first, next), current, config.shapingTime, builder);
        first = next;
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

const sameSide = ({ sensor, side }: SvdHits, a: number, b: number): boolean =>
  sensor[a] === sensor[b] && side[a] === side[b];

function pushCluster(
  hits: SvdHits,
  members: readonly number[],
  { samples, start }: Readonly<Sampling>,
  shapingTime: number,
  builder: TableBuilder<typeof svdClusterSchema>,
): void {
  const { sensor, side, strip } = hits;
  const { perCount } = electronicsOf(sensor[members[0]], side[members[0]]);
  const taken = Array.from({ length: samples }, (_, sample) => hits[sampleColumns[sample]]);
  const together = taken.map((column) => members.reduce((sum, hit) => sum + column[hit], 0));
  const time = pulseTime(together, start, shapingTime);
  const pulse = together.map((_, sample) =>
    pulseAt(start + sample * samplePeriod - time, shapingTime),
  );
  const norm = pulse.reduce((sum, value) => sum + value * value, 0);
  const heights = members.map((hit) =>
    Math.max(0, taken.reduce((sum, column, sample) => sum + column[hit] * pulse[sample], 0) / norm),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  builder.reserve(1);
  const out = builder.rowCount++;
  const { columns } = builder;
  columns.sensor[out] = sensor[members[0]];
  columns.side[out] = side[members[0]];
  columns.strip[out] =
    members.reduce((sum, hit, index) => sum + heights[index] * (strip[hit] + 0.5), 0) / total;
  columns.charge[out] = total * perCount;
  columns.time[out] = time;
  columns.size[out] = members.length;
}

/** The time at which a pulse of any height fits the samples best: least squares by a search. */
function pulseTime(samples: readonly number[], start: number, shapingTime: number): number {
  const agreement = (time: number): number => {
    let product = 0;
    let norm = 0;
    for (let sample = 0; sample < samples.length; sample++) {
      const pulse = pulseAt(start + sample * samplePeriod - time, shapingTime);
      product += pulse * samples[sample];
      norm += pulse * pulse;
    }
    return norm === 0 || product < 0 ? 0 : (product * product) / norm;
  };
  let best = earliest;
  let height = agreement(best);
  const tryTime = (time: number): void => {
    const value = agreement(time);
    if (value <= height) return;
    best = time;
    height = value;
  };
  for (let time = earliest + coarseStep; time <= latest; time += coarseStep) tryTime(time);
  for (let step = coarseStep / 2, left = halvings; left > 0; step /= 2, left--) {
    const centre = best;
    tryTime(centre - step);
    tryTime(centre + step);
  }
  return best;
}
