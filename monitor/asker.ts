import type { IncomingMessage } from 'node:http';
import type { Asker } from './message-types.js';

/** Header by which the page says that it is the page; whoever else asks is "api". */
const clientHeader = 'b2l1-client';

/** Who sent a request. */
export const askerOf = ({ socket, headers }: IncomingMessage): Asker => ({
  address: socket.remoteAddress ?? 'a closed connection',
  by: headers[clientHeader] === 'page' ? 'page' : 'api',
});
