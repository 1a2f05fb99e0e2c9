import { EmulatorError } from '../../detector/base/errors.js';

/**
 * Parses what assignments of an option make; where one of them is at fault, the error names the
 * option with path and value, in place of the file or preset that they change.
 * @param where how errors of `parse` begin.
 * @throws what `parse` throws
 */
export function blamed<T>(
  { option, assignments, where }: Blame,
  parse: (assignments: readonly string[]) => T,
): T {
  try {
    return parse(assignments);
  } catch (error) {
    if (!(error instanceof EmulatorError) || !error.code.startsWith('CONFIG_')) throw error;
    // The first without which all is well.
    const guilty = assignments.find((_, index) => fails(parse, assignments.slice(0, index + 1)));
    if (guilty === undefined || fails(parse, [])) throw error;
    const said = `${where}: `;
    const { message } = error;
    const rest = message.startsWith(said) ? message.slice(said.length) : message;
    if (rest.startsWith(`${option} ${guilty}`)) throw error;
    throw new EmulatorError(error.code, `${option} ${guilty}: ${rest}`, { cause: error });
  }
}

interface Blame {
  readonly option: '--set' | '--machine-set';
  readonly assignments: readonly string[];
  readonly where: string;
}

function fails(
  parse: (assignments: readonly string[]) => unknown,
  assignments: readonly string[],
): boolean {
  try {
    parse(assignments);
    return false;
  } catch {
    return true;
  }
}
