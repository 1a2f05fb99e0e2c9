import type { IncomingMessage } from 'node:http';
import { type CloseReason, countOne, type FeedCounts } from './feed-counts.js';
import type { Clock, Log } from './ports.js';

/** A line in the log at most this often, however many knock [ms]. */
const pause = 60_000;

interface Telling {
  readonly clock: Clock;
  readonly log: Log;
}

/** Calls what tells at most once a `pause`, with how many there were since the last time. */
function seldom(clock: Clock): (tell: (since: number) => void) => void {
  let since = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (tell) => {
    since++;
    if (clock.now() - toldAt < pause) return;
    tell(since);
    since = 0;
    toldAt = clock.now();
  };
}

/** Counts requests whose token was wrong or missing, and logs from where they came. */
export function refusalTeller(
  counts: Pick<FeedCounts, 'refusedTokens'>,
  { clock, log }: Telling,
): (request: IncomingMessage) => void {
  const inAWhile = seldom(clock);
  return ({ socket, method, url = '' }) => {
    counts.refusedTokens++;
    // Without the query: a token that is nearly right may stand in it.
    const path = JSON.stringify(url.split('?', 1)[0]!.slice(0, 100));
    inAWhile((since) =>
      log.warn(
        `${method} ${path} from ${socket.remoteAddress ?? 'a closed connection'} was refused: a ` +
          `wrong token or none; ${since} since this was told last`,
      ),
    );
  };
}

/** Counts connections to the feed that the server ended, and logs of each reason whose it was. */
export function closedTeller(
  { closed }: Pick<FeedCounts, 'closed'>,
  { clock, log }: Telling,
): (reason: CloseReason, address: string) => void {
  const reasons = new Map<CloseReason, ReturnType<typeof seldom>>();
  return (reason, address) => {
    countOne(closed, reason);
    const inAWhile = reasons.get(reason) ?? seldom(clock);
    reasons.set(reason, inAWhile);
    inAWhile((since) =>
      log.warn(
        `a client of the feed at ${address} was closed (${reason}); ${since} since this was told ` +
          'last',
      ),
    );
  };
}

/** Logs whose clients of the feed had to be refused since all places are taken. */
export function fullTeller({ clock, log }: Telling): (address: string) => void {
  const inAWhile = seldom(clock);
  return (address) =>
    inAWhile((since) =>
      log.warn(
        `a client of the feed at ${address} was refused (503): all places, or those of its ` +
          `address, are taken; ${since} since this was told last`,
      ),
    );
}
