import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { kernels, postedKernels } from '#kernels';
import { describe, expect, it } from 'vitest';

/** A thread whose engine compiles no WebAssembly takes a number from the kernels. */
const script = `
  WebAssembly.Module = function () { throw new Error('compiled again'); };
  const { parentPort } = require('node:worker_threads');
  import(${JSON.stringify(import.meta.resolve('#kernels'))}).then(
    ({ kernels }) => parentPort.postMessage(kernels.exp(1.5)),
    ({ message }) => parentPort.postMessage(message),
  );
`;

async function answerOf(workerData: unknown): Promise<unknown> {
  const worker = new Worker(script, { eval: true, workerData });
  const [answer] = (await once(worker, 'message')) as readonly unknown[];
  await worker.terminate();
  return answer;
}

describe('kernels in a thread', () => {
  it('are those that the thread before it compiled', async () => {
    expect(await answerOf(postedKernels)).toBe(kernels.exp(1.5));
  });

  it('are compiled there when none were posted', async () => {
    expect(await answerOf(undefined)).toBe('compiled again');
    expect(await answerOf({ other: 1 })).toBe('compiled again');
  });
});
