import type { Note } from '../../../detector/base/notes.js';
import type { Compared } from '../ratio.js';
import type { TallySubject } from '../tally.js';
import { type IntervalMethod, unknownEfficiency } from '../intervals.js';
import type { PairedTally } from './outcomes.js';
import { type PairedEfficiency, pairedEfficiency } from './paired-difference.js';
import type { Variation } from './variation.js';

/** A variation beside the study that it varies, as `results.json` holds it. */
export interface VariationResult {
  readonly name: string;
  readonly set: readonly string[];
  readonly machineSet: readonly string[];
  readonly conditions: string;
  readonly machine: string;
  /** Events that both have; fewer than the study when it was interrupted. */
  readonly events: number;
  readonly confidence: number;
  readonly interval: IntervalMethod;
  readonly subjects: readonly VariedSubject[];
  /** What a user should know of how its events were made, also where the study says it too. */
  readonly notes: readonly Note[];
}

/** A variation that failed, was stopped before its last event, or not reached. */
export interface ShortVariation {
  readonly name: string;
  /** Events counted; 0 when it failed or was not reached. */
  readonly events: number;
  readonly eventsPlanned: number;
  /** What it failed with. */
  readonly failure?: string;
}

/** A line, family or probe without and with the variation. */
export interface VariedSubject {
  readonly kind: TallySubject['kind'];
  readonly name: string;
  readonly nominal: PairedEfficiency['first'];
  readonly varied: PairedEfficiency['second'];
  /** Varied less nominal, of the same events. */
  readonly difference: Compared;
  readonly correlation: number;
  /** Why it is not measured. */
  readonly remark?: string;
}

/** What a variation has of its study as it is. */
export type ToldOfStudy = 'conditions' | 'machine' | 'confidence' | 'interval' | 'notes';

/** What came of a variation. */
export function variationResult(
  { name, set, machineSet }: Variation,
  tally: PairedTally,
  {
    subjects,
    ...told
  }: Pick<VariationResult, ToldOfStudy> & {
    readonly subjects: readonly TallySubject[];
  },
): VariationResult {
  return {
    name,
    set,
    machineSet,
    ...told,
    events: tally.eventCount,
    subjects: subjects.map(({ kind, name: subject, remark }, place) => {
      const { confidence, interval } = told;
      const { first, second, difference, correlation } = pairedEfficiency(
        tally.counts(place),
        confidence,
        interval,
      );
      if (remark === undefined)
        return { kind, name: subject, nominal: first, varied: second, difference, correlation };
      return {
        kind,
        name: subject,
        nominal: { ...first, ...unknownEfficiency },
        varied: { ...second, ...unknownEfficiency },
        difference: { value: null, low: -1, high: 1 },
        correlation: 0,
        remark,
      };
    }),
  };
}
