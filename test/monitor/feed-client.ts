import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { until } from './support.js';

/** What the server sends: a sample of a topic, or an error. */
export interface Message {
  readonly topic?: string;
  readonly seq?: number;
  readonly time?: number;
  readonly data?: unknown;
  readonly error?: string;
  readonly code?: string;
}

export interface FeedClient {
  readonly socket: WebSocket;
  readonly messages: Message[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly say: (message: unknown) => void;
  /** The first message of a kind, when it comes. */
  readonly first: (matches: (message: Message) => boolean) => Promise<Message>;
  readonly close: () => Promise<void>;
}

/** A plain client whose MessagePack is of another maker than the server's. */
export async function openFeed(
  port: number,
  protocols: readonly string[] = ['b2l1.v1.msgpack'],
  query = '',
): Promise<FeedClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws${query}`, [...protocols], {
    perMessageDeflate: true,
  });
  const messages: Message[] = [];
  const isJson = protocols[0] === 'b2l1.v1.json';
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (isBinary === isJson) throw new Error('a frame of the wrong kind');
    messages.push((isJson ? JSON.parse(bytes.toString()) : decode(bytes)) as Message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return {
    socket,
    messages,
    closed,
    say: (message) => socket.send(isJson ? JSON.stringify(message) : encode(message)),
    first: async (matches) => {
      await until(() => messages.some(matches), 'a message');
      return messages.find(matches) as Message;
    },
    close: async () => {
      socket.close();
      await closed;
    },
  };
}
