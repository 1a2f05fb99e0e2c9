import { EmulatorError, showValue } from '../../detector/base/errors.js';
import type { StudyDocument } from '../studies/document.js';
import type { CountedBatch } from '../studies/study.js';
import type { TallyLayout, TallySubject } from '../studies/tally.js';
import { Outcomes, PairedTally } from '../studies/variations/outcomes.js';
import {
  type ShortVariation,
  type ToldOfStudy,
  type VariationResult,
  variationResult,
} from '../studies/variations/result.js';
import type { Variation } from '../studies/variations/variation.js';

/** Told of batches as a study counts them. */
export type Counted = (batch: CountedBatch, layout: TallyLayout) => void;

/** Keeps what a study counts, to be compared with what its variations count of the same events. */
export function nominalOutcomes() {
  let kept: Outcomes | undefined;
  const counted: Counted = (batch, layout) => {
    kept ??= outcomesOf(layout);
    kept.add(batch);
  };
  return {
    counted,
    /** Compares a variation while it is counted; the nominal study is at its end. */
    compare: () => {
      const first = kept?.all() ?? new Uint8Array(0);
      let subjects: readonly TallySubject[] = kept?.subjects ?? [];
      let tally = new PairedTally(first, new Outcomes(subjects, 0));
      let isOpen = false;
      const compared: Counted = (batch, layout) => {
        if (!isOpen) {
          subjects = remarked(layout.subjects, kept?.subjects ?? []);
          tally = new PairedTally(first, outcomesOf(layout));
          isOpen = true;
        }
        tally.add(batch);
      };
      return {
        counted: compared,
        result: (variation: Variation, told: Pick<VariationResult, ToldOfStudy>): VariationResult =>
          variationResult(variation, tally, { ...told, subjects }),
      };
    },
  };
}

/** What is kept of a study that was run. */
interface Run {
  readonly document: StudyDocument;
  readonly stopped: boolean;
}

/**
 * Runs a card's variations after the study itself, until it or one of them is stopped or fails.
 * @returns the run of the study, with what came of them and which are short of its events
 */
export async function varyStudy<R extends Run, V extends { readonly variation: Variation }>(
  nominal: R,
  varied: readonly V[],
  { compare }: ReturnType<typeof nominalOutcomes>,
  run: (varied: V, counted: Counted) => Promise<Run>,
): Promise<R & { readonly failed?: FailedVariation }> {
  const variations: VariationResult[] = [];
  let { stopped } = nominal;
  let failed: FailedVariation | undefined;
  for (const each of varied) {
    if (stopped) break;
    const { counted, result } = compare();
    try {
      const own = await run(each, counted);
      const { conditions, machine, confidence, interval, notes } = own.document;
      variations.push(result(each.variation, { conditions, machine, confidence, interval, notes }));
      stopped = own.stopped;
    } catch (cause) {
      failed = { name: each.variation.name, cause };
      stopped = true;
    }
  }
  const { eventsPlanned } = nominal.document;
  const short = varied.flatMap(({ variation: { name } }, place): readonly ShortVariation[] => {
    const { events } = variations[place] ?? { events: 0 };
    const failure = failed?.name === name && {
      failure: `${(failed.cause as Partial<Error>).message}`,
    };
    return events < eventsPlanned ? [{ name, events, eventsPlanned, ...failure }] : [];
  });
  const document = {
    ...nominal.document,
    ...(variations.length > 0 && { variations }),
    ...(short.length > 0 && { variationsShort: short }),
  };
  return { ...nominal, document, stopped, ...(failed !== undefined && { failed }) };
}

/** The variation that a study could not go on after. */
interface FailedVariation {
  readonly name: string;
  readonly cause: unknown;
}

/** What a variation failed with, by its name; faults of the program as they are. */
export const failureOf = ({ name, cause }: FailedVariation): unknown =>
  cause instanceof EmulatorError
    ? new EmulatorError(cause.code, `variation ${showValue(name)}: ${cause.message}`, { cause })
    : cause;

const outcomesOf = ({ subjects, groups }: TallyLayout): Outcomes =>
  new Outcomes(subjects, groups[0]!.selection);

/** Subjects that are not measured in one of both studies are in none. */
const remarked = (
  own: readonly TallySubject[],
  nominal: readonly TallySubject[],
): readonly TallySubject[] =>
  own.map((subject, place) => {
    const remark = subject.remark ?? nominal[place]?.remark;
    return remark === undefined ? subject : { ...subject, remark };
  });
