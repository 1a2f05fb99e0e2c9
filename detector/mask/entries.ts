import {
  type ConfigSchema,
  content,
  type Parameter,
  parseConfig,
  quantity,
} from '../base/config.js';
import { EmulatorError, nearestHint, showValue } from '../base/errors.js';
import { MHz } from '../base/units.js';
import type { Channels } from './channels.js';
import { fieldsOf, forChannels, type Range, type Selection } from './selection.js';

/** One statement of a mask: which channels, and what is the matter with them. */
export interface MaskEntry {
  readonly select: Selection;
  /** Share of what comes to a channel that it reports; several entries multiply. */
  readonly efficiency: number;
  /** Hits that a channel makes by itself, of which it reports that share [1/ns]; they add up. */
  readonly rate: number;
}

/** What is the matter with the channels of one subdetector, or the word that nothing is. */
export type MaskEntries = 'none' | readonly MaskEntry[];

/** A part of the detector whose channels may be named. */
interface Part {
  readonly name: string;
  readonly masking?: { readonly channels: Channels };
}

/** What an entry says besides its channels. */
const stateSchema = {
  efficiency: quantity(1, '', 'Share that is reported; 0 for a dead channel', { min: 0, max: 1 }),
  rate: quantity(0, 'Hz', 'Hits by itself', { min: 0, max: 1000 * MHz }),
};

/** The parameters `mask.NAME` of conditions. */
export function maskSchema(
  parts: readonly Part[],
): Readonly<Record<string, Parameter<MaskEntries>>> {
  return Object.fromEntries(
    parts.flatMap(({ name, masking }) =>
      masking === undefined ? [] : [[name, maskParameter(name, masking.channels)] as const],
    ),
  );
}

function maskParameter(name: string, channels: Channels): Parameter<MaskEntries> {
  const fields = Object.entries(fieldsOf(channels)).map(
    ([field, { min, max }]) => `${field} ${min}-${max}`,
  );
  return content<MaskEntries>(
    'none',
    `none, or a list of {${fields.join(', ')}; efficiency: 0 to 1, rate: 50 kHz}: each number ` +
      'or "0-4,7"',
    isMask,
    `Dead, weak and hot channels of ${name}: those with all numbers that an entry names`,
  );
}

function isMask(raw: unknown): raw is MaskEntries {
  return raw === 'none' || (Array.isArray(raw) && raw.every(isEntry));
}

const isEntry = (entry: unknown): entry is MaskEntry => isMapping(entry) && 'select' in entry;

/**
 * A configuration whose masks, as a file has them, are replaced by what they say.
 * @param where the file or option that `raw` came from, for messages.
 * @throws CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function withMasks(raw: unknown, parts: readonly Part[], where: string): unknown {
  if (!isMapping(raw) || !isMapping(raw.mask)) return raw;
  const mask = Object.entries(raw.mask).map(([name, entries]: [string, unknown]) => {
    const masking = parts.find((part) => part.name === name)?.masking;
    if (masking === undefined || !Array.isArray(entries)) return [name, entries];
    const at = (place: number): Site => ({ where, key: `mask.${name}[${place}]` });
    return [name, entries.map((entry, place) => parseEntry(entry, masking.channels, at(place)))];
  });
  return { ...raw, mask: Object.fromEntries(mask) };
}

/** Masks in words, for the names of results; empty without any. */
export const maskLabel = (mask: Readonly<Record<string, MaskEntries>>): readonly string[] =>
  Object.entries(mask).flatMap(([name, entries]) =>
    entries === 'none' || entries.length === 0 ? [] : [`mask of ${name} (${entries.length})`],
  );

/** Where a statement stands, for messages. */
interface Site {
  readonly where: string;
  readonly key: string;
}

function parseEntry(entry: unknown, channels: Channels, site: Site): MaskEntry {
  if (!isMapping(entry))
    throw bad(site, showValue(entry), 'a mapping like {layer: 3, rate: 50 kHz}');
  const state: Record<string, unknown> = {};
  const select: Record<string, readonly Range[]> = {};
  const fields = fieldsOf(channels);
  for (const [key, value] of Object.entries(flat(entry))) {
    if (Object.hasOwn(stateSchema, key)) state[key] = value;
    else {
      const field = nameOf(key, fields, site);
      if (Object.hasOwn(select, field)) throw bad(site, `with "${field}" twice`, 'it once');
      select[field] = rangesOf(value, fields[field], { ...site, key: `${site.key}.${key}` });
    }
  }
  if (Object.keys(select).length === 0)
    throw bad(site, showValue(entry), `channels by ${Object.keys(fields).join(', ')}`);
  if (Object.keys(state).length === 0)
    throw bad(site, showValue(entry), 'an efficiency (0: dead) or a rate');
  const { efficiency, rate } = parseConfig(
    stateSchema satisfies ConfigSchema,
    state,
    site.where,
    `${site.key}.`,
  );
  let count = 0;
  forChannels(channels, select, () => count++);
  if (count === 0) throw bad(site, 'no channel', 'fields that go together');
  return { select, efficiency, rate };
}

/** An entry as a file has it; of one that has been read, its ranges as they were. */
function flat(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { select, ...state } = entry;
  if (!isMapping(select)) return entry;
  const asText = (range: unknown): string => (Array.isArray(range) ? range.join('-') : '');
  const fields = Object.entries(select).map(([field, ranges]) => [
    field,
    Array.isArray(ranges) ? ranges.map(asText) : ranges,
  ]);
  return { ...Object.fromEntries(fields), ...state };
}

/** The field of a key; its plural means the same. */
function nameOf(key: string, fields: object, { where, key: path }: Site): string {
  const field = Object.hasOwn(fields, key) ? key : key.replace(/s$/, '');
  if (Object.hasOwn(fields, field)) return field;
  const names = [...Object.keys(fields), ...Object.keys(stateSchema)];
  throw new EmulatorError(
    'CONFIG_UNKNOWN_KEY',
    `${where}: key "${path}.${key}" does not exist${nearestHint(key, names)}; ` +
      `expected ${names.join(', ')}`,
  );
}

function rangesOf(
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
  site: Site,
): readonly Range[] {
  const parts = (Array.isArray(value) ? value : [value]).flatMap((part: unknown) =>
    typeof part === 'string' ? part.split(',') : [part],
  );
  return parts.map((part) => {
    const [, from, to = from] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(String(part)) ?? [];
    const range = [Number(from ?? Number.NaN), Number(to ?? Number.NaN)] as const;
    if (range[0] >= min && range[0] <= range[1] && range[1] <= max) return range;
    throw bad(
      site,
      showValue(part),
      `numbers from ${min} to ${max}, like ${min} or "${min}-${max}"`,
    );
  });
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = ({ where, key }: Site, found: string, expected: string): EmulatorError =>
  new EmulatorError('CONFIG_BAD_VALUE', `${where}: ${key} is ${found}, expected ${expected}`);
