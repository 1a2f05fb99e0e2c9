import {
  defer,
  EMPTY,
  endWith,
  ignoreElements,
  map,
  mergeMap,
  of,
  type OperatorFunction,
  tap,
} from 'rxjs';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import type { Addresses } from '../../detector/event.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { type CompiledMenu, type Family, families } from '../../triggers/gdl/menu.js';
import type { Settings } from '../chain/event-source.js';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import { efficiencyOf, type EfficiencyResult } from './curve-result.js';
import { defaultConfidence, defaultInterval, type IntervalMethod } from './intervals.js';
import { subjectsOf } from './subjects.js';
import { Tally, type TallySubject } from './tally.js';
import { weightNotes } from './weight-notes.js';

/** Events behind the formulas of a menu: of `response()`, or of `ftdl()` at the end of stages. */
export interface WithLines {
  readonly eventCount: number;
  /** `outputWords` words per event, before prescale. */
  readonly ftdlBits: Uint32Array;
  readonly menu: CompiledMenu;
  readonly settings: Settings;
}

/** Which events fire a family or a line, before prescale. */
export interface WithFired extends WithLines {
  /** 1 for those that do; length eventCount. */
  readonly fired: Uint8Array;
  /** What fires: a line, or the OR of a family's lines that are not prescaled. */
  readonly subject: Pick<TallySubject, 'kind' | 'name' | 'family' | 'lines' | 'remark'>;
}

/** Which events count. */
export interface WithSelected {
  /** 1 for those that do; length eventCount. */
  readonly selected: Uint8Array;
  /** In words. */
  readonly selection: string;
}

/**
 * Adds which events fire a family, that is any of its lines that the menu does not prescale, or a
 * line: before prescale.
 * @throws into the stream: MENU_UNKNOWN_LINE
 * @example
 * ```ts
 * import { fires, hits$, allBits, ftdl, objects, type WithFired, type WithLines } from 'belle2-l1';
 * import { lastValueFrom } from 'rxjs';
 *
 * const pairs = { generator: 'gamma-gamma', config: {}, events: 50 } as const;
 * const lines$ = hits$(pairs).pipe(objects(), allBits(), ftdl());
 * const batch: WithFired = await lastValueFrom(lines$.pipe(fires<WithLines>('single-photon')));
 * console.log(batch.subject.lines!.join(' or '));
 * console.log(batch.fired.some((fired) => fired === 1)); // → true
 * ```
 */
export function fires<B extends WithLines>(
  name: Family | (string & {}),
): OperatorFunction<B, B & WithFired> {
  return (batches$) =>
    defer(() => {
      let known: { readonly menu: CompiledMenu; readonly subject: TallySubject } | undefined;
      return batches$.pipe(
        map((batch) => {
          const { eventCount, ftdlBits, menu, settings } = batch;
          if (known?.menu !== menu) known = { menu, subject: subjectNamed(name, menu, settings) };
          const { subject } = known;
          const fired = new Uint8Array(eventCount);
          for (let event = 0; event < eventCount; event++)
            if (subject.numbers.some((number) => hasBit(ftdlBits, outputWords, event, number)))
              fired[event] = 1;
          return { ...batch, fired, subject };
        }),
      );
    });
}

/** A family or line of a menu, and why it is not measured, if it is not. */
function subjectNamed(name: string, menu: CompiledMenu, { conditions }: Settings): TallySubject {
  const { lines } = menu;
  const isLine = lines.some((line) => line.name === name);
  const isFamily = !isLine && lines.some(({ family }) => family === name);
  if (!isLine && !isFamily) {
    const hint = nearestHint(name, [...families, ...lines.map((line) => line.name)]);
    throw new EmulatorError(
      'MENU_UNKNOWN_LINE',
      `menu "${menu.menu.name}" has no line and no line of a family "${name}"${hint}`,
    );
  }
  const asked = {
    name: menu.menu.name,
    stage: 'ftdl',
    lines: isLine ? [name] : [],
    families: isFamily ? [name] : [],
    probes: [],
  } as const;
  return subjectsOf(asked, menu, unknownLines(menu, conditions))[0]!;
}

/**
 * Lets only some events count: of several, those that pass all.
 * @param text what is selected, in words, for the result.
 * @param passes whether an event of a batch does.
 * @example
 * ```ts
 * import {
 *   efficiency,
 *   events$,
 *   fires,
 *   type Particles,
 *   response,
 *   select,
 *   type WithSelected,
 * } from 'belle2-l1';
 * import { lastValueFrom, map } from 'rxjs';
 *
 * // Muon pairs, both in the barrel: counted is what passes, the others stay in the batch.
 * const inBarrel = ({ pdg, offsets, px, py, pz }: Particles, event: number) =>
 *   [...pdg.keys()]
 *     .slice(offsets[event], offsets[event + 1])
 *     .filter((row) => Math.abs(pdg[row]!) === 13)
 *     .map((row) => Math.atan2(Math.hypot(px[row]!, py[row]!), pz[row]!))
 *     .every((theta) => theta > 0.7 && theta < 2.1);
 * const made$ = events$({ generator: 'mumu', events: 100 }).pipe(
 *   select('both muons in 40°–120°', ({ particles }, event) => inBarrel(particles, event)),
 * );
 * const count = ({ selected }: WithSelected) => selected.filter((one) => one === 1).length;
 * console.log((await lastValueFrom(made$.pipe(map(count)))) < 100); // → true
 * const { selection } = await lastValueFrom(
 *   made$.pipe(response(), fires('two-track'), efficiency()),
 * );
 * console.log(selection); // → both muons in 40°–120°
 * ```
 */
