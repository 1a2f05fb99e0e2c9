import { hasBit, inputWords, outputWords } from '../../triggers/batches.js';
import type { CompiledMenu, MenuLine } from '../../triggers/gdl/menu.js';
import { chooseTiming, type TimingChoice, type TimingConfig } from '../../triggers/gdl/timing.js';
import { inputNames } from '../../triggers/slots.js';
import { asFarAsRecorded } from './recorded-words.js';
import type { EventsRecord } from './records.js';

/** A line of either menu, on the recorded events, before prescale. */
export interface ComparedLine {
  readonly name: string;
  /** Recorded events that fired it as recorded, and again; null where the menu has no such line. */
  readonly recorded: number | null;
  readonly replayed: number | null;
  readonly gained: number;
  readonly lost: number;
  /** Of those gained, the events that had been refused: of a recording that has some. */
  readonly gainedOfRefused?: number;
  /**
   * Every event that fires it was recorded, so that the count holds for all events of the run, not
   * only the accepted ones.
   */
  readonly complete: boolean;
}

/** An event that is not decided as it was recorded, and how. */
export interface EventDifference {
  readonly event: string;
  /** Names of input bits and lines that are set now and were not, and the reverse. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** What else is different, in words. */
  readonly other: readonly string[];
}

/** Differences that are listed; all are counted. */
const listed = 20;

/** The bits of a batch that went through the trigger again. */
interface Again {
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
}

/** A recorded run and the menu that is compared with its own. */
interface ComparedRun {
  readonly run: number;
  readonly recorded: CompiledMenu;
  readonly replayed: CompiledMenu;
  readonly sameMenu: boolean;
  /** One in so many refused events was recorded; none when absent. */
  readonly passThrough?: number | undefined;
}

/** Compares recorded decisions with those made again, event by event. */
export class Comparison {
  events = 0;
  /**
   * Events that are not as recorded: input bits, timing source, impossible PSNM bits, and under the
   * same menu lines.
   */
  differing = 0;
  readonly differences: EventDifference[] = [];
  /**
   * By what the replayed menu does: fires a line that passes whole, only prescaled ones, or none
   * that is not masked.
   */
  readonly verdicts = { accepted: 0, prescaled: 0, refused: 0 };
  readonly #run: number;
  readonly #recorded: CompiledMenu;
  readonly #replayed: CompiledMenu;
  readonly #pairs: readonly Pair[];
  readonly #timing: TimingChoice;
  readonly #sameMenu: boolean;
  readonly #passThrough: number | undefined;

  constructor(
    { run, recorded, replayed, sameMenu, passThrough }: ComparedRun,
    timing: TimingConfig,
  ) {
    this.#run = run;
    this.#recorded = recorded;
    this.#replayed = replayed;
    this.#pairs = pairLines(recorded, replayed);
    this.#timing = chooseTiming(recorded, timing);
    this.#sameMenu = sameMenu;
    this.#passThrough = passThrough;
  }

  add(record: EventsRecord, decided: Again): void {
    const eventCount = record.index.length;
    const timing = this.#timing(decided.inputBits, record.psnmBits, eventCount);
    const inputBits = asFarAsRecorded(decided.inputBits, record.recordedWords);
    const again = { ...decided, inputBits };
    // What the recording lacks cannot differ.
    const { timingSource = timing } = record;
    for (let event = 0; event < eventCount; event++) {
      const gained: string[] = [];
      const lost: string[] = [];
      this.#compareInputs(record, again, event, gained, lost);
      this.#compareLines(record, again, event, gained, lost);
      const other = [
        ...(timing[event] === timingSource[event] ? [] : ['timing source']),
        ...this.#impossiblePsnm(record, event).map((name) => `PSNM of ${name}`),
      ];
      if (!this.#sameMenu) this.#judge(again, event);
      if (gained.length + lost.length + other.length === 0) continue;
      this.differing++;
      const name = `${this.#run}:${record.slice}:${record.index[event]}`;
      if (this.differences.length < listed)
        this.differences.push({ event: name, gained, lost, other });
    }
    this.events += eventCount;
  }

  lines(): readonly ComparedLine[] {
    return this.#pairs.map(
      ({ name, before, after, recorded, replayed, gained, lost, gainedOfRefused }) => ({
        name,
        recorded: before === undefined ? null : recorded,
        replayed: after === undefined ? null : replayed,
        gained,
        lost,
        ...(this.#passThrough !== undefined && { gainedOfRefused }),
        complete:
          this.#passThrough === 1 ||
          (before?.prescale === 1 && (after === undefined || after.formula === before.formula)),
      }),
    );
  }

  #compareInputs(
    record: EventsRecord,
    again: Again,
    event: number,
    gained: string[],
    lost: string[],
  ): void {
    for (let word = event * inputWords; word < (event + 1) * inputWords; word++) {
      if (record.inputBits[word] === again.inputBits[word]) continue;
      for (const [slot, name] of inputNames.entries()) {
        if (slot >>> 5 !== word % inputWords) continue;
        const was = hasBit(record.inputBits, inputWords, event, slot);
        if (was !== hasBit(again.inputBits, inputWords, event, slot))
          (was ? lost : gained).push(name);
      }
    }
  }

