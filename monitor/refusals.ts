import type { IncomingMessage } from 'node:http';
import type { FeedCounts } from './feed-counts.js';
import type { Clock, Log } from './ports.js';

/** A line in the log at most this often, however many knock [ms]. */
const pause = 60_000;

/** Counts requests whose token was wrong or missing, and logs from where they came. */
export function refusalTeller(
  counts: Pick<FeedCounts, 'refusedTokens'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): (request: IncomingMessage) => void {
  let told = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return ({ socket, method, url = '' }) => {
    counts.refusedTokens++;
    if (clock.now() - toldAt < pause) return;
    const since = counts.refusedTokens - told;
    told = counts.refusedTokens;
    toldAt = clock.now();
    // Without the query: a token that is nearly right may stand in it.
    const path = JSON.stringify(url.split('?', 1)[0]!.slice(0, 100));
    log.warn(
      `${method} ${path} from ${socket.remoteAddress ?? 'a closed connection'} was refused: a ` +
        `wrong token or none; ${since} since this was told last`,
    );
  };
}
