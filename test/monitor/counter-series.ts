import { daqMetrics } from '../../monitor/daq-metrics.js';
import { machineMetrics } from '../../monitor/machine-metrics.js';
import { runMetrics } from '../../monitor/metric-definitions.js';
import type { RunSnapshot } from '../../monitor/ports.js';

const counters = [...runMetrics(0.6827), ...machineMetrics, ...daqMetrics].filter(
  ({ type }) => type === 'counter',
);

/** Every series of a counter of the run that a scrape of a snapshot has, without its value. */
export const counterSeries = (snapshot: RunSnapshot): readonly string[] =>
  counters
    .flatMap(({ name, read }) =>
      read(snapshot).map(([labels]) => `${name} ${JSON.stringify(Object.entries(labels))}`),
    )
    .toSorted();

/** The sum of a counter over all its series. */
export const counted = (snapshot: RunSnapshot, name: string): number =>
  counters
    .find((counter) => counter.name === name)!
    .read(snapshot)
    .reduce((sum, [, value]) => sum + value, 0);
