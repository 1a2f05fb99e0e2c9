import type { MessageLog } from '../../monitor/message-log.js';
import type {
  Command,
  Log,
  Message,
  MessageKind,
  NewMessage,
  Outcome,
  RunSnapshot,
} from '../../monitor/ports.js';

/** Levels of messages as the log on standard error names them. */
const logLevel = { info: 'info', warning: 'warn', error: 'error' } as const;

/** Writes messages as lines of the log on standard error. */
export const spokenTo =
  (log: Log) =>
  ({ level, text, asker }: Message): void =>
    log[logLevel[level]](
      asker === undefined ? text : `${text}, asked by ${asker.address} (${asker.by})`,
    );

/** Whatever speaks of a kind of thing, as a log that goes into the messages. */
export const speaker =
  (messages: MessageLog) =>
  (kind: MessageKind): Log => ({
    info: (text) => messages.say({ level: 'info', kind, text }),
    warn: (text) => messages.say({ level: 'warning', kind, text }),
    error: (text) => messages.say({ level: 'error', kind, text }),
  });

/** Tells whenever a run comes to another state. */
export function stateTeller({ info }: Log): (run: RunSnapshot['run']) => void {
  let told = '';
  return ({ number, state, reason, source }) => {
    const key = `${number} ${state}`;
    // A failure is told where it is caught.
    if (key === told || state === 'failed') return;
    told = key;
    const why = state === 'starting' ? source : reason;
    info(`run ${number} is ${state}${why === '' ? '' : `: ${why}`}`);
  };
}

/** What the log tells of a command. */
export function heard(asked: Command, outcome: Outcome): NewMessage {
  const text = `command "${asked.kind}"`;
  return outcome.ok
    ? { level: 'info', kind: 'command', text }
    : { level: 'warning', kind: 'refused', text: `${text} refused: ${outcome.message}` };
}
