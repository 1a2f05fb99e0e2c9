import type { EventDisplay } from '../ports.js';
import { readDisplay } from './event-data.js';

/** What is asked of `/api/event`: an address, or the latest event in which a line fired. */
export type EventAsk =
  | { readonly address: string }
  | { readonly line?: string; readonly probe?: string };

/** An event of the run with its explanation. @throws Error with the words of the server */
export async function askEvent(token: string | undefined, ask: EventAsk): Promise<EventDisplay> {
  const headers: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const query = new URLSearchParams(ask as Record<string, string>);
  const reply = await fetch(`api/event?${query}`, { headers });
  const body = (await reply.json().catch(() => ({}))) as { readonly message?: string };
  if (!reply.ok) throw new Error(body.message ?? reply.statusText);
  return readDisplay(body);
}
