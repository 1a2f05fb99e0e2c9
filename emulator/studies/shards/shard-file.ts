import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { EmulatorError } from '../../../detector/base/errors.js';
import { codecs, withTypedArrays } from '../../../monitor/wire.js';
import { outputWords } from '../../../triggers/batches.js';
import { shardEvents } from '../../../detector/event.js';
import { fates } from '../../decays/decay-counts.js';
import type { PartEvents, StudyPart } from './part.js';
import type { Shard } from './plan.js';

/** A shard of which all events are counted. */
export interface FinishedShard extends Shard {
  /** In the order of the events. */
  readonly parts: readonly StudyPart[];
}

const count = z.number().int().min(0).max(0xffff_ffff);
const words = z.custom<Uint32Array>((value) => value instanceof Uint32Array);
const doubles = z.custom<Float64Array>((value) => value instanceof Float64Array);
const observations = z.strictObject({
  variables: z.record(z.string(), doubles),
  selected: words,
  probed: words,
});
const decay = z.strictObject({
  fate: z.enum(fates),
  pdg: z.number().int(),
  count,
});
const head = {
  slice: count,
  eventCount: count.min(1).max(shardEvents),
  decays: z.array(decay).exactOptional(),
};
const shape = z.strictObject({
  study: z.string(),
  slice: count,
  point: count,
  events: count.max(shardEvents),
  parts: z
    .array(
      z.union([
        z.strictObject({ ...head, counts: z.strictObject({ cells: words, counts: words }) }),
        z.strictObject({
          ...head,
          events: z.strictObject({ weights: doubles, ftdlBits: words, observations }),
        }),
      ]),
    )
    .max(shardEvents),
});

const codec = codecs['b2l1.v1.msgpack'];
/** Begins every shard; the number is the version of the format. */
const magic = Buffer.from('b2l1 shard 1\n', 'latin1');
const digestBytes = 32;
/** No shard is longer when inflated: 4096 events of 30 variables are about a megabyte. */
const maxBytes = 16 * 2 ** 20;

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/**
 * A finished shard as bytes, for a file or a message: magic, SHA-256 of the rest, deflated
 * MessagePack. @param study key of its fingerprint.
 */
export function encodeShard({ slice, point, events, parts }: FinishedShard, study: string): Buffer {
  const body = deflateRawSync(codec.encode({ study, slice, point, events, parts }), { level: 1 });
  return Buffer.concat([magic, digestOf(body), body]);
}

/**
 * Reads a shard back. Bytes may come from anywhere: what is returned fits the plan and the layout
 * of the study.
 * @param study key of its fingerprint.
 * @param cellCount cells of its tally.
 * @throws SHARD_BAD
 */
export function decodeShard(bytes: Uint8Array, study: string, cellCount: number): FinishedShard {
  const body = bytes.subarray(magic.length + digestBytes);
  if (!magic.equals(bytes.subarray(0, magic.length))) throw bad('it does not begin like one');
  if (!digestOf(body).equals(bytes.subarray(magic.length, magic.length + digestBytes)))
    throw bad('its checksum is wrong');
  const { study: found, ...shard } = checked(unpack(body));
  if (found !== study) throw bad('it is of another study');
  const fault = faultOf(shard, cellCount);
  if (fault !== undefined) throw bad(fault);
  return shard;
}

const bad = (what: string, options?: ErrorOptions): EmulatorError =>
  new EmulatorError('SHARD_BAD', `not a shard of this study: ${what}`, options);

function unpack(body: Uint8Array): unknown {
  try {
    return withTypedArrays(codec.decode(inflateRawSync(body, { maxOutputLength: maxBytes }), true));
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function checked(raw: unknown): z.infer<typeof shape> {
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  throw bad(`${result.error.issues[0]?.path.join('.') ?? ''} is not as it should be`);
}

/** What the shape cannot say: lengths and numbers that must agree. */
function faultOf({ slice, events, parts }: FinishedShard, cellCount: number): string | undefined {
  if (parts.reduce((sum, { eventCount }) => sum + eventCount, 0) !== events)
    return 'its parts do not hold its events';
  for (const part of parts) {
    if (part.slice !== slice) return 'a part is of another shard';
    const fits =
      'counts' in part
        ? countsFit(part.counts, part.eventCount, cellCount)
        : eventsFit(part.events, part.eventCount);
    if (!fits) return 'its columns do not fit';
  }
  return undefined;
}

function countsFit(
  { cells, counts }: { readonly cells: Uint32Array; readonly counts: Uint32Array },
  events: number,
  cellCount: number,
) {
  const ascending = cells.every(
    (cell, row) => cell < cellCount && (row === 0 || cell > cells[row - 1]!),
  );
  return cells.length === counts.length && ascending && counts.every((value) => value <= events);
}

function eventsFit(
  { weights, ftdlBits, observations: { variables, selected, probed } }: PartEvents,
  events: number,
): boolean {
  const columns = [weights, selected, probed, ...Object.values(variables)];
  return (
    columns.every(({ length }) => length === events) &&
    ftdlBits.length === events * outputWords &&
    weights.every(Number.isFinite)
  );
}
