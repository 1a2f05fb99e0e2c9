import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { endThread } from '../../../emulator/files/end-thread.js';

const built = new URL('../../../dist/emulator/files/end-thread.js', import.meta.url);

/** Closes its port a while after it was asked. */
const slowly = `
  const { parentPort } = require('node:worker_threads');
  parentPort.once('message', () => setTimeout(() => parentPort.close(), 300));
  parentPort.on('message', () => {});`;

/** A thread that says once that it is there, then does what the script says. */
async function threadOf(script: string): Promise<Worker> {
  const before = `
    const { parentPort } = require('node:worker_threads');
    parentPort.postMessage(0);`;
  const thread = new Worker(`${before} ${script}`, { eval: true });
  await once(thread, 'message');
  return thread;
}

/** What a thread ends with: 0 by itself, 1 where it is terminated. */
async function endOf(thread: Worker, state: 'idle' | 'busy'): Promise<unknown> {
  const ended = once(thread, 'exit');
  endThread(thread, state);
  // A second time changes nothing.
  endThread(thread, 'busy');
  return ((await ended) as readonly unknown[])[0];
}

describe('a thread that is to end', () => {
  it('is told so and ends by itself', async () => {
    const obeys = await threadOf(`
      parentPort.on('message', ({ end }) => { if (end === true) parentPort.close(); });`);
    expect(await endOf(obeys, 'idle')).toBe(0);
  });

  it('is terminated when it does not listen, or never stops', async () => {
    const deaf = await threadOf(`parentPort.on('message', () => {});`);
    const stuck = await threadOf(`for (;;);`);
    expect(await Promise.all([endOf(deaf, 'busy'), endOf(stuck, 'busy')])).toEqual([1, 1]);
  });

  it('keeps the process until it has ended, although it kept none before', async () => {
    const script = `
      import { Worker } from 'node:worker_threads';
      import { endThread } from ${JSON.stringify(built.href)};
      const thread = new Worker(${JSON.stringify(slowly)}, { eval: true, execArgv: [] });
      thread.unref();
      thread.once('exit', (code) => console.log(code));
      endThread(thread, 'idle');`;
    const started = execFileSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(started.toString()).toBe('0\n');
  });
});
