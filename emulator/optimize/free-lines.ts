import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import {
  type CompiledMenu,
  families,
  lineClasses,
  type MenuLine,
} from '../../triggers/gdl/menu.js';
import type { UnknownLines } from '../chain/unknown-lines.js';

/** Which lines a user lets be changed, and which not: names of lines, families or classes. */
export interface LineWishes {
  readonly free: readonly string[];
  readonly keep: readonly string[];
}

/** Classes that serve to understand the detector. */
const serving: ReadonlySet<string> = new Set<MenuLine['class']>(['CALIB', 'MONITOR']);

/**
 * Whether a line may be changed unless a user says otherwise: one of physics that is not masked, of
 * a family or of no class that serves to calibrate or monitor.
 */
const isOfPhysics = ({ prescale, family, class: role }: MenuLine): boolean =>
  prescale > 0 && (family !== '' || !serving.has(role));

/**
 * Places of the lines whose prescales may be changed; never of those of which nothing is known. Of
 * a line that is both to be free and kept it is kept.
 * @throws OPTIMIZE_LINE, OPTIMIZE_NO_LINES
 */
export function freeLines(
  { menu, lines }: CompiledMenu,
  unknown: UnknownLines,
  { free, keep }: LineWishes,
): readonly number[] {
  const [freed, kept] = [namedLines(lines, free, '--free'), namedLines(lines, keep, '--keep')];
  const places = lines.flatMap((line, place) =>
    (isOfPhysics(line) || freed.has(line)) && !kept.has(line) && !unknown.has(line.number)
      ? [place]
      : [],
  );
  if (places.length > 0) return places;
  throw new EmulatorError(
    'OPTIMIZE_NO_LINES',
    `menu ${menu.name}: no line is left whose prescale may be changed; name some with --free`,
  );
}

/** Lines of some names: of lines, families, classes or all. @throws OPTIMIZE_LINE */
export function namedLines(
  lines: readonly MenuLine[],
  names: readonly string[],
  option: string,
): ReadonlySet<MenuLine> {
  return new Set(names.flatMap((name) => linesOf(lines, name, option)));
}

function linesOf(lines: readonly MenuLine[], name: string, option: string): readonly MenuLine[] {
  const found = lines.filter(
    (line) => name === 'all' || [line.name, line.family, line.class].includes(name as never),
  );
  if (name !== '' && found.length > 0) return found;
  const known = [...lines.map((line) => line.name), ...families, ...lineClasses.filter(Boolean)];
  throw new EmulatorError(
    'OPTIMIZE_LINE',
    `${option} ${name}: the menu has no line, family or class of this name` +
      nearestHint(name, [...known, 'all']),
  );
}
