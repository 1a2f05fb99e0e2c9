/** Who ordered something: the address of the connection, and whether through the page. */
export interface Asker {
  readonly address: string;
  readonly by: 'page' | 'api';
}

/** What a line of the message log is about. */
export type MessageKind =
  | 'run'
  | 'command'
  | 'refused'
  | 'what-if'
  | 'host'
  | 'recorder'
  | 'client'
  | 'access';

/** One line of the message log: what happened, when, and who asked for it. */
export interface Message {
  /** Counts up from 0 over the life of the daemon. */
  readonly sequence: number;
  /** Wall time, ISO 8601 in UTC. */
  readonly at: string;
  /** Number of the run, and emulated time in it [s]. */
  readonly run: number;
  readonly emulatedSeconds: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly kind: MessageKind;
  readonly text: string;
  /** Who asked; absent where nobody did. */
  readonly asker?: Asker;
}

/** What whoever has something to say gives; the log adds the rest. */
export type NewMessage = Pick<Message, 'level' | 'kind' | 'text' | 'asker'>;

/** The last messages, oldest first. */
export interface Messages {
  /** Sequence of the next message. */
  readonly next: number;
  readonly messages: readonly Message[];
}
