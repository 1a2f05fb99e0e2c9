import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface NatsServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a server on a free port of its own choice, with its files in a temporary folder. */
export async function startNats(program: string, ...args: readonly string[]): Promise<NatsServer> {
  const store = await mkdtemp(join(tmpdir(), 'b2l1-nats-'));
  const child = spawn(program, ['-a', '127.0.0.1', '-p', '-1', '-sd', store, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const listening = /client connections on 127\.0\.0\.1:(\d+)/.exec(said);
      if (listening !== null && said.includes('Server is ready')) resolve(listening[1]!);
    });
    void ended.then(() => reject(new Error(`the NATS server ended early: ${said}`)));
  });
  return {
    url: `nats://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(store, { recursive: true, force: true });
    },
  };
}
