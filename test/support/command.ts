import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/bundle/b2l1.js', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandResult>;
}

type Environment = Readonly<Record<string, string>>;

function start(args: readonly string[], input?: Uint8Array, env: Environment = {}): Running {
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: [stdin, 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  // Characters of several bytes may come in two pieces.
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  return {
    process: child,
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
  };
}

/** Runs the built command to its end. */
export function b2l1(...args: readonly string[]): Promise<CommandResult> {
  return start(args).ended;
}

/** Runs the built command to its end, with more in its environment. */
export function b2l1With(env: Environment, ...args: readonly string[]): Promise<CommandResult> {
  return start(args, undefined, env).ended;
}

/** Runs the built command with these bytes on its standard input. */
export function b2l1Reading(input: Uint8Array, ...args: readonly string[]): Promise<CommandResult> {
  return start(args, input).ended;
}

/** Runs a command and sends it a signal once it has said something that matches. */
export async function interrupted(
  signal: NodeJS.Signals,
  when: RegExp,
  ...args: readonly string[]
): Promise<CommandResult> {
  const { process: child, ended } = start(args);
  let said = '';
  let sent = false;
  const listen = (piece: string): void => {
    said += piece;
    if (sent || !when.test(said)) return;
    sent = true;
    child.kill(signal);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return ended;
}

export interface Daemon {
  /** Address of the page with the token in its fragment. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** Sends a signal (by pid) and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<CommandResult>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

/** Starts the daemon on a free port (or the given one) and waits for its address. */
export async function startDaemon(...args: readonly string[]): Promise<Daemon> {
  const { process: child, ended } = start(['run', '--port', '0', ...args]);
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      let said = '';
      child.stdout?.on('data', (piece: string) => {
        said += piece;
        const address = /http:\/\/\S+/.exec(said);
        if (address !== null && said.includes('\n')) resolve(address[0]);
      });
    }),
    ended.then(({ stderr }) => {
      throw new Error(`the daemon ended early: ${stderr}`);
    }),
  ]);
  const { origin, port, hash } = new URL(url);
  return {
    url,
    origin,
    port: Number(port),
    token: hash.replace('#token=', ''),
    signal: (signal) => void child.kill(signal),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

export interface WorkerProcess {
  /** Resolves when it says something that matches. */
  readonly says: (what: RegExp) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Sends a signal (by pid) and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Promise<CommandResult>;
  readonly ended: Promise<CommandResult>;
}

/** Starts a worker of one thread and waits until it is connected. */
export async function startWorker(
  url: string,
  args: readonly string[] = [],
  env: Environment = {},
): Promise<WorkerProcess> {
  const worker = startTalking(['worker', '--nats', url, '--workers', '1', ...args], env);
  await worker.says(/connected/);
  return worker;
}

/** Starts the built command, to be listened to while it runs. */
export function startTalking(args: readonly string[], env: Environment = {}): WorkerProcess {
  const { process: child, ended } = start(args, undefined, env);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (piece: string) => {
      said += piece;
    });
  return {
    says: (what) =>
      Promise.race([
        new Promise<void>((resolve) => {
          const look = (): void => {
            if (what.test(said)) resolve();
          };
          look();
          for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
        }),
        ended.then(({ stderr }) => {
          throw new Error(`the command ended early: ${stderr}`);
        }),
      ]),
    signal: (signal) => void child.kill(signal),
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
