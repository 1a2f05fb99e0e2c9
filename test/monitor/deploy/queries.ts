import type { Sample } from '../scrape.js';

/** What a query asks for: a metric, or what a rule recorded, with what its labels must be. */
export interface Selector {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every selector of ours in a query; of its matchers those alone that ask for a value. */
export const selectorsOf = (query: string): readonly Selector[] =>
  [...query.matchAll(/\b((?:\w+:)?b2l1_\w+(?::\w+)?)(?:\{([^}]*)\})?/g)].map(
    ([, metric = '', matchers = '']) => ({
      metric,
      labels: Object.fromEntries(
        [...matchers.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [
          label,
          value,
        ]),
      ),
    }),
  );

/** Selectors for which a scrape has nothing and no rule records anything. */
export const unknownSelectors = (
  queries: readonly string[],
  scrape: readonly Sample[],
  recorded: readonly string[],
): readonly Selector[] =>
  queries
    .flatMap(selectorsOf)
    .filter(
      ({ metric, labels }) =>
        !recorded.includes(metric) &&
        !scrape.some(
          (sample) =>
            sample.name === metric &&
            Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
        ),
    );
