import type { Note } from '../../detector/base/notes.js';
import { machineDrives, machineGated } from '../../triggers/bits/machine.js';
import { absentNames, type Formula, slotsOf } from '../../triggers/gdl/formula.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { neverFires } from '../../triggers/gdl/never-fires.js';
import { unreadLines } from '../../triggers/needs.js';
import { type InputName, inputNames, inputSlots } from '../../triggers/slots.js';
import type { ChainSetup } from './chain.js';
import { type EmulatorConfig, simulatedIn, standardParts } from './parts.js';

/** Why nothing is known of a line. */
interface UnknownLine {
  /** Subdetectors that it reads and that are not simulated. */
  readonly subdetectors: readonly string[];
  /** Inputs without which it cannot fire, and that nothing sets in the emulated trigger. */
  readonly inputs: readonly string[];
}

/** Lines of which nothing is known, by output number. */
export type UnknownLines = ReadonlyMap<number, UnknownLine>;

/** Whether events are given what the machine drives: a setup with a machine in time. */
type Driving = Pick<ChainSetup, 'machine'>;

/** Lines of a menu of which a configuration, with a machine or without, lets nothing be known. */
export function unknownLines(
  menu: CompiledMenu,
  config: EmulatorConfig,
  driving: Driving = {},
): UnknownLines {
  const unread = unreadLines(menu, simulatedIn(config), standardParts);
  const unset = linesWithoutInputs(menu, drivenSlots(driving));
  const numbers = [...unread.keys(), ...unset.keys()];
  return new Map(
    numbers.map((number) => [
      number,
      { subdetectors: unread.get(number) ?? [], inputs: unset.get(number) ?? [] },
    ]),
  );
}

/** Lines that cannot fire because nothing sets an input, with those inputs, by output number. */
function linesWithoutInputs(
  { lines, formulas }: CompiledMenu,
  driven: ReadonlySet<number>,
): ReadonlyMap<number, readonly string[]> {
  return new Map(
    lines.flatMap(({ number }, position) => {
      const formula = formulas[position]!;
      // Whether a formula can be true is searched for: only where the answer is not known.
      if (unsetInputs(formula, driven).length === 0) return [];
      const why = neverFires(formula, driven);
      if (why === undefined || why.reason === 'contradiction') return [];
      const names =
        why.reason === 'absent' ? why.names : why.slots.map((slot) => inputNames[slot]!);
      return [[number, names] as const];
    }),
  );
}

/** Slots that the trigger sets, and with a machine those that it drives. */
function drivenSlots({ machine }: Driving): ReadonlySet<number> {
  const bits: readonly InputName[] = standardParts.bitPlugins.flatMap(({ drives }) => drives);
  const gated: readonly InputName[] = machineGated;
  const driven =
    machine === undefined
      ? bits.filter((bit) => !gated.includes(bit))
      : [...bits, ...machineDrives];
  return new Set(driven.map((bit) => inputSlots[bit]));
}

/** Inputs that a formula reads and that nothing sets. */
function unsetInputs(formula: Formula, driven: ReadonlySet<number>): readonly string[] {
  const undriven = slotsOf(formula).filter((slot) => !driven.has(slot));
  return [...undriven.map((slot) => inputNames[slot]!), ...absentNames(formula)];
}

/**
 * The same, but for vetoes of injections: these are in nearly every line, and that without a
 * machine no injection is emulated is said in the documents.
 */
export const saidInputs = (formula: Formula, driven: ReadonlySet<number>): readonly string[] =>
  unsetInputs(formula, driven).filter((name) => !injectionVetoes.has(name));

const injectionVetoes: ReadonlySet<string> = new Set<InputName>(['veto', 'injv']);

/**
 * That lines which can fire read inputs that nothing sets, taken as 0: vetoes that do not veto, or
 * parts of an OR.
 */
export function unsetInputNotes(
  { lines, formulas }: CompiledMenu,
  unknown: UnknownLines,
  driving: Driving = {},
): readonly Note[] {
  const driven = drivenSlots(driving);
  const readers = new Map<string, string[]>();
  lines.forEach(({ number, name }, position) => {
    if (unknown.has(number)) return;
    for (const input of saidInputs(formulas[position]!, driven))
      readers.set(input, [...(readers.get(input) ?? []), name]);
  });
  return [...readers].map(([input, names]) => ({
    code: 'MENU_UNSET_INPUT',
    message:
      `nothing sets input ${input} in the emulated trigger: taken as 0 in ` +
      (names.length > shownLines ? `${names.length} lines, such as ${names[0]}` : names.join(', ')),
    count: names.length,
  }));
}

/** At most so many lines are named in a note. */
const shownLines = 5;
