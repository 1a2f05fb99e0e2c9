import { join } from 'node:path';
import { noMachine } from '../settings/machine.js';
import type { StudyDocument } from '../studies/document.js';
import type { CountedBatch } from '../studies/study.js';
import type { TallyLayout, TallySubject } from '../studies/tally.js';
import { Outcomes, PairedTally } from '../studies/variations/outcomes.js';
import {
  type ShortVariation,
  type VariationResult,
  variationResult,
} from '../studies/variations/result.js';
import { type Variation, variationFolder } from '../studies/variations/variation.js';
import type { CommonOptions, MachineOptions } from './context.js';

/** What a variation changes of the options of a study. */
type Varied = Pick<CommonOptions, 'set'> & MachineOptions;

/** The machine whose parameters are varied when neither study nor variation names one. */
const fallback = '2022-peak';

/** The options of a study with what a variation changes; with --out it has a folder of its own. */
export function variedOptions<O extends Varied & { readonly out?: string }>(
  options: O,
  { name, set, machine, machineSet }: Variation,
): O {
  const named =
    machine ?? (options.machine === noMachine && machineSet.length > 0 ? fallback : undefined);
  return {
    ...options,
    set: [...options.set, ...set],
    machine: named ?? options.machine,
    machineSet: [...(named === undefined ? options.machineSet : []), ...machineSet],
    ...(options.out !== undefined && { out: join(options.out, variationFolder(name)) }),
  };
}

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
        result: (
          variation: Variation,
          told: Pick<VariationResult, 'conditions' | 'machine' | 'confidence' | 'interval'>,
        ): VariationResult => variationResult(variation, tally, { ...told, subjects }),
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
 * Runs a card's variations after the study itself, until it or one of them is stopped.
 * @returns the run of the study, with what came of them and which are short of its events
 */
export async function varyStudy<R extends Run, V extends { readonly variation: Variation }>(
  nominal: R,
  varied: readonly V[],
  { compare }: ReturnType<typeof nominalOutcomes>,
  run: (varied: V, counted: Counted) => Promise<Run>,
): Promise<R> {
  const variations: VariationResult[] = [];
  let { stopped } = nominal;
  for (const each of varied) {
    if (stopped) break;
    const { counted, result } = compare();
    const own = await run(each, counted);
    const { conditions, machine, confidence, interval } = own.document;
    variations.push(result(each.variation, { conditions, machine, confidence, interval }));
    stopped = own.stopped;
  }
  const { eventsPlanned } = nominal.document;
  const short = varied.flatMap(({ variation: { name } }, place): readonly ShortVariation[] => {
    const { events } = variations[place] ?? { events: 0 };
    return events < eventsPlanned ? [{ name, events, eventsPlanned }] : [];
  });
  const document = {
    ...nominal.document,
    ...(variations.length > 0 && { variations }),
    ...(short.length > 0 && { variationsShort: short }),
  };
  return { ...nominal, document, stopped };
}

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
