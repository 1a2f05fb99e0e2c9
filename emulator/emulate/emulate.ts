import { concat, defer, ignoreElements, map, type Observable } from 'rxjs';
import type { Note } from '../../detector/base/notes.js';
import { shardEvents } from '../../detector/event.js';
import { decide, type DecisionBatch } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup, DecidableBatch } from '../chain/chain.js';
import type { GenerateJob, Job, ParticlesJob } from '../chain/jobs.js';
import type { Observations } from '../chain/observations.js';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import { addCounts, decayCounts, decayNotes } from '../decays/decay-counts.js';
import type { EventChunk } from '../readers/events.js';
import { idleBackgroundNotes } from '../studies/background.js';
import { cardOf, type CardReference, type CardSetup } from '../studies/card.js';
import type { Card, CardPoint } from '../studies/define-card.js';
import { type StudyDocument, studyDocument } from '../studies/document.js';
import { provenanceOf } from '../studies/provenance.js';
import { type EfficiencyInterval, efficiencyInterval } from '../studies/intervals.js';
import { cardReferences } from '../studies/references/of-card.js';
import { Tally, type TallyLayout } from '../studies/tally.js';
import { idleVariationNotes } from '../studies/variations/idle.js';
import { decideInOrder, type PoolResult } from '../workers/pool.js';
import { eventRows } from '../writers/event-rows.js';
import type { EventTable } from '../writers/event-table.js';

interface EmulateOptions {
  readonly jobs: AsyncIterable<Job> | Iterable<Job>;
  readonly setup: ChainSetup;
  /** What is counted of the events; its points stand aside. */
  readonly card: Card & { readonly reference: CardReference };
  /** In place of the card's points: where the events come from. */
  readonly point: CardPoint;
  readonly version: string;
  /** Names, for the document. */
  readonly conditions: string;
  readonly machine: string;
  readonly workers: number;
  /** Table with one row per event. */
  readonly table?: EventTable | undefined;
  /** True once no further events shall be read. */
  readonly stopped: () => boolean;
}

/** What the events of a file or of a process gave: as of a study. */
export interface EmulateResult extends StudyDocument {
  /** Events accepted by the whole menu: the OR of PSNM bits, prescale counters included. */
  readonly accepted: EfficiencyInterval & { readonly selected: number; readonly fired: number };
}

interface Emulation {
  /** The card as it was counted. */
  readonly card: Card;
  /** What of the card the menu lacks. */
  readonly leftOut: readonly string[];
  /**
   * Emits the number of events done after each batch; completes when all that could be read is
   * done.
   */
  readonly progress$: Observable<number>;
  /**
   * With notes on the menu's lines, on what a generator left undecayed, and on what of the card
   * only a study takes: its variations and its background.
   */
  readonly result: () => EmulateResult;
  /** What ended the file early, if anything; the events before it are done and counted. */
  readonly failure: () => unknown;
}

/** The events of a file. */
export async function* fileJobs(file: AsyncIterable<EventChunk>): AsyncGenerator<ParticlesJob> {
  for await (const { numbers, firstIndex: _, ...generated } of file)
    yield { kind: 'particles', generated, numbers };
}

/** The first `count` events of the setup's only point, in batches of its slices. */
export function* processJobs(count: number, batchEvents: number): Generator<GenerateJob> {
  for (let done = 0; done < count; ) {
    const [slice, first] = [Math.floor(done / shardEvents), done % shardEvents];
    const events = Math.min(batchEvents, shardEvents - first, count - done);
    yield { kind: 'generate', slice, first, count: events, point: 0 };
    done += events;
  }
}

