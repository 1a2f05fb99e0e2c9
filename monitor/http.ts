import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A plain-text answer with a line feed behind the message. */
export const text = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${message}\n`,
  headers,
});

/** An answer that holds `value` as a JSON document. */
export const json = (status: number, value: unknown): Answer =>
  jsonText(status, JSON.stringify(value));

/** An answer whose body is JSON already. */
export const jsonText = (status: number, body: string): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${body}\n`,
});

/** The page needs nothing from elsewhere, and nobody may frame it. */
const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** Writes the answer with the security headers that every answer has, and ends the response. */
export function send(response: ServerResponse, { status, type, body, headers }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': type,
    'Content-Length': length,
    ...headers,
  });
  response.end(body);
}

/** Says a last word on a connection and ends it, even where the other side keeps its half open. */
export function sayLast(stream: Duplex, words: string): void {
  stream.end(words, () => stream.destroy());
}

/** The body of a request, or undefined when it is larger than `limit` bytes. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
