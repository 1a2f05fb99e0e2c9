import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import { presentMenu } from '../../triggers/menus/present.js';
import type { Probe } from '../chain/observations.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import type { InputProbes } from './input-probes.js';
import type { TallySubject } from './tally.js';

interface SubjectNames {
  readonly name: string;
  readonly stage: 'ftdl' | 'psnm';
  readonly lines: readonly string[] | 'all';
  readonly families: readonly string[] | 'all';
  readonly probes: readonly Probe[];
  /** Input bits, behind the probes. */
  readonly inputs?: InputProbes['probes'];
}

/**
 * Lines and families of a card that a menu of few lines lacks: the largest built-in menu has them,
 * so that they are no slips. They are not counted.
 */
export function leftOutOf(
  { lines, families, curves = [] }: LeavableNames,
  menu: { readonly lines: readonly MenuLine[] },
): readonly string[] {
  const has = (all: readonly MenuLine[]): ReadonlySet<string> =>
    new Set([...all.map(({ name }) => name), ...familiesOf(all)]);
  const [here, known] = [has(menu.lines), has(presentMenu.lines)];
  const named = [lines, families].flatMap((names) => (names === 'all' ? [] : names));
  return [...new Set([...named, ...curves.flatMap(({ subjects }) => subjects)])].filter(
    (name) => !here.has(name) && known.has(name),
  );
}

interface LeavableNames {
  readonly lines: readonly string[] | 'all';
  readonly families: readonly string[] | 'all';
  readonly curves?: readonly { readonly subjects: readonly string[] }[];
}

/**
 * The lines, families and probes of a card, in this order, without those that the menu lacks
 * (`leftOutOf`). A family is the OR of its physics lines:
 * before prescale those that are kept whole (so that its efficiency hides no prescale), after it
 * those that are not masked. A family without such a line is not measured, and says so; nor is what
 * reads a subdetector that is not simulated, or can fire by nothing that sets its inputs.
 * @throws CARD_UNKNOWN_LINE, CARD_UNKNOWN_FAMILY
 */
export function subjectsOf(
  card: SubjectNames,
  menu: { readonly lines: readonly MenuLine[] },
  unknown: UnknownLines = new Map(),
  unknownInputs: UnknownLines = new Map(),
): readonly TallySubject[] {
  const leftOut = leftOutOf(card, menu);
  const isThere = (name: string): boolean => !leftOut.includes(name);
  const lines = card.lines === 'all' ? menu.lines.map(({ name }) => name) : card.lines;
  const families = card.families === 'all' ? familiesOf(menu.lines) : card.families;
  const counted = [
    ...lines
      .filter(isThere)
      .map((name) => ifKnown(lineSubject(name, card.name, menu.lines), unknown)),
    ...families
      .filter(isThere)
      .map((name) => ifKnown(familySubject(name, card, menu.lines), unknown)),
    ...card.probes.map(
      ({ name }, probe): TallySubject => ({ kind: 'probe', name, family: '', numbers: [], probe }),
    ),
  ];
  const { probes, inputs = [] } = card;
  return [
    ...counted,
    ...inputs.map(({ name, definition }, index): TallySubject => {
      requireOther({ name, definition }, card.name, counted);
      const subject = { kind: 'input', name, family: '', numbers: [index], definition } as const;
      const known = ifKnown(subject, unknownInputs);
      return { ...known, numbers: [], probe: probes.length + index };
    }),
  ];
}

/** Input bits have names of their own among what a card counts. @throws CARD_BAD_VALUE */
function requireOther(
  { name, definition }: InputProbes['probes'][number],
  card: string,
  counted: readonly TallySubject[],
): void {
  const isTaken = (text: string): boolean => counted.some((each) => each.name === text);
  const other = counted.find((each) => each.name === name);
  if (other === undefined) return;
  // A single bit has no other words for it, but the same in brackets.
  const free = [definition, `(${name})`].find((text) => text !== name && !isTaken(text));
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `card "${card}": input "${name}" has the name of a ${other.kind} of the card; ` +
      (free === undefined ? `rename the ${other.kind}` : `write it as "${free}"`),
  );
}

/** A subject with the remark that it is not measured, where a line of it is not known. */
function ifKnown(subject: TallySubject, unknown: UnknownLines): TallySubject {
  const lacking = subject.numbers.flatMap((number) => unknown.get(number) ?? []);
  const subdetectors = named(lacking.flatMap((line) => line.subdetectors));
  if (subdetectors !== '') return { ...subject, remark: `not simulated: it reads ${subdetectors}` };
  // An OR of lines is known as long as one of them is.
  const unset = lacking.filter(({ inputs }) => inputs.length > 0);
  if (unset.length === 0 || unset.length < subject.numbers.length) return subject;
  const inputs = named(unset.flatMap((line) => line.inputs));
  return { ...subject, remark: `not emulated: nothing sets ${inputs}` };
}

/** Names once each, in alphabetical order. */
const named = (names: readonly string[]): string => [...new Set(names)].toSorted().join(', ');

/**
 * Refuses a curve or the like of something that the card does not count, nor would with another
 * menu.
 * @throws CARD_UNKNOWN_LINE
 */
export function requireSubjects(
  where: string,
  curves: readonly { readonly id: string; readonly subjects: readonly string[] }[],
  known: readonly string[],
): void {
  for (const { id, subjects: names } of curves) {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    throw new EmulatorError(
      'CARD_UNKNOWN_LINE',
      `${where} "${id}": "${unknown}" is none of the lines and families that ` +
        `the card counts${nearestHint(unknown, known)}`,
    );
  }
}

/** Families that lines of a menu belong to. */
function familiesOf(lines: readonly MenuLine[]): readonly string[] {
  return [...new Set(lines.flatMap(({ family }) => family || []))];
}

function lineSubject(name: string, card: string, lines: readonly MenuLine[]): TallySubject {
  const line = lines.find((candidate) => candidate.name === name);
  if (line !== undefined)
    return { kind: 'line', name, family: line.family, numbers: [line.number] };
  const names = lines.map((candidate) => candidate.name);
  throw new EmulatorError(
    'CARD_UNKNOWN_LINE',
    `card "${card}": line "${name}" is not in the menu${nearestHint(name, names)}`,
  );
}

function familySubject(
  name: string,
  { name: card, stage }: SubjectNames,
  lines: readonly MenuLine[],
): TallySubject {
  const members = lines.filter(({ family }) => family === name);
  if (members.length === 0) {
    const hint = nearestHint(name, familiesOf(lines));
    throw new EmulatorError(
      'CARD_UNKNOWN_FAMILY',
      `card "${card}": the menu has no line of family "${name}"${hint}`,
    );
  }
  const counted = members.filter(({ prescale }) =>
    stage === 'psnm' ? prescale > 0 : prescale === 1,
  );
  const subject = {
    kind: 'family',
    name,
    family: name,
    numbers: counted.map(({ number }) => number),
    lines: counted.map((line) => line.name),
  } as const;
  if (counted.length > 0) return subject;
  const remark =
    stage === 'psnm'
      ? 'not measured: all of its lines are masked'
      : 'not measured before prescale: none of its lines is kept whole';
  return { ...subject, remark };
}