/** Runs events through detector and trigger, and counts them as a card does. */
export function emulateEvents(options: EmulateOptions): Emulation {
  const { workers, table, stopped, point } = options;
  const setup: CardSetup = { ...options.setup, card: options.card.reference, otherEvents: true };
  const card = { ...cardOf(options.card, setup), points: [point] };
  const menu = compileMenu(setup.menu);
  const unknown = unknownLines(menu, setup.config);
  const unknownInputs = card.inputProbes.unknown(setup.config);
  const layout = card.layout(menu, unknown, unknownInputs);
  const tally = new Tally(layout);
  const references = cardReferences(card, menu, unknown, unknownInputs);
  const accepts = new Tally(acceptedLayout(menu));
  const decays = decayCounts();
  const provenance = provenanceOf(setup);
  const rowsOf = eventRows(menu);
  let failure: unknown;

  async function* jobs(): AsyncGenerator<Job> {
    try {
      for await (const job of options.jobs) {
        if (stopped()) break;
        yield job;
      }
    } catch (error) {
      // The good events before it are on their way: they are finished first.
      failure = error;
    }
  }

  // Rows are written one batch after the other; a worker's credit comes back when they are.
  let written = Promise.resolve();
  const write = (batch: DecisionBatch & Pick<DecidableBatch, 'weights'>, numbers: Float64Array) => {
    if (table === undefined) return;
    const rows = rowsOf(batch, numbers);
    written = written.then(() => table.write(rows));
  };

  const progress$ = concat(
    decideInOrder(jobs(), { setup, workers, consumers: [{ ready: () => written }] }).pipe(
      map(({ batch, job }) => {
        addCounts(decays, batch.decays ?? []);
        return { ...batch, numbers: numbersOf(job) };
      }),
      decide(menu, setup.config.gdl, setup),
      map((batch) => {
        const { psnmBits } = batch;
        write(batch, batch.numbers);
        tally.add(card.stage === 'psnm' ? { ...batch, ftdlBits: psnmBits } : batch);
        references.add(batch);
        accepts.add({ ...batch, ftdlBits: psnmBits, observations: all(batch.eventCount) });
        return tally.eventCount;
      }),
    ),
    defer(() => written).pipe(ignoreElements()),
  );

  const notes = () => [
    ...unsetInputNotes(menu, unknown),
    ...decayNotes(decays, 'generator'),
    ...idleNotes(card),
  ];
  return {
    card,
    leftOut: card.leftOut(menu),
    progress$,
    failure: () => failure,
    result: () => ({
      ...studyDocument(tally, card, {
        ...setup,
        ...options,
        menu,
        eventsPlanned: tally.eventCount,
        pointEvents: [tally.eventCount],
        references: references.results(),
        notes,
        provenance,
      }),
      accepted: acceptedOf(accepts, card),
    }),
  };
}

/** On what of a card only a study takes. */
const idleNotes = (card: Parameters<typeof idleVariationNotes>[0] & Card): readonly Note[] => [
  ...idleVariationNotes(card),
  ...idleBackgroundNotes(card),
];

/** All events, and those with any line of a menu. */
const acceptedLayout = ({ lines }: CompiledMenu): TallyLayout => {
  const numbers = lines.map(({ number }) => number);
  const accepted = { kind: 'line', name: 'accepted', family: '', numbers } as const;
  return { subjects: [accepted], groups: [{ selection: 0, axis: null }] };
};

/** Of a tally that selects nothing else: every event. */
const all = (eventCount: number): Observations => ({
  variables: {},
  selected: new Uint32Array(eventCount).fill(1),
  probed: new Uint32Array(eventCount),
});

function acceptedOf(tally: Tally, { confidence, interval }: Card): EmulateResult['accepted'] {
  const [selected, fired] = [tally.count(0, 0), tally.count(0, 0, 0)];
  return {
    selected: selected.n,
    fired: fired.n,
    ...efficiencyInterval(selected, fired, confidence, interval),
  };
}

/** The number of each event of a job: that of the file, or its position among the generated. */
function numbersOf(job: PoolResult['job']): Float64Array {
  if (job.kind === 'particles') return job.numbers;
  const first = job.slice * shardEvents + job.first;
  return Float64Array.from({ length: job.count }, (_, event) => first + event);
}
