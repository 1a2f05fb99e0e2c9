import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricDefinition } from './metric-definitions.js';
import type { RunSnapshot } from './ports.js';

/** One sample as topic `metrics` sends it. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** All metrics at one snapshot: the text of a scrape and the same samples as records. */
interface MetricsReading {
  readonly snapshot: RunSnapshot;
  readonly text: string;
  readonly samples: readonly MetricSample[];
}

/** The metrics of a run at a snapshot, for `/metrics` and for topic `metrics` alike. */
export interface Metrics {
  /** Content type of the text. */
  readonly contentType: string;
  /** Made once for a snapshot, so that everybody who reads at the same sequence reads the same. */
  readonly at: (snapshot: RunSnapshot) => Promise<MetricsReading>;
}

/**
 * A registry of its own whose values are set from the cumulative snapshot when somebody reads.
 * @see D-050
 */
export function makeMetrics(definitions: readonly MetricDefinition[]): Metrics {
  const registry = new Registry();
  const fill = definitions.map((definition) => filler(definition, registry));
  let latest:
    | { readonly snapshot: RunSnapshot; readonly reading: Promise<MetricsReading> }
    | undefined;
  const at = (snapshot: RunSnapshot): Promise<MetricsReading> => {
    if (latest?.snapshot !== snapshot) {
      for (const set of fill) set(snapshot);
      latest = { snapshot, reading: readAll(registry, snapshot) };
    }
    return latest.reading;
  };
  return { contentType: registry.contentType, at };
}

function filler(
  { type, name, help, labels, read }: MetricDefinition,
  registry: Registry,
): (snapshot: RunSnapshot) => void {
  const options = { name: `b2l1_${name}`, help, labelNames: labels, registers: [registry] };
  const metric = type === 'counter' ? new Counter(options) : new Gauge(options);
  return (snapshot) => {
    metric.reset();
    // What has no labels would stay as 0, though the snapshot tells nothing of it.
    if (labels.length === 0) metric.remove();
    for (const [labelValues, value] of read(snapshot)) {
      if (metric instanceof Gauge) metric.set(labelValues, value);
      else metric.inc(labelValues, value);
    }
  };
}

/**
 * prom-client takes the values of both forms before its first await, so a later fill does not mix
 * in.
 */
async function readAll(registry: Registry, snapshot: RunSnapshot): Promise<MetricsReading> {
  const [text, metrics] = await Promise.all([registry.metrics(), registry.getMetricsAsJSON()]);
  const samples = metrics.flatMap(({ name, values }) =>
    values.map(({ labels, value }) => ({ name, labels: labels as MetricSample['labels'], value })),
  );
  return { snapshot, text, samples };
}
