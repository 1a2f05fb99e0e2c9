import { concatMap, type Observable, tap } from 'rxjs';
import { isAccepted } from '../triggers/gdl/prescale.js';
import { decide } from '../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../triggers/gdl/menu.js';
import type { ChainSetup } from './chain.js';
import type { EventFile } from './readers/events.js';
import { defineCard } from './studies/define-card.js';
import { type EfficiencyInterval, efficiencyInterval } from './studies/intervals.js';
import { type EfficiencyResult, totalsOf } from './studies/results.js';
import { Tally } from './studies/tally.js';
import { decideInOrder } from './workers/pool.js';
import type { ParticlesJob } from './workers/protocol.js';
import type { EventTable } from './writers/event-table.js';

export interface EmulateOptions {
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

export interface Emulation {
  /** Emits the number of events done after each batch; completes when all that could be read is done. */
  readonly progress$: Observable<number>;
  readonly result: () => EmulateResult;
  /** What ended the file early, if anything; the events before it are done and counted. */
  readonly failure: () => unknown;
}

/** Runs the events of a file through detector and trigger. */
export function emulateFile({ file, setup, workers, table, stopped }: EmulateOptions): Emulation {
  const menu = compileMenu(setup.menu);
  const card = defineCard(everyLine(file.path, menu));
  const tally = new Tally(card.layout(menu));
  let failure: unknown;
  let accepted = 0;

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

  const progress$ = decideInOrder(jobs(), { setup, workers }).pipe(
    concatMap(async ({ batch, job }) => {
      if (table !== undefined && job.kind === 'particles') {
        await table.write({ eventCount: batch.eventCount, numbers: job.numbers, weights: batch.weights, bits: batch.ftdlBits });
      }
      return batch;
    }),
    decide(menu, setup.config.gdl, setup),
    tap((batch) => {
      tally.add(batch);
      for (let event = 0; event < batch.eventCount; event++) if (isAccepted(batch.psnmBits, event)) accepted++;
    }),
    concatMap(() => [tally.eventCount]),
  );

  return {
    progress$,
    failure: () => failure,
    result: () => {
      const totals = totalsOf(tally, card, menu);
      const events = tally.eventCount;
      return {
        events,
        weighted: tally.weighted,
        lines: totals.slice(0, card.lines.length),
        families: totals.slice(card.lines.length),
        accepted: { selected: events, fired: accepted, ...efficiencyInterval(unit(events), unit(accepted), card.confidence) },
      };
    },
  };
}

/** A card that counts every line and family of a menu over all events. */
function everyLine(name: string, { lines }: CompiledMenu) {
  const families = [...new Set(lines.flatMap(({ family }) => family || []))];
  return { name, title: name, doc: '', points: [], events: 0, lines: lines.map((line) => line.name), families, curves: [] } as const;
}

function unit(n: number) {
  return { n, sumw: n, sumw2: n };
}