export function select<B extends { readonly eventCount: number }>(
  text: string,
  passes: (batch: B, event: number) => boolean,
): OperatorFunction<B, B & WithSelected> {
  return map((batch) => {
    const before: { readonly eventCount: number } & Partial<WithSelected> = batch;
    const { eventCount } = batch;
    const selected = before.selected?.slice() ?? new Uint8Array(eventCount).fill(1);
    for (let event = 0; event < eventCount; event++)
      if (selected[event] === 1 && !passes(batch, event)) selected[event] = 0;
    const selection = before.selection === undefined ? text : `${before.selection}, ${text}`;
    return { ...batch, selected, selection };
  });
}

/** An efficiency of a stream: with all that a reader must know of it. */
export interface StreamEfficiency extends EfficiencyResult {
  /** Of a family: what it is, the OR of these. */
  readonly lines?: readonly string[];
  /** Of bits before prescale. */
  readonly stage: 'ftdl';
  /** Which events are counted, in words. */
  readonly selection: string;
  /** How the events were read or made, and what the menu reads that nothing sets. */
  readonly notes: readonly Note[];
}

/** What `efficiency` reads of a batch. */
interface Countable extends WithFired, Partial<WithSelected> {
  readonly addresses: Addresses;
  readonly weights: Float64Array;
  readonly notes?: readonly Note[];
  readonly file?: { readonly notes: readonly Note[] };
}

/**
 * The efficiency of what fired, of all events or of those selected, when the stream ends: Σw fired
 * over Σw selected with its interval, of effective counts where events have weights
 * (`efficiencyInterval`). Batches come in the order of their addresses; how they are cut does not
 * matter. Of a stream without batches there is none.
 * @param confidence probability content of the interval.
 * @param interval how it is made.
 * @example
 * ```ts
 * import { efficiency, events$, fires, response, type StreamEfficiency } from 'belle2-l1';
 * import { lastValueFrom } from 'rxjs';
 *
 * const result: StreamEfficiency = await lastValueFrom(
 *   events$({ generator: 'mumu', events: 200 }).pipe(response(), fires('two-track'), efficiency()),
 * );
 * const { fired, selected, low, high } = result;
 * console.log(`${fired} of ${selected}: ${low.toFixed(3)} to ${high.toFixed(3)}`);
 * for (const { message } of result.notes) console.error(message);
 * ```
 */
export function efficiency<B extends Countable>(
  confidence = defaultConfidence,
  interval: IntervalMethod = defaultInterval,
): OperatorFunction<B, StreamEfficiency> {
  return (batches$) =>
    defer(() => {
      let counted: Counted | undefined;
      return batches$.pipe(
        tap((batch) => {
          counted ??= new Counted(batch);
          counted.add(batch);
        }),
        ignoreElements(),
        endWith(undefined),
        mergeMap(() => (counted === undefined ? EMPTY : of(counted.result(confidence, interval)))),
      );
    });
}

/** What a stream has shown so far. */
class Counted {
  readonly #first: Countable;
  readonly #tally: Tally;
  /** Of what was made, by code; a file tells its own. */
  readonly #made = new Map<Note['code'], Note>();
  #file: Countable['file'];

  constructor(first: Countable) {
    this.#first = first;
    const { kind, name, family } = first.subject;
    // Which events fire is in the batches: one probe, of all that is selected.
    const subject = { kind, name, family, numbers: [], probe: 0 };
    this.#tally = new Tally({ subjects: [subject], groups: [{ selection: 0, axis: null }] });
  }

  add(batch: Countable): void {
    const { eventCount, fired, selected, notes = [], file } = batch;
    const observations = {
      variables: {},
      selected: Uint32Array.from(selected ?? new Uint8Array(eventCount).fill(1)),
      probed: Uint32Array.from(fired),
    };
    this.#tally.add({ ...batch, observations });
    this.#file = file;
    for (const note of notes) {
      const { message, count } = this.#made.get(note.code) ?? { ...note, count: 0 };
      this.#made.set(note.code, { code: note.code, message, count: count + note.count });
    }
  }

  result(confidence: number, interval: IntervalMethod): StreamEfficiency {
    const { subject, menu, settings, selection = 'all events' } = this.#first;
    const { kind, name, family, lines, remark } = subject;
    const selected = this.#tally.count(0, 0);
    const fired = this.#tally.count(0, 0, 0);
    const line = menu.lines.find((each) => kind === 'line' && each.name === name);
    const result: Omit<StreamEfficiency, 'notes'> = {
      kind,
      name,
      family,
      ...(lines !== undefined && { lines }),
      ...(line !== undefined && { prescale: line.prescale }),
      stage: 'ftdl',
      selection,
      selected: selected.n,
      fired: fired.n,
      ...efficiencyOf({ confidence, interval, remark }, selected, fired),
      confidence,
      interval,
      sumw: fired.sumw,
      sumw2: fired.sumw2,
      selectedSumw: selected.sumw,
      selectedSumw2: selected.sumw2,
      ...(remark !== undefined && { remark }),
    };
    return {
      ...result,
      notes: [
        ...weightNotes([result]),
        ...unsetInputNotes(menu, unknownLines(menu, settings.conditions)),
        ...this.#made.values(),
        ...(this.#file?.notes ?? []),
      ],
    };
  }
}
