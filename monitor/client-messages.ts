import * as z from 'zod';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { nearestHint } from '../detector/base/errors.js';
import { decisionsTopic } from './decisions-stream.js';
import { type Topic, topics } from './topics.js';
import type { Codec } from './wire.js';

/** Name of any topic. */
export type AnyTopic = Topic | typeof decisionsTopic;
/** Batches of decisions that a client may ask for at once. */
const maxCredit = 1000;

/** What a client of `/ws` may say. */
type ClientMessage =
  | {
      readonly kind: 'subscribe';
      readonly topics: readonly AnyTopic[];
      readonly everyMs: number | undefined;
    }
  | { readonly kind: 'unsubscribe'; readonly topics: readonly AnyTopic[] }
  | { readonly kind: 'credit'; readonly batches: number }
  | {
      readonly kind: 'bad';
      readonly code: Extract<ErrorCode, `WS_${string}`>;
      readonly error: string;
    };

const names = z.array(z.string()).min(1).max(16);
const subscribeSchema = z.strictObject({
  subscribe: names,
  everyMs: z.number().int().min(100).max(60_000).optional(),
});
const unsubscribeSchema = z.strictObject({ unsubscribe: names });
const creditSchema = z.strictObject({ credit: z.number().int().min(1).max(maxCredit) });

const usage =
  'expected {subscribe: [topics], everyMs: 100–60000}, {unsubscribe: [topics]} or, of topic ' +
  `decisions, {credit: 1–${maxCredit}}`;
const bad = (error: string): ClientMessage => ({ kind: 'bad', code: 'WS_BAD_MESSAGE', error });

const allTopics: readonly string[] = [...topics, decisionsTopic];
const isTopic = (name: string): name is AnyTopic => allTopics.includes(name);

/** Reads a frame of a client; never throws, whatever the bytes are. */
export function readClientMessage(bytes: Buffer, isBinary: boolean, codec: Codec): ClientMessage {
  let raw: unknown;
  try {
    raw = codec.decode(bytes, isBinary);
  } catch {
    return bad(`the message cannot be read as the agreed sub-protocol; ${usage}`);
  }
  const subscribe = subscribeSchema.safeParse(raw);
  if (subscribe.success)
    return withTopics(subscribe.data.subscribe, (known) => ({
      kind: 'subscribe',
      topics: known,
      everyMs: subscribe.data.everyMs,
    }));
  const unsubscribe = unsubscribeSchema.safeParse(raw);
  if (unsubscribe.success)
    return withTopics(unsubscribe.data.unsubscribe, (known) => ({
      kind: 'unsubscribe',
      topics: known,
    }));
  const credit = creditSchema.safeParse(raw);
  if (credit.success) return { kind: 'credit', batches: credit.data.credit };
  return bad(usage);
}

function withTopics(
  asked: readonly string[],
  message: (known: readonly AnyTopic[]) => ClientMessage,
): ClientMessage {
  const unknown = asked.find((name) => !isTopic(name));
  if (unknown === undefined) return message([...new Set(asked.filter(isTopic))]);
  const shown = JSON.stringify(unknown.slice(0, 40));
  return {
    kind: 'bad',
    code: 'WS_UNKNOWN_TOPIC',
    error:
      `topic ${shown} does not exist${nearestHint(unknown.slice(0, 40), allTopics)}; there are ` +
      `${allTopics.join(', ')}`,
  };
}
