import * as z from 'zod';
import { expectation, quantity } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Variable } from '../chain/observed.js';
import { uniformEdges } from './axis.js';
import type { Observing } from './observing.js';

/** Variables, edges and values as the file of a card has them. */

const maxBins = 10_000;

/** A number in base units, or text with a unit. */
export const value = z.union([z.number(), z.string()]);
/** A list of edges, or equal bins. */
export const edgesShape = z.union([
  z.array(value).min(2),
  z.strictObject({ from: value, to: value, bins: z.number().int().min(1).max(maxBins) }),
]);

/** Edges in base units. */
export function edgesOf(
  edges: z.infer<typeof edgesShape>,
  variable: Variable,
  where: string,
): Float64Array {
  if (!Array.isArray(edges)) {
    const from = valueOf(edges.from, variable, `${where}.from`);
    const to = valueOf(edges.to, variable, `${where}.to`);
    return ascending(uniformEdges(from, to, edges.bins), where);
  }
  return ascending(
    Float64Array.from(edges, (edge, index) => valueOf(edge, variable, `${where}[${index}]`)),
    where,
  );
}

function ascending(edges: Float64Array, where: string): Float64Array {
  for (let edge = 1; edge < edges.length; edge++) {
    if (!(edges[edge]! > edges[edge - 1]!))
      throw new EmulatorError('CARD_BAD_VALUE', `${where}: edges must ascend`);
  }
  return edges;
}

/** @throws CARD_UNKNOWN_VARIABLE */
export function knownVariable(
  name: string,
  { variables: known }: Observing,
  where: string,
): Variable {
  if (Object.hasOwn(known, name)) return known[name]!;
  const names = Object.keys(known);
  const hint = nearestHint(name, names);
  throw new EmulatorError(
    'CARD_UNKNOWN_VARIABLE',
    `${where}: variable "${name}" does not exist${hint}; there are ${names.join(', ')}`,
  );
}

/** A number in base units, or text with a unit. */
export function valueOf(raw: number | string, { unit }: Variable, where: string): number {
  const parameter = quantity(0, unit, '');
  const parsed = parameter.schema().safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new EmulatorError(
    'CARD_BAD_VALUE',
    `${where} is ${JSON.stringify(raw)}, expected ${expectation(parameter)}`,
  );
}
