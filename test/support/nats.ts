import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface NatsServer {
  readonly url: string;
  readonly port: string;
  /** Kills it; its files stay. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same port, with its files or without. */
  readonly restart: (files: 'kept' | 'wiped') => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a server on a free port of its own choice, with its files in a temporary folder. */
export async function startNats(program: string, ...args: readonly string[]): Promise<NatsServer> {
  const store = await mkdtemp(join(tmpdir(), 'b2l1-nats-'));
  const started = (port: string) =>
    listening(
      spawn(program, ['-a', '127.0.0.1', '-p', port, '-sd', store, ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
  let running = await started('-1');
  const { port } = running;
  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.ended;
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    kill,
    restart: async (files) => {
      if (files === 'wiped') await rm(store, { recursive: true, force: true });
      running = await started(port);
    },
    stop: async () => {
      await kill();
      await rm(store, { recursive: true, force: true });
    },
  };
}

/** Waits until a server can be reached. */
async function listening(child: ChildProcess) {
  const ended = once(child, 'exit');
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /client connections on 127\.0\.0\.1:(\d+)/.exec(said);
      if (found !== null && said.includes('Server is ready')) resolve(found[1]!);
    });
    void ended.then(() => reject(new Error(`the NATS server ended early: ${said}`)));
  });
  return { child, ended, port };
}
