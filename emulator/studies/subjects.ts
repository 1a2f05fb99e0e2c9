import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { MenuLine } from '../../triggers/gdl/menu.js';
import type { Probe } from './observations.js';
import type { TallySubject } from './tally.js';

interface SubjectNames {
  readonly name: string;
  readonly stage: 'ftdl' | 'psnm';
  readonly lines: readonly string[] | 'all';
  readonly families: readonly string[] | 'all';
  readonly probes: readonly Probe[];
}

/**
 * The lines, families and probes of a card, in this order. A family is the OR of its physics lines: before prescale those that are
 * kept whole (so that its efficiency hides no prescale), after it those that are not masked.
 * @throws CARD_UNKNOWN_LINE, CARD_UNKNOWN_FAMILY
 */
export function subjectsOf(card: SubjectNames, menu: { readonly lines: readonly MenuLine[] }): readonly TallySubject[] {
  const lines = card.lines === 'all' ? menu.lines.map(({ name }) => name) : card.lines;
  const families = card.families === 'all' ? familiesOf(menu.lines) : card.families;
  return [
    ...lines.map((name) => lineSubject(name, card.name, menu.lines)),
    ...families.map((name) => familySubject(name, card, menu.lines)),
    ...card.probes.map(({ name }, probe): TallySubject => ({ kind: 'probe', name, family: '', numbers: [], probe })),
  ];
}

/** Families that lines of a menu belong to. */
export function familiesOf(lines: readonly MenuLine[]): readonly string[] {
  return [...new Set(lines.flatMap(({ family }) => family || []))];
}

function lineSubject(name: string, card: string, lines: readonly MenuLine[]): TallySubject {
  const line = lines.find((candidate) => candidate.name === name);
  if (line !== undefined) return { kind: 'line', name, family: line.family, numbers: [line.number] };
  const names = lines.map((candidate) => candidate.name);
  throw new EmulatorError('CARD_UNKNOWN_LINE', `card "${card}": line "${name}" is not in the menu${nearestHint(name, names)}`);
}

function familySubject(name: string, { name: card, stage }: SubjectNames, lines: readonly MenuLine[]): TallySubject {
  const members = lines.filter(({ family }) => family === name);
  if (members.length === 0) {
    const hint = nearestHint(name, familiesOf(lines));
    throw new EmulatorError('CARD_UNKNOWN_FAMILY', `card "${card}": the menu has no line of family "${name}"${hint}`);
  }
  const counted = members.filter(({ prescale }) => (stage === 'psnm' ? prescale > 0 : prescale === 1));
  return { kind: 'family', name, family: name, numbers: counted.map(({ number }) => number) };
}
