import type { ObserveContext, ObservedBatch } from '../../chain/observed.js';
import { loneProng, loneProngVariables } from './lone-prong.js';
import type { Variable } from '../../chain/observed.js';
import {
  difference,
  identify,
  type PidDetector,
  type Question,
} from '../../offline/pid/identify.js';
import { workingPoints } from '../../offline/pid/working-points.js';

/** Kaon against pion with one counter alone: NaN for a track that does not cross it. */
const counters = ['top', 'arich'] as const satisfies readonly PidDetector[];
/** Name of the variable that holds the difference of log-likelihoods of a question. */
export const differenceOf = (kind: string): string => `difference-${kind}`;

const questions: readonly (readonly [name: string, question: Question])[] = [
  ...Object.entries(workingPoints),
  ...counters.map(
    (counter) => [counter, { kind: 'kaon', against: 'pion', detectors: [counter] }] as const,
  ),
];

/**
 * Variables of events with one particle of the collision: what it is, and how its track is
 * identified.
 */
export const loneTrackVariables: Readonly<Record<string, Variable>> = {
  ...loneProngVariables,
  ...Object.fromEntries(
    questions.map(([name, { kind, against, detectors }]) => [
      differenceOf(name),
      {
        label: 'Δ ln L',
        unit: '',
        factor: 1,
        doc: `log-likelihood of ${kind} over ${against} from ${detectors.join(', ')}`,
      },
    ]),
  ),
};

/**
 * Makes them for each event's first particle; 0 where no detector says anything, NaN without a
 * track.
 */
export function loneTrack(
  context: ObserveContext,
): (
  batch: ObservedBatch<'ecl' | 'klm' | 'top' | 'arich', 'klmMatches'>,
) => Record<string, Float64Array> {
  const find = identify(context);
  return (batch) => {
    const columns: Record<string, Float64Array> = loneProng(batch);
    for (const [name] of questions)
      columns[differenceOf(name)] = new Float64Array(batch.eventCount).fill(Number.NaN);
    const pid = find(batch);
    pid.tracks.forEach(({ event, particle }, track) => {
      if (particle !== 0) return;
      for (const [name, question] of questions) {
        const value = difference(pid, track, question);
        const silent = counters.some((counter) => counter === name) && value === 0;
        columns[differenceOf(name)]![event] = silent ? Number.NaN : value;
      }
    });
    return columns;
  };
}
