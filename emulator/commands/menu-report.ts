import { stringify } from 'yaml';
import type { ErrorCode } from '../../detector/base/error-codes.js';
import {
  type CompiledMenu,
  type DeadLine,
  deadLines,
  findLine,
  type Menu,
  type MenuLine,
} from '../../triggers/gdl/menu.js';
import { machineDrives } from '../../triggers/bits/machine.js';
import { absentNames, showFormula, slotsOf } from '../../triggers/gdl/formula.js';
import type { AnyBitPlugin } from '../../triggers/plugins.js';
import {
  type InputName,
  inputCounts,
  inputMeanings,
  inputNames,
  inputSlots,
  otherSpelling,
} from '../../triggers/slots.js';
import type { MenuComparison } from '../settings/menu-changes.js';
import { saidInputs } from '../chain/unknown-lines.js';
import { textTable } from '../files/text-table.js';

/**
 * Which bit plugin sets a slot, or that the machine in time does; slots that nothing sets are
 * absent and constant 0.
 */
type Drivers = ReadonlyMap<number, string>;

/** Names of the plugins by the input slots that they set, and of the machine. */
export function driversOf(plugins: readonly Pick<AnyBitPlugin, 'name' | 'drives'>[]): Drivers {
  return new Map(
    [...plugins, { name: 'machine', drives: machineDrives }].flatMap(({ name, drives }) =>
      drives.map((bit) => [inputSlots[bit as InputName], name] as const),
    ),
  );
}

const shownPrescale = (prescale: number): string => (prescale === 0 ? 'masked' : String(prescale));
const orDash = (text: string): string => (text === '' ? '–' : text);

/** `menu list`: one row per line. */
export function linesTable({ menu, lines }: CompiledMenu): string {
  const rows = lines.map(({ number, name, class: role, family, prescale, formula }) => [
    number,
    name,
    orDash(role),
    orDash(family),
    shownPrescale(prescale),
    formula,
  ]);
  const title = `menu ${menu.name} ${menu.version}: ${lines.length} lines (${menu.source})\n\n`;
  return title + textTable(['bit', 'line', 'class', 'family', 'prescale', 'formula'], rows);
}

/** An input bit as `menu list --inputs` and `menu show` give it. */
interface InputReport {
  readonly slot: number;
  readonly name: string;
  /** Another spelling that menus may use. */
  readonly also?: string;
  /** What sets it, or null: not emulated, constant 0. */
  readonly setBy: string | null;
  readonly meaning: string;
}

/** All input bits, or those of the given slots. */
export function inputReports(
  drivers: Drivers,
  slots: readonly number[] = inputNames.map((_, slot) => slot),
): readonly InputReport[] {
  return slots.map((slot) => {
    const also = otherSpelling(slot);
    return {
      slot,
      name: inputNames[slot]!,
      ...(also === undefined ? {} : { also }),
      setBy: drivers.get(slot) ?? null,
      meaning: inputMeanings[slot]!,
    };
  });
}

function inputsTable(inputs: readonly InputReport[]): string {
  return textTable(
    ['slot', 'input', 'set by', 'meaning'],
    inputs.map(({ slot, name, also, setBy, meaning }) => [
      slot,
      name,
      setBy ?? '–',
      also === undefined ? meaning : `${meaning} (also ${also})`,
    ]),
  );
}

/** `menu list --inputs`: the bits, and the counts that formulas may compare. */
export function inputsReport(drivers: Drivers): string {
  const counts = [...inputCounts].map(([name, { encoding, slots }]) => [
    name,
    encoding,
    slots.map((slot) => inputNames[slot]).join(' '),
  ]);
  return [
    inputsTable(inputReports(drivers)),
    'Bits that nothing sets (–) are constant 0. Counts that formulas compare, as in "t2 >= 2":\n',
    textTable(['count', 'encoding', 'bits'], counts),
  ].join('\n');
}

/** One line in full. */
interface LineReport extends MenuLine {
  /** The formula over single bits. */
  readonly expanded: string;
  readonly inputs: readonly InputReport[];
  /** Inputs of the experiment that the emulated trigger does not have. */
  readonly absent?: readonly string[];
}

/** @throws MENU_UNKNOWN_LINE */
export function lineReport(menu: CompiledMenu, name: string, drivers: Drivers): LineReport {
  const position = findLine(menu, name);
  const formula = menu.formulas[position]!;
  const absent = absentNames(formula);
  return {
    ...menu.lines[position]!,
    expanded: showFormula(formula),
    inputs: inputReports(drivers, slotsOf(formula)),
    ...(absent.length > 0 && { absent }),
  };
}

