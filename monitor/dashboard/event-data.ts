import type { EventDisplay } from '../ports.js';

/** An event as it came over the wire: columns become arrays, numbers that are not known NaN. */
export const readDisplay = (data: unknown): EventDisplay => plain(data) as EventDisplay;

function plain(value: unknown): unknown {
  if (value === null) return Number.NaN;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('dtype' in value && 'data' in value) return plain(value.data);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}
