import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import { countsOf, type DecayCount, takeCounts } from '../../decays/decay-counts.js';
import type { DecidableBatch } from '../../chain/chain.js';
import { type Card, isPrescaled } from '../define-card.js';
import { Tally, type TallyBatch, type TallyCounts, type TallyLayout } from '../tally.js';

/**
 * What some events of one shard give to a study: counts, where their order does not matter, else
 * the events themselves.
 */
export type StudyPart = PartHead &
  ({ readonly counts: TallyCounts } | { readonly events: PartEvents });

interface PartHead {
  readonly slice: number;
  readonly eventCount: number;
  /** What was decayed of its events, where anything was. */
  readonly decays?: readonly DecayCount[];
}

/**
 * Of each event what is counted, with only those variables that the card has axes of; bits of lines
 * that were not decided, for the card does not count them, are 0.
 */
export type PartEvents = Omit<TallyBatch, 'addresses' | 'eventCount'>;

/**
 * Makes the part of a study from a batch of one shard; runs in the workers. Events of weight 1 are
 * counted there. Prescale counters (of references too) and sums of weights want the events in
 * order, variations want to know each: those travel.
 */
export function partCounter(card: Card, menu: CompiledMenu): (batch: DecidableBatch) => StudyPart {
  const layout = card.layout(menu);
  const tally = new Tally(layout);
  const { references = [], variations = [] } = card;
  const names = [
    ...new Set([
      ...axisVariables(layout),
      ...references.flatMap(({ axis }) => axis?.variable ?? []),
    ]),
  ];
  return (batch) => {
    const { eventCount, weights, decays } = batch;
    const slice = batch.addresses.slice[0]!;
    const head = { slice, eventCount, ...(decays !== undefined && { decays }) };
    const inAnyOrder = !isPrescaled(card) && variations.length === 0;
    if (inAnyOrder && weights.every((weight) => weight === 1)) {
      tally.add(batch);
      return { ...head, counts: tally.takeCounts() };
    }
    const { variables, selected, probed } = batch.observations;
    const kept = Object.fromEntries(
      names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
    );
    return {
      ...head,
      events: {
        weights,
        ftdlBits: batch.ftdlBits,
        observations: { variables: kept, selected, probed },
      },
    };
  };
}

/** Variables that the curves and maps of a layout are against. */
function axisVariables({ groups }: TallyLayout): readonly string[] {
  return [
    ...new Set(
      groups.flatMap(({ axis, second }) => [axis?.variable ?? [], second?.variable ?? []].flat()),
    ),
  ];
}

/** Parts that follow each other in one shard, counts added up. */
export function joinParts(parts: readonly StudyPart[]): readonly StudyPart[] {
  const joined: StudyPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && 'counts' in last && 'counts' in part) {
      const eventCount = last.eventCount + part.eventCount;
      const decays = joinDecays(last.decays, part.decays);
      joined[joined.length - 1] = {
        slice: last.slice,
        eventCount,
        ...(decays !== undefined && { decays }),
        counts: addCounts(last.counts, part.counts),
      };
    } else joined.push(part);
  }
  return joined;
}

function joinDecays(a: StudyPart['decays'], b: StudyPart['decays']): StudyPart['decays'] {
  return a === undefined || b === undefined ? (a ?? b) : takeCounts(countsOf([...a, ...b]));
}

/** Sums of two lists of cells. */
function addCounts(a: TallyCounts, b: TallyCounts): TallyCounts {
  const sums = new Map<number, number>();
  for (const { cells, counts } of [a, b])
    cells.forEach((cell, row) => sums.set(cell, (sums.get(cell) ?? 0) + counts[row]!));
  const cells = Uint32Array.from(sums.keys()).sort();
  return { cells, counts: cells.map((cell) => sums.get(cell)!) };
}
