import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import type { Note } from '../../detector/base/notes.js';
import { concat, defer, ignoreElements, map, type Observable, tap } from 'rxjs';
import { decide } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../chain/chain.js';
import type { EventFile } from '../readers/events.js';
import { defineCard } from '../studies/define-card.js';
import { type EfficiencyInterval, efficiencyInterval } from '../studies/intervals.js';
import { totalsOf } from '../studies/results.js';
import type { EfficiencyResult } from '../studies/curve-result.js';
import { Tally } from '../studies/tally.js';
import { decideInOrder, type PoolResult } from '../workers/pool.js';
import type { ParticlesJob } from '../chain/jobs.js';
import type { EventTable } from '../writers/event-table.js';

interface EmulateOptions {
  readonly file: EventFile;
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
  /** What a user should know of the menu's lines. */
  readonly notes: readonly Note[];
  /** What ended the file early, if anything; the events before it are done and counted. */
  readonly failure: () => unknown;
}

/** Runs the events of a file through detector and trigger. */
export function emulateFile({ file, setup, workers, table, stopped }: EmulateOptions): Emulation {
  const menu = compileMenu(setup.menu);
  const card = defineCard(everyLine(file.path, menu));
  const unknown = unknownLines(menu, setup.config);
  const layout = card.layout(menu, unknown);
  const tally = new Tally(layout);
  const anyLine = {
    kind: 'line',
    name: 'accepted',
    family: '',
    numbers: menu.lines.map(({ number }) => number),
  } as const;
  const accepts = new Tally({ ...layout, subjects: [anyLine] });
  let failure: unknown;

  async function* jobs(): AsyncGenerator<ParticlesJob> {
    try {
      for await (const chunk of file) {
        if (stopped()) break;
        const { numbers, firstIndex: _, ...generated } = chunk;
        yield { kind: 'particles', generated, numbers };
      }
    } catch (error) {
      // The good events before it are on their way: they are finished first.
      failure = error;
    }
  }

  // Rows are written one batch after the other; a worker's credit comes back when they are.
  let written = Promise.resolve();
  const write = ({ batch, job }: PoolResult): void => {
    if (table === undefined || job.kind !== 'particles') return;
    const rows = {
      eventCount: batch.eventCount,
      numbers: job.numbers,
      weights: batch.weights,
      bits: batch.ftdlBits,
    };
    written = written.then(() => table.write(rows));
  };

  const progress$ = concat(
    decideInOrder(jobs(), { setup, workers, consumers: [{ ready: () => written }] }).pipe(
      tap(write),
      map(({ batch }) => batch),
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
    notes: unsetInputNotes(menu, unknown),
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
          ...efficiencyInterval(selected, fired, card.confidence),
        },
      };
    },
  };
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
