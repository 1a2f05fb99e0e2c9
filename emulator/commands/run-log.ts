import { pino } from 'pino';
import type { Log } from '../../monitor/ports.js';

/** Where lines go. */
interface Sink {
  readonly write: (text: string) => void;
}

/** What a line of the log holds. */
interface Line {
  readonly level: number;
  readonly time: string;
  readonly msg: string;
}

const { labels } = pino.levels;

/** Control characters would move the cursor of a terminal, or end the line. */
const plainText = ({ time, level, msg }: Line): string =>
  `${time} ${(labels[level] ?? String(level)).toUpperCase()} ${msg.replaceAll(/\p{Cc}+/gu, ' ')}\n`;

/**
 * The log of a daemon: a record of JSON a line for programs, plain text on a terminal.
 * @param sink where it goes; stderr unless a test says otherwise.
 */
export function runLog(isTerminal: boolean, sink: Sink = stderr()): Log {
  const options = { level: 'info', base: null };
  if (!isTerminal) return pino(options, sink);
  const plain: Sink = { write: (line) => sink.write(plainText(JSON.parse(line) as Line)) };
  return pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, plain);
}

function stderr(): Sink {
  const destination = pino.destination({ dest: 2, sync: true });
  // A terminal that was closed takes no more; the run goes on or drains.
  destination.on('error', () => {});
  return destination;
}
