import * as z from 'zod';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { nearestHint } from '../detector/base/errors.js';
import { type Topic, topics } from './topics.js';
import type { Codec } from './wire.js';

/** What a client of `/ws` may say. */
type ClientMessage =
  | {
      readonly kind: 'subscribe';
      readonly topics: readonly Topic[];
      readonly everyMs: number | undefined;
    }
  | { readonly kind: 'unsubscribe'; readonly topics: readonly Topic[] }
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

const usage = 'expected {subscribe: [topics], everyMs: 100–60000} or {unsubscribe: [topics]}';
const bad = (error: string): ClientMessage => ({ kind: 'bad', code: 'WS_BAD_MESSAGE', error });

const isTopic = (name: string): name is Topic => (topics as readonly string[]).includes(name);

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
  return bad(usage);
}

function withTopics(
  asked: readonly string[],
  message: (known: readonly Topic[]) => ClientMessage,
): ClientMessage {
  const unknown = asked.find((name) => !isTopic(name));
  if (unknown === undefined) return message([...new Set(asked.filter(isTopic))]);
  const shown = JSON.stringify(unknown.slice(0, 40));
  return {
    kind: 'bad',
    code: 'WS_UNKNOWN_TOPIC',
    error:
      `topic ${shown} does not exist${nearestHint(unknown.slice(0, 40), topics)}; there are ` +
      `${topics.join(', ')}`,
  };
}
