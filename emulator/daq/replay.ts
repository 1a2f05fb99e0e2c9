import { catchError, from, map, type Observable, tap, throwError } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { inputWords, setBit } from '../../triggers/batches.js';
import { machineDrives } from '../../triggers/bits/machine.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { inputSlots } from '../../triggers/slots.js';
import { knownLists } from '../chain/need.js';
import { runTrigger } from '../chain/trigger.js';
import { Comparison, type ComparedLine, type EventDifference, summedLines } from './compare.js';
import { Journal, type RunBooks } from './journal.js';
import { recordedHits } from '../chain/recorded-events.js';
import { menuHash } from './menu-hash.js';
import { type RecordedLeg, RecordedLegs, withoutOverlay } from './recorded-legs.js';
import type { Recording } from './recording.js';
import type { EventsRecord, RunRecord } from './records.js';

interface ReplayOptions {
  readonly recording: Recording;
  /** Menu to decide with; that of the recording by default. */
  readonly menu?: Menu | undefined;
  /** True once nothing more shall be read. */
  readonly stopped: () => boolean;
}

/** What came of deciding the recorded events again. */
export interface ReplayResult {
  /** Whether the menus decide alike; only then must the lines be the same. */
  readonly sameMenu: boolean;
  readonly events: number;
  /**
   * Events that are not as recorded: input bits, timing source, impossible PSNM bits, and under the
   * same menu lines.
   */
  readonly differing: number;
  /** The first differences. */
  readonly differences: readonly EventDifference[];
  readonly lines: readonly ComparedLine[];
  /** What the menu would do with the recorded events; null for the recorded menu. */
  readonly verdicts: {
    readonly accepted: number;
    readonly prescaled: number;
    readonly refused: number;
  } | null;
  readonly books: RunBooks;
  /** What the comparison can and cannot tell. */
  readonly limits: readonly string[];
}

interface Replay {
  /** Emits the number of events done. */
  readonly progress$: Observable<number>;
  readonly result: () => ReplayResult;
}

/**
 * Decides the recorded events again, from their hits on.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function replayRecording({ recording, menu: asked, stopped }: ReplayOptions): Replay {
  const { run } = recording;
  const legs = new RecordedLegs(withoutOverlay(run));
  const trials = new Trials(run, asked);
  const journal = new Journal(recording);
  let trial = trials.begin(legs.last);

  async function* records(): AsyncGenerator<EventsRecord> {
    for await (const item of recording.items()) {
      if (stopped()) return;
      journal.add(item);
      const begun = item.kind === 'epoch' ? legs.add(item) : undefined;
      if (begun !== undefined) trial = trials.begin(begun);
      if (item.kind === 'events' && item.index.length > 0) yield item;
    }
  }

  const progress$ = from(records()).pipe(
    map((record) => hitBatch(record, run)),
    map((batch) => trial.trigger(batch)),
    catchError((error: unknown) => throwError(() => hitsError(error, run))),
    tap(({ record, inputBits, ftdlBits }) => trial.comparison.add(record, { inputBits, ftdlBits })),
    map(() => trials.events),
  );
  return {
    progress$,
    result: () => ({
      ...trials.result(),
      books: journal.books(),
      limits: limitsOf(run, trials.sameMenu),
    }),
  };
}

/** Recorded events under the settings of one leg of their run, decided again. */
interface Trial {
  readonly trigger: ReturnType<typeof runTrigger>;
  readonly comparison: Comparison;
}

/** The legs of a recording, each compared by itself, and their sums. */
class Trials {
  readonly #run: RunRecord;
  readonly #asked: Menu | undefined;
  readonly #comparisons: Comparison[] = [];
  /** Whether the menu decides as those of all legs do. */
  sameMenu = true;

  constructor(run: RunRecord, asked: Menu | undefined) {
    this.#run = run;
    this.#asked = asked;
  }

