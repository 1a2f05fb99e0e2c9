import type { Message, MessageKind, Messages, NewMessage } from './message-types.js';
import type { Log } from './ports.js';

/** So many messages are kept. */
export const keptMessages = 1000;

/** What the log is told of the run whenever something is said. */
interface RunTime {
  readonly run: number;
  readonly emulatedSeconds: number;
}

/** What the log needs besides messages. */
interface MessageLogOptions {
  readonly runTime: () => RunTime;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  /** Told of each message when it is in the log. */
  readonly told?: (message: Message) => void;
}

/** The message log of a daemon: the last messages, whatever runs they are of. */
export class MessageLog {
  readonly #options: MessageLogOptions;
  #messages: readonly Message[] = [];
  #state: Messages = { next: 0, messages: [] };

  constructor(options: MessageLogOptions) {
    this.#options = options;
  }

  /** Takes a message; the oldest gives way. */
  say({ level, kind, text, asker }: NewMessage): void {
    const { runTime, date, told } = this.#options;
    const { run, emulatedSeconds } = runTime();
    const sequence = this.#state.next;
    const at = new Date(date()).toISOString();
    const message: Message = {
      sequence,
      at,
      run,
      emulatedSeconds,
      level,
      kind,
      text,
      ...(asker !== undefined && { asker }),
    };
    this.#messages = [...this.#messages.slice(1 - keptMessages), message];
    this.#state = { next: sequence + 1, messages: this.#messages };
    told?.(message);
  }

  /** The last messages: the same object until there is a new one. */
  get state(): Messages {
    return this.#state;
  }
}

/** Gives whatever speaks of a kind of thing a log that goes into the messages. */
export const speaker =
  (say: (message: NewMessage) => void) =>
  (kind: MessageKind): Log => ({
    info: (text) => say({ level: 'info', kind, text }),
    warn: (text) => say({ level: 'warning', kind, text }),
    error: (text) => say({ level: 'error', kind, text }),
  });

/** Of these messages those from a sequence on. */
export const messagesFrom = ({ next, messages }: Messages, from: number): Messages => ({
  next,
  messages: messages.filter(({ sequence }) => sequence >= from),
});
