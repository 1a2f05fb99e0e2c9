import { EmulatorError, nearestHint } from '../../detector/base/errors.js';

/**
 * Rows of the given names, all without any; a name also stands for all rows that begin with it and
 * a colon (`chain`, `tracks:cdc`).
 * @throws BENCH_UNKNOWN_STAGE
 */
export function selectRows<R extends { readonly name: string }>(
  rows: readonly R[],
  names: readonly string[],
): readonly R[] {
  if (names.length === 0) return rows;
  const isOf = (row: string, name: string): boolean => row === name || row.startsWith(`${name}:`);
  for (const name of names) {
    if (rows.some((row) => isOf(row.name, name))) continue;
    const known = rows.flatMap((row) => [row.name, row.name.split(':')[0]!]);
    throw new EmulatorError(
      'BENCH_UNKNOWN_STAGE',
      `bench: stage "${name}" does not exist${nearestHint(name, known)}; without names all are ` +
        'measured',
    );
  }
  return rows.filter((row) => names.some((name) => isOf(row.name, name)));
}
