import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import type { Note } from '../../detector/base/notes.js';
import { concat, defer, ignoreElements, map, type Observable, tap } from 'rxjs';
import { decide } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../chain/chain.js';
import type { EventChunk } from '../readers/events.js';
import { shardEvents } from '../../detector/event.js';
import { addCounts, decayCounts, decayNotes } from '../decays/decay-counts.js';
import { defineCard } from '../studies/define-card.js';
import { type EfficiencyInterval, efficiencyInterval } from '../studies/intervals.js';
import { totalsOf } from '../studies/results.js';
import type { EfficiencyResult } from '../studies/curve-result.js';
import { Tally } from '../studies/tally.js';
import { decideInOrder, type PoolResult } from '../workers/pool.js';
import type { GenerateJob, Job, ParticlesJob } from '../chain/jobs.js';
import type { EventTable } from '../writers/event-table.js';

interface EmulateOptions {
  /** Where the events come from, for titles. */
  readonly source: string;
  readonly jobs: AsyncIterable<Job> | Iterable<Job>;
  readonly setup: ChainSetup;
  readonly workers: number;
  /** Table with one row per event. */
  readonly table?: EventTable | undefined;
  /** True once no further events shall be read. */
  readonly stopped: () => boolean;
}

/** What a file's events gave. */
export interface EmulateResult {
  readonly events: number;
  readonly weighted: boolean;
  readonly lines: readonly EfficiencyResult[];
  readonly families: readonly EfficiencyResult[];
  /** Events accepted by the whole menu: the OR of PSNM bits, prescale counters included. */
  readonly accepted: EfficiencyInterval & { readonly selected: number; readonly fired: number };
}

interface Emulation {
  /**
   * Emits the number of events done after each batch; completes when all that could be read is
   * done.
   */
  readonly progress$: Observable<number>;
  readonly result: () => EmulateResult;
  /** What a user should know of the menu's lines, and of what a generator left undecayed. */
  readonly notes: () => readonly Note[];
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

/** Runs events through detector and trigger. */
export function emulateEvents(options: EmulateOptions): Emulation {
  const { source, setup, workers, table, stopped } = options;
  const menu = compileMenu(setup.menu);
  const card = defineCard(everyLine(source, menu));
  const unknown = unknownLines(menu, setup.config);
  const layout = card.layout(menu, unknown);
  const tally = new Tally(layout);
  const accepts = new Tally({ ...layout, subjects: [anyLineOf(menu)] });
  const decays = decayCounts();
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
  const write = ({ batch, job }: PoolResult): void => {
    if (table === undefined) return;
    const rows = {
      eventCount: batch.eventCount,
      numbers: numbersOf(job),
      weights: batch.weights,
      bits: batch.ftdlBits,
    };
    written = written.then(() => table.write(rows));
  };

  const progress$ = concat(
    decideInOrder(jobs(), { setup, workers, consumers: [{ ready: () => written }] }).pipe(
      tap(write),
      map(({ batch }) => {
        addCounts(decays, batch.decays ?? []);
        return batch;
      }),
      decide(menu, setup.config.gdl, setup),
      map((batch) => {
        tally.add(batch);
        accepts.add({ ...batch, ftdlBits: batch.psnmBits });
        return tally.eventCount;
      }),
    ),
    defer(() => written).pipe(ignoreElements()),
  );

  return {
    progress$,
    failure: () => failure,
    notes: () => [...unsetInputNotes(menu, unknown), ...decayNotes(decays, 'generator')],
    result: () => {
      const totals = totalsOf(tally, card, menu);
      const selected = accepts.count(0, 0);
      const fired = accepts.count(0, 0, 0);
      return {
        events: tally.eventCount,
        weighted: tally.weighted,
        lines: totals.slice(0, card.lines.length),
        families: totals.slice(card.lines.length),
        accepted: {
          selected: selected.n,
          fired: fired.n,
          ...efficiencyInterval(selected, fired, card.confidence, card.interval),
        },
      };
    },
  };
}

/** The OR of all lines of a menu. */
const anyLineOf = ({ lines }: CompiledMenu) =>
  ({
    kind: 'line',
    name: 'accepted',
    family: '',
    numbers: lines.map(({ number }) => number),
  }) as const;

/** The number of each event of a job: that of the file, or its position among the generated. */
function numbersOf(job: PoolResult['job']): Float64Array {
  if (job.kind === 'particles') return job.numbers;
  const first = job.slice * shardEvents + job.first;
  return Float64Array.from({ length: job.count }, (_, event) => first + event);
}

/** A card that counts every line and family of a menu over all events. */
function everyLine(name: string, { lines }: CompiledMenu) {
  const families = [...new Set(lines.flatMap(({ family }) => family || []))];
  return {
    name,
    title: name,
    doc: '',
    points: [],
    events: 0,
    lines: lines.map((line) => line.name),
    families,
    curves: [],
  } as const;
}
