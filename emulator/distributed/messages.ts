import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { errorCodeNames } from '../../detector/base/error-codes.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { codecs } from '../../monitor/wire.js';
import { shardEvents } from '../../detector/event.js';
import { type Fingerprint, fingerprintShape, hashOf } from '../studies/shards/fingerprint.js';

/**
 * What studies and workers tell each other over NATS. Bytes may come from anyone who reaches the
 * server.
 */

/** Where every running study says now and then that it is there. */
export const beatSubject = 'b2l1.studies';
/** A study that has been silent for so long is dead [ms]. */
export const silentMs = 10_000;
/** Time between two signs of life of a study [ms]. */
export const beatMs = 1000;

/** Stream, consumers and subjects of a study. */
export const namesOf = (id: string) => ({
  stream: `b2l1-${id}`,
  jobConsumer: 'workers',
  resultConsumer: 'study',
  /** Asked for its description. */
  description: `b2l1.${id}.description`,
  jobs: `b2l1.${id}.jobs`,
  results: `b2l1.${id}.results`,
  /** Signs of life that the stream keeps the last of. */
  alive: `b2l1.${id}.alive`,
  /** What workers say about themselves. */
  workers: `b2l1.${id}.workers`,
});

/** The id in the name of a stream of ours. */
export const idOfStream = (stream: string): string | undefined =>
  /^b2l1-([0-9a-f]{32})$/.exec(stream)?.[1];

/**
 * A study is known by all that decides its results, so that a second one of the same is noticed.
 */
export const studyId = (fingerprint: Fingerprint, events: number): string =>
  hashOf({ fingerprint, events });

const count = z.number().int().min(0).max(0xffff_ffff);

/** A sign of life, and the last one of a study that is done. */
export const beatShape = z.strictObject({
  study: z.string().regex(/^[0-9a-f]{32}$/),
  done: z.boolean(),
});

/**
 * All that a worker needs to build the chain of a study, and the fingerprint that must come out of
 * it.
 */
export const descriptionShape = z.strictObject({
  fingerprint: fingerprintShape,
  seed: z.number().int().min(0),
  card: z.strictObject({ name: z.string(), content: z.unknown().optional() }),
  /** Name and parameters of each point of the card, as --with may have changed them. */
  points: z.array(z.strictObject({ name: z.string(), config: z.unknown() })),
  config: z.record(z.string(), z.unknown()),
  /** What is laid over the events, if anything. */
  machine: z
    .strictObject({ name: z.string(), config: z.record(z.string(), z.unknown()) })
    .optional(),
  menu: z.unknown(),
  events: z.number().int().min(1),
  batchEvents: z.number().int().min(1).max(shardEvents),
  /** Whether what lives too short for the detector is decayed. */
  decay: z.boolean(),
});
/** A study as a worker learns of it. */
export type Description = z.infer<typeof descriptionShape>;

/** A shard to be counted, as jobs of the stream name it. */
export const jobShape = z.strictObject({
  slice: count,
  point: count,
  events: count.min(1).max(shardEvents),
});

/** Longest reason of a worker. */
export const maxRefusal = 2000;
/** Longest word of what went wrong. */
export const maxFailure = 10_000;

/** What a worker says about itself: that it takes part, or why it does not, or what went wrong. */
export const workerShape = z.strictObject({
  worker: z.string().max(200),
  threads: count,
  /** Why it does not take part. */
  refuses: z.string().max(maxRefusal).optional(),
  /** What went wrong with a shard, for which the study ends. */
  failure: z
    .strictObject({ code: z.enum(errorCodeNames), message: z.string().max(maxFailure) })
    .optional(),
});
/** A worker's word about itself. */
export type WorkerNote = z.infer<typeof workerShape>;

const codec = codecs['b2l1.v1.msgpack'];
/** No message is longer when inflated. */
const maxBytes = 16 * 2 ** 20;

/**
 * A message as compressed MessagePack; its shape is there for the compiler, to match that of
 * `unpack`.
 */
export function pack<S extends z.ZodType>(_shape: S, message: z.infer<S>): Uint8Array {
  return deflateRawSync(codec.encode(message));
}

/** @throws NATS_BAD_MESSAGE */
export function unpack<S extends z.ZodType>(shape: S, bytes: Uint8Array): z.infer<S> {
  let raw: unknown;
  try {
    raw = codec.decode(inflateRawSync(bytes, { maxOutputLength: maxBytes }), true);
  } catch (error) {
    throw new EmulatorError(
      'NATS_BAD_MESSAGE',
      `a message cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  throw new EmulatorError(
    'NATS_BAD_MESSAGE',
    `a message is not of this program: ${result.error.issues[0]?.message ?? ''}`,
  );
}

/** The same, undefined for a message that is none of ours. */
export function unpackIfOurs<S extends z.ZodType>(
  shape: S,
  bytes: Uint8Array,
): z.infer<S> | undefined {
  try {
    return unpack(shape, bytes);
  } catch (error) {
    if (error instanceof EmulatorError) return undefined;
    throw error;
  }
}
