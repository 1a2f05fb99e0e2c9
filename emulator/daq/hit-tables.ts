import { type HitTree, isTypedArray, type TypedArray } from '../chain/kept-hits.js';

/**
 * What is wrong with hits that were read: offsets that do not ascend from 0, columns of another
 * length. Undefined when they fit `eventCount` events.
 */
export function hitsFault(node: HitTree, eventCount: number, path = 'hits'): string | undefined {
  const { offsets } = node;
  if (offsets !== undefined && !(offsets instanceof Uint32Array && ascends(offsets, eventCount))) {
    return `${path}.offsets do not ascend from 0 over ${eventCount} events`;
  }
  const rows = offsets === undefined ? eventCount : offsets.at(-1)!;
  for (const [name, value] of Object.entries(node)) {
    const fault =
      name === 'offsets' ? undefined : valueFault(value, rows, eventCount, `${path}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function valueFault(
  value: unknown,
  rows: number,
  eventCount: number,
  path: string,
): string | undefined {
  if (isTypedArray(value)) return widthFault(value, rows, path);
  if (typeof value !== 'object') return undefined;
  return value === null ? `${path} is empty` : hitsFault(value as HitTree, eventCount, path);
}

function widthFault(column: TypedArray, rows: number, path: string): string | undefined {
  const fits = rows === 0 ? column.length === 0 : column.length % rows === 0;
  return fits ? undefined : `${path} has ${column.length} elements for ${rows} rows`;
}

function ascends(offsets: Uint32Array, eventCount: number): boolean {
  if (offsets.length !== eventCount + 1 || offsets[0] !== 0) return false;
  for (let event = 0; event < eventCount; event++)
    if (offsets[event + 1]! < offsets[event]!) return false;
  return true;
}