  #compareLines(
    record: EventsRecord,
    again: Again,
    event: number,
    gained: string[],
    lost: string[],
  ): void {
    for (const pair of this.#pairs) {
      const was =
        pair.before !== undefined &&
        hasBit(record.ftdlBits, outputWords, event, pair.before.number);
      const is =
        pair.after !== undefined && hasBit(again.ftdlBits, outputWords, event, pair.after.number);
      if (was) pair.recorded++;
      if (is) pair.replayed++;
      if (was === is) continue;
      if (is && record.refused?.[event] === 1) pair.gainedOfRefused++;
      if (is) pair.gained++;
      else pair.lost++;
      // Another menu is meant to decide differently.
      if (this.#sameMenu) (is ? gained : lost).push(pair.name);
    }
  }

  /**
   * Lines whose recorded PSNM bit cannot follow from the FTDL bit at its rising edge: whole lines
   * pass it, masked ones never, prescaled ones only if it is set; what does not fire does not rise.
   */
  #impossiblePsnm(record: EventsRecord, event: number): readonly string[] {
    const { ftdlBits, risingBits = ftdlBits, psnmBits } = record;
    return this.#recorded.lines
      .filter(({ number, prescale }) => {
        const [fired, rose, kept] = [ftdlBits, risingBits, psnmBits].map((bits) =>
          hasBit(bits, outputWords, event, number),
        );
        if (rose && !fired) return true;
        return prescale === 1 ? kept !== rose : kept && (prescale === 0 || !rose);
      })
      .map(({ name }) => name);
  }

  #judge({ ftdlBits }: Again, event: number): void {
    const fired = this.#replayed.lines.filter(
      ({ number, prescale }) => prescale > 0 && hasBit(ftdlBits, outputWords, event, number),
    );
    if (fired.some(({ prescale }) => prescale === 1)) this.verdicts.accepted++;
    else if (fired.length > 0) this.verdicts.prescaled++;
    else this.verdicts.refused++;
  }
}

/** The lines of several comparisons by name, with their counts together. */
export function summedLines(parts: readonly (readonly ComparedLine[])[]): readonly ComparedLine[] {
  const sums = new Map<string, ComparedLine>();
  for (const line of parts.flat()) {
    const before = sums.get(line.name);
    sums.set(line.name, before === undefined ? line : sumOf(before, line));
  }
  return [...sums.values()];
}

function sumOf(a: ComparedLine, b: ComparedLine): ComparedLine {
  const ofRefused = [a.gainedOfRefused ?? [], b.gainedOfRefused ?? []].flat();
  const sum = (key: 'recorded' | 'replayed'): number | null =>
    a[key] === null && b[key] === null ? null : (a[key] ?? 0) + (b[key] ?? 0);
  return {
    name: a.name,
    recorded: sum('recorded'),
    replayed: sum('replayed'),
    gained: a.gained + b.gained,
    lost: a.lost + b.lost,
    complete: a.complete && b.complete,
    ...(ofRefused.length > 0 && { gainedOfRefused: ofRefused.reduce((x, y) => x + y, 0) }),
  };
}

/** A line in both menus, by name, and its counts. */
interface Pair {
  readonly name: string;
  readonly before: MenuLine | undefined;
  readonly after: MenuLine | undefined;
  recorded: number;
  replayed: number;
  gained: number;
  gainedOfRefused: number;
  lost: number;
}

function pairLines(recorded: CompiledMenu, replayed: CompiledMenu): readonly Pair[] {
  const after = new Map(replayed.lines.map((line) => [line.name, line]));
  const before = new Map(recorded.lines.map((line) => [line.name, line]));
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    before: before.get(name),
    after: after.get(name),
    recorded: 0,
    replayed: 0,
    gained: 0,
    gainedOfRefused: 0,
    lost: 0,
  }));
}
