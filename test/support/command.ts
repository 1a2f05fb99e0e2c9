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

function start(args: readonly string[], input?: Uint8Array): Running {
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const child = spawn(process.execPath, [cli, ...args], { stdio: [stdin, 'pipe', 'pipe'] });
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
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
  const listen = (chunk: Buffer): void => {
    said += chunk.toString();
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
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
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
  /** Sends a signal (by pid) and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Promise<CommandResult>;
}

/** Starts a worker of one thread and waits until it is connected. */
export async function startWorker(url: string): Promise<WorkerProcess> {
  const { process: child, ended } = start(['worker', '--nats', url, '--workers', '1']);
  await Promise.race([
    new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.includes('connected')) resolve();
      });
    }),
    ended.then(({ stderr }) => {
      throw new Error(`the worker ended early: ${stderr}`);
    }),
  ]);
  return {
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
