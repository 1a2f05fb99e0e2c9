import { WebSocket } from 'ws';
import { codecs } from '../../monitor/wire.js';

/** What a client of topic `decisions` has got. */
export interface DecisionsGot {
  readonly batches: number;
  readonly events: number;
  readonly bytes: number;
  /** Batches whose number does not follow that of the one before. */
  readonly gaps: number;
}

/** Batches that may be under way to the client. */
const credit = 16;

/** Reads every decision of a server until it says goodbye. @param url with the token. */
export function followDecisions(url: string): Promise<DecisionsGot> {
  const codec = codecs['b2l1.v1.msgpack'];
  const socket = new WebSocket(url, 'b2l1.v1.msgpack');
  let [batches, events, bytes, gaps] = [0, 0, 0, 0];
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.send(codec.encode({ subscribe: ['decisions'] }));
      socket.send(codec.encode({ credit }));
    });
    socket.on('message', (message: Buffer) => {
      const { seq, data, error } = codec.decode(message, true) as {
        readonly seq: number;
        readonly data: { readonly index: { readonly shape: readonly [number] } };
        readonly error?: string;
      };
      if (error !== undefined) return reject(new Error(error));
      if (seq !== batches + gaps) gaps++;
      batches++;
      events += data.index.shape[0];
      bytes += message.length;
      // So many at once that a client is not taken for a flood.
      if (batches % (credit / 2) === 0) socket.send(codec.encode({ credit: credit / 2 }));
    });
    socket.on('close', () => resolve({ batches, events, bytes, gaps }));
    socket.on('error', reject);
  });
}
