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
}

/** A variation that was stopped before its last event, or not reached. */
export interface ShortVariation {
  readonly name: string;
  /** Events counted; 0 when it was not reached. */
  readonly events: number;
  readonly eventsPlanned: number;
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

/** What came of a variation. */
export function variationResult(
  { name, set, machineSet }: Variation,
  tally: PairedTally,
  {
    subjects,
    ...told
  }: Pick<VariationResult, 'conditions' | 'machine' | 'confidence' | 'interval'> & {
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