/** `menu show LINE`. */
export function lineText({
  number,
  name,
  formula,
  expanded,
  class: role,
  family,
  prescale,
  source,
  inputs,
  absent = [],
}: LineReport): string {
  const unset = [
    ...inputs.flatMap(({ name: bit, setBy }) => (setBy === null ? bit : [])),
    ...absent,
  ];
  const facts = [
    ['line', name],
    ['output bit', String(number)],
    ['formula', formula],
    ['in bits', expanded],
    ['class', orDash(role)],
    ['family', orDash(family)],
    ['prescale', prescale > 1 ? `${prescale} (keeps 1 in ${prescale})` : shownPrescale(prescale)],
    ['source', orDash(source)],
  ];
  return (
    `${facts.map(([key, value]) => `${key!.padEnd(10)}  ${value}`).join('\n')}\n\n` +
    inputsTable(inputs) +
    (unset.length === 0 ? '' : `\nNothing sets ${unset.join(', ')}: taken as 0.\n`)
  );
}

/** A remark of `menu check`. */
interface MenuWarning {
  readonly line: string;
  readonly code: Extract<ErrorCode, 'MENU_CONTRADICTION' | 'MENU_UNDRIVEN' | 'MENU_UNSET_INPUT'>;
  readonly message: string;
}

/** Lines that can never fire, with the reason, and those that read what nothing sets. */
export function menuWarnings(menu: CompiledMenu, drivers: Drivers): readonly MenuWarning[] {
  const driven = new Set(drivers.keys());
  const dead = deadLines(menu, driven);
  const deadNames = new Set(dead.map(({ line }) => line.name));
  const reading = menu.lines.flatMap(({ name }, position) => {
    const unset = saidInputs(menu.formulas[position]!, driven);
    if (deadNames.has(name) || unset.length === 0) return [];
    const message = `reads ${unset.join(', ')}, which nothing sets: taken as 0`;
    return [{ line: name, code: 'MENU_UNSET_INPUT', message } as const];
  });
  return [...dead.map(warningOf), ...reading];
}

function warningOf(dead: DeadLine): MenuWarning {
  const { name, formula } = dead.line;
  if (dead.reason === 'contradiction') {
    return {
      line: name,
      code: 'MENU_CONTRADICTION',
      message: `can never fire: "${formula}" contradicts itself`,
    };
  }
  if (dead.reason === 'absent') {
    const names = dead.names.join(', ');
    const message = `can never fire: the emulated trigger has no input ${names}`;
    return { line: name, code: 'MENU_UNDRIVEN', message };
  }
  const bits = dead.slots.map((slot) => inputNames[slot]).join(', ');
  return { line: name, code: 'MENU_UNDRIVEN', message: `can never fire: nothing sets ${bits}` };
}

/** `menu check`. */
export function checkText({ menu, lines }: CompiledMenu, warnings: readonly MenuWarning[]): string {
  const masked = lines.filter(({ prescale }) => prescale === 0).length;
  const dead = warnings.filter(({ code }) => code !== 'MENU_UNSET_INPUT');
  const summary =
    `menu ${menu.name} ${menu.version}: ${lines.length} lines, ${masked} masked, ` +
    `${dead.length} that can never fire\n`;
  return (
    summary + warnings.map(({ line, message }) => `  warning: line ${line} ${message}\n`).join('')
  );
}

/** `menu export` and `menu import`: YAML that `loadMenu` reads, keys at their defaults left out. */
export function menuYaml({ name, version, source, absent, lines }: Menu): string {
  const shown = lines.map(
    ({ number, name: line, formula, class: role, family, prescale, ...rest }) =>
      Object.fromEntries(
        Object.entries({
          number,
          name: line,
          formula,
          class: role,
          family,
          prescale,
          ...rest,
        }).filter(([key, value]) => value !== '' && !(key === 'prescale' && value === 1)),
      ),
  );
  const head = { name, version, source, ...(absent === undefined ? {} : { absent }) };
  return stringify({ ...head, lines: shown }, { lineWidth: 100 });
}

/** `menu diff`. */
export function differencesText(
  from: Menu,
  to: Menu,
  { differences, rewritten }: MenuComparison,
): string {
  const title = `menu ${from.name} ${from.version} → ${to.name} ${to.version}: `;
  const alike =
    rewritten.length === 0
      ? ''
      : `written otherwise, deciding alike: ${rewritten.length} (${rewritten.join(', ')})\n`;
  if (differences.length === 0) return `${title}no line differs\n${alike}`;
  const rows = differences.flatMap(({ line, what, keys }) =>
    keys.length === 0
      ? [[line, what, '', '', '']]
      : keys.map(({ key, from: was, to: is }) => [line, what, key, String(was), String(is)]),
  );
  const plural = differences.length === 1 ? 'line differs' : 'lines differ';
  const header = ['line', '', 'key', from.name, to.name];
  return `${title}${differences.length} ${plural}\n\n${textTable(header, rows)}${alike}`;
}
