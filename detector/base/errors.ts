import type { ErrorCode } from './error-codes.js';

/**
 * An error a user can act on: a stable code for programs, a message that says where, what was found
 * and what was expected.
 * @example
 * ```ts
 * import { EmulatorError, loadMenu } from 'belle2-l1';
 *
 * try {
 *   loadMenu('phisics');
 * } catch (error) {
 *   if (error instanceof EmulatorError) console.log(error.code); // → MENU_UNKNOWN
 * }
 * ```
 */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The candidate with the fewest single-letter changes from `name`, or undefined when none is near
 * (more than half of it differs).
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * `; nearest is "x"` when a near name exists, else the empty string: the tail of an "unknown name"
 * message.
 */
export function nearestHint(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? '' : `; nearest is "${nearest}"`;
}

/**
 * A value as a message shows what it found: JSON, cut when long; also of what JSON cannot write.
 */
export function showValue(value: unknown): string {
  let text: string | undefined;
  try {
    // NaN and infinities are null in JSON.
    text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  } catch {
    // A mapping that contains itself (YAML anchors) or a BigInt.
  }
  const shown = text ?? (value === undefined ? 'nothing' : `a ${typeof value}`);
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(previous[column] + 1, current[column - 1] + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length];
}
