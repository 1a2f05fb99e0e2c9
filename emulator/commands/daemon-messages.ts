import type { Message, NewMessage } from '../../monitor/message-types.js';
import type { Command, Log, Outcome, RunSnapshot } from '../../monitor/ports.js';
import { MessageFile } from './message-file.js';

/** Levels of messages as the log on standard error names them. */
const logLevel = { info: 'info', warning: 'warn', error: 'error' } as const;

/** Writes messages as lines of the log on standard error. */
export const spokenTo =
  (log: Log) =>
  ({ level, text, asker }: Message): void =>
    log[logLevel[level]](
      asker === undefined ? text : `${text}, asked by ${asker.address} (${asker.by})`,
    );

/** Tells `told`, and keeps messages on disk where runs are recorded. */
export function keptMessages(
  directory: string,
  log: Log,
  told: (message: Message) => void,
): (message: Message) => void {
  if (directory === '') return told;
  const file = new MessageFile(directory, log);
  return (message) => {
    told(message);
    file.write(message);
  };
}

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
  const text = `command "${asked.kind}"${toldOf(asked)}`;
  if (!outcome.ok)
    return { level: 'warning', kind: 'refused', text: `${text} refused: ${outcome.message}` };
  const { slice, epoch, run } = outcome;
  const from = [
    ...(run === undefined ? [] : [`run ${run}`]),
    ...(slice === undefined ? [] : [`from slice ${slice} on`]),
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
  ];
  const where = from.length === 0 ? '' : `: ${from.join(', ')}`;
  return { level: 'info', kind: 'command', text: `${text}${where}` };
}

/** A longer list is cut [characters]. */
const maxTold = 300;

/** What a command asks for, behind its kind. */
function toldOf(asked: Command): string {
  const { kind: _, fromSlice: __, ...rest } = { fromSlice: 0, ...asked };
  const parts = Object.entries(rest).flatMap(([key, value]) => {
    if (key === 'text' || key === 'menuText')
      return [`a menu of ${String(value).length} characters`];
    if (typeof value !== 'object') return [`${key} ${value}`];
    return Object.entries(value).map(([path, own]) => `${path}=${String(own)}`);
  });
  const all = parts.join(' ');
  const shown = all.length > maxTold ? `${all.slice(0, maxTold - 3)}...` : all;
  return shown === '' ? '' : ` ${shown}`;
}
