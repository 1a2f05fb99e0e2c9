import { describeConfig, withAssignments } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { userEvents } from '../chain/user-overlay.js';
import { findGenerator } from '../generators/index.js';
import type { Card } from './define-card.js';

/** None of a file in place of a generator. */
const pathsOf = (generator: string): readonly string[] =>
  generator === userEvents
    ? []
    : describeConfig(findGenerator(generator).schema).map(({ path }) => path);

const pathOf = (assignment: string): string => assignment.slice(0, assignment.indexOf('='));

/**
 * A card with other parameters, `path=value`, in all of its points whose generators have them; what
 * was chosen stands in its title and in the names of the points.
 * @throws CONFIG_BAD_ASSIGNMENT; CONFIG_UNKNOWN_KEY where no point has one
 */
export function variedCard<C extends Card>(card: C, assignments: readonly string[]): C {
  if (assignments.length === 0) return card;
  // Of an assignment without a path it says so.
  withAssignments({}, assignments, '--with');
  const known = [...new Set(card.points.flatMap(({ generator }) => pathsOf(generator)))];
  for (const path of assignments.map(pathOf)) {
    if (known.includes(path)) continue;
    throw new EmulatorError(
      'CONFIG_UNKNOWN_KEY',
      `--with ${path}: no generator of card "${card.name}" has it${nearestHint(path, known)}`,
    );
  }
  const points = card.points.map((point) => {
    const own = assignments.filter((each) => pathsOf(point.generator).includes(pathOf(each)));
    if (own.length === 0) return point;
    const name = `${point.name}, ${own.join(', ')}`;
    return { ...point, name, config: withAssignments(point.config, own, '--with') };
  });
  return { ...card, title: `${card.title}, with ${assignments.join(', ')}`, points };
}