  begin({ setup: { config, menu: own } }: RecordedLeg): Trial {
    const { run, seed, passThrough } = this.#run;
    const menu = compileMenu(this.#asked ?? own);
    const sameMenu = menuHash(menu.menu) === menuHash(own);
    this.sameMenu &&= sameMenu;
    const comparison = new Comparison(
      { run, recorded: compileMenu(own), replayed: menu, sameMenu, passThrough },
      config.gdl.timing,
    );
    this.#comparisons.push(comparison);
    return { trigger: runTrigger(menu, { seed, config }, knownLists(config)), comparison };
  }

  get events(): number {
    return this.#comparisons.reduce((sum, { events }) => sum + events, 0);
  }

  result(): Omit<ReplayResult, 'books' | 'limits'> {
    const all = this.#comparisons;
    const verdicts = { accepted: 0, prescaled: 0, refused: 0 };
    for (const each of all)
      for (const key of ['accepted', 'prescaled', 'refused'] as const)
        verdicts[key] += each.verdicts[key];
    return {
      sameMenu: this.sameMenu,
      events: this.events,
      differing: all.reduce((sum, { differing }) => sum + differing, 0),
      differences: all.flatMap(({ differences }) => differences),
      lines: summedLines(all.map((each) => each.lines())),
      verdicts: this.sameMenu ? null : verdicts,
    };
  }
}

/** Slots that the machine drives, in words of input bits. */
const machineSlots = new Uint32Array(inputWords);
for (const name of machineDrives) setBit(machineSlots, inputWords, 0, inputSlots[name]);

/**
 * Recorded events as the trigger sees them: with what the machine gave them, which does not follow
 * from hits.
 */
function hitBatch(record: EventsRecord, run: RunRecord) {
  const { slice, index } = record;
  const eventCount = index.length;
  const addresses = { run: run.run, slice: new Uint32Array(eventCount).fill(slice), index };
  const hits = recordedHits(record.hits, run.version);
  return { record, eventCount, addresses, givenBits: givenBitsOf(record), hits };
}

/** Input bits that the machine had given recorded events. */
export function givenBitsOf({ givenBits, inputBits }: EventsRecord): Uint32Array {
  return givenBits ?? inputBits.map((word, at) => word & machineSlots[at % inputWords]!);
}

/** Recorded numbers that no detector gives may lead a stage astray. */
function hitsError(error: unknown, { version }: RunRecord): unknown {
  if (error instanceof EmulatorError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new EmulatorError(
    'RECORDING_HITS',
    `the trigger cannot play the hits of the recording (version ${version}): ${why}`,
    { cause: error },
  );
}

function limitsOf({ menu, passThrough }: RunRecord, sameMenu: boolean): readonly string[] {
  const psnm =
    passThrough === 1
      ? 'Lines are compared before prescale (FTDL): what a prescale keeps depends on where its ' +
        'counter began. Recorded PSNM bits are checked against the FTDL bits.'
      : 'Prescale counters also count events that were not recorded: lines are compared before ' +
        'prescale (FTDL). Recorded PSNM bits are checked against the FTDL bits; --regenerate ' +
        'plays the other events too and repeats the counters.';
  return sameMenu ? [psnm] : [gainsOf(menu.name, passThrough), psnm];
}

/** What another menu can gain of the events that the recording holds, in words. */
export function gainsOf(name: string, passThrough: number | undefined): string {
  if (passThrough === 1)
    return (
      `The recording holds every event that was decided, refused by menu ${name} or not: what ` +
      'another menu gains and loses is all there is in the run. Events count once, whatever ' +
      'their weight; what opened no window under the recorded menu was never decided.'
    );
  if (passThrough !== undefined)
    return (
      `The recording holds the events that menu ${name} accepted, and one in ${passThrough} of ` +
      `those that it refused: each of these that a line gains (gainedOfRefused) stands for ` +
      `${passThrough}. For lines marked complete all events were recorded.`
    );
  return (
    `The recording holds the events that menu ${name} accepted. Events that it refused cannot ` +
    'come back: what another menu gains is a lower limit, except for lines marked complete, ' +
    'whose events were all recorded.'
  );
}
