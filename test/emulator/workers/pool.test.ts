import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { lastValueFrom, take, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ChainSetup } from '../../../emulator/chain/chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { decideInOrder, startThreads } from '../../../emulator/workers/pool.js';
import type { GenerateJob } from '../../../emulator/chain/jobs.js';
import type { WorkerJob } from '../../../emulator/workers/protocol.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';

const setup: ChainSetup = {
  seed: 7,
  run: 0,
  config: emulatorConfig(),
  menu: eclMenu,
  points: [{ generator: 'gun', config: { pdg: 22 } }],
};

/** Jobs of very different sizes, so that later ones finish first. */
const jobs: readonly GenerateJob[] = Array.from({ length: 12 }, (_, slice) => ({
  kind: 'generate',
  slice,
  first: 0,
  count: slice % 3 === 0 ? 500 : 3,
  point: 0,
}));

describe('the worker pool', () => {
  it('takes a job against a credit, two per worker, and emits batches in order', async () => {
    let pulled = 0;
    let emitted = 0;
    let most = 0;
    function* counted(): Generator<GenerateJob> {
      for (const job of jobs) {
        pulled++;
        most = Math.max(most, pulled - emitted);
        yield job;
      }
    }
    const results = await lastValueFrom(
      decideInOrder(counted(), { setup, workers: 2 }).pipe(
        tap(() => emitted++),
        toArray(),
      ),
    );
    expect(results.map(({ batch }) => batch.addresses.slice[0])).toEqual(
      jobs.map(({ slice }) => slice),
    );
    expect(results.map(({ batch }) => batch.eventCount)).toEqual(jobs.map(({ count }) => count));
    expect(pulled).toBe(jobs.length);
    // The batch in hand is counted by the pool before this test counts it.
    expect(most).toBeLessThanOrEqual(2 * 2 + 1);
  });

  it('works in threads that were started before, and ends them', async () => {
    const threads = startThreads(1);
    let messages = 0;
    threads[0]!.on('message', () => messages++);
    const work$ = decideInOrder(jobs.slice(0, 2), { setup, workers: 1, threads });
    expect((await lastValueFrom(work$.pipe(toArray()))).length).toBe(2);
    // That it is ready, and the two batches.
    expect(messages).toBe(3);
    await expect.poll(() => threads[0]!.threadId).toBe(-1);
  });

  it('lets threads that have done their jobs end by themselves', async () => {
    const threads = startThreads(2);
    const codes = threads.map(async (thread) => {
      const [code] = (await once(thread, 'exit')) as readonly unknown[];
      return code;
    });
    await lastValueFrom(decideInOrder(jobs, { setup, workers: 2, threads }));
    // One that is terminated has 1.
    expect(await Promise.all(codes)).toEqual([0, 0]);
  });

  it('terminates a thread that has hours to go with its job', async () => {
    const threads = startThreads(1);
    const ended = once(threads[0]!, 'exit');
    const long = { ...jobs[0]!, count: 2_000_000 };
    const work$ = decideInOrder([jobs[1]!, long], { setup, workers: 1, threads });
    expect((await lastValueFrom(work$.pipe(take(1), toArray()))).length).toBe(1);
    expect(await ended).toEqual([1]);
  });

  it('asked to end, drops what is in flight from the first job that may be dropped', async () => {
    const asked = new AbortController();
    const looked: number[][] = [];
    const cut = {
      asked: asked.signal,
      isAllowed: (inFlight: readonly WorkerJob[]) => {
        looked.push(inFlight.map((job) => ('slice' in job ? job.slice : -1)));
        return looked.at(-1)![0] === 5;
      },
    };
    const slices: number[] = [];
    const work$ = decideInOrder(jobs, { setup, workers: 1, cut });
    await lastValueFrom(
      work$.pipe(
        tap(({ batch }) => {
          slices.push(batch.addresses.slice[0]!);
          if (slices.length === 3) asked.abort();
        }),
      ),
    );
    expect(slices).toEqual([0, 1, 2, 3, 4]);
    // In their order, whether done or not, without those that were emitted.
    expect(looked[0]).toEqual([3]);
    expect(looked.at(-1)![0]).toBe(5);
  });

  it('asked to end before its workers are ready, ends at once and takes no job', async () => {
    const threads = startThreads(1);
    const cut = { asked: AbortSignal.abort(), isAllowed: () => false };
    const work$ = decideInOrder(jobs, { setup, workers: 1, threads, cut });
    expect(await lastValueFrom(work$.pipe(toArray()))).toEqual([]);
    await expect.poll(() => threads[0]!.threadId).toBe(-1);
  });

  it('waits for a slow consumer: no credit comes back before it has room', async () => {
    let release: (() => void) | undefined;
    let pulled = 0;
    function* counted(): Generator<GenerateJob> {
      for (const job of jobs.slice(1, 7)) {
        pulled++;
        yield job;
      }
    }
    const room = new Promise<void>((resolve) => {
      release = resolve;
    });
    let emitted = 0;
    const work = lastValueFrom(
      decideInOrder(counted(), { setup, workers: 1, consumers: [{ ready: () => room }] }).pipe(
        tap(() => {
          // Both credits of the worker are out and none has come back.
          if (++emitted === 2) {
            expect(pulled).toBe(2);
            release?.();
          }
        }),
        toArray(),
      ),
    );
    expect(await work).toHaveLength(6);
  });

  it('ends with the reason when a stage fails in a worker', async () => {
    const wrong: GenerateJob = { ...jobs[0]!, point: 99 };
    await expect(
      lastValueFrom(decideInOrder([jobs[1]!, wrong], { setup, workers: 1 })),
    ).rejects.toMatchObject({
      code: 'CHAIN_FAILED',
      // Workers run from one bundle; a stack names the module all the same.
      message: expect.stringMatching(
        /\(emulator\/chain\/chain\.js in file:.*\/dist\/bundle\/worker\.js:\d+:\d+\)/,
      ) as unknown,
    });
  });

  it('ends with the reason when a worker cannot build its chain', async () => {
    const unknown = { ...setup, points: [{ generator: 'nothing', config: {} }] };
    await expect(
      lastValueFrom(decideInOrder(jobs, { setup: unknown, workers: 1 })),
    ).rejects.toThrow(/generator "nothing" does not exist/);
  });

  it('takes no job before each worker has done its warm-up, of which nothing comes', async () => {
    let pulled = 0;
    function* counted(): Generator<GenerateJob> {
      for (const job of jobs.slice(0, 3)) {
        pulled++;
        yield job;
      }
    }
    const decisions = async (warmUp: readonly GenerateJob[]) =>
      (
        await lastValueFrom(decideInOrder(counted(), { setup, workers: 1, warmUp }).pipe(toArray()))
      ).map(({ batch }) => [batch.addresses.slice[0], ...batch.ftdlBits]);
    expect(await decisions([jobs[0]!, jobs[4]!])).toEqual(await decisions([]));
    pulled = 0;
    await expect(decisions([{ ...jobs[0]!, point: 99 }])).rejects.toMatchObject({
      code: 'CHAIN_FAILED',
    });
    expect(pulled).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    'lets its workers stand back behind all other threads where that is asked for',
    async () => {
      const niceness = (thread: string): number => {
        const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ');
        return Number(fields.split(' ')[16]);
      };
      const behind = (): number => {
        const own = niceness(String(process.pid));
        return readdirSync('/proc/self/task').filter((thread) => niceness(thread) > own).length;
      };
      const found: number[] = [];
      const decided = (options: { readonly standsBack?: boolean }) =>
        lastValueFrom(
          decideInOrder(jobs.slice(0, 4), { setup, workers: 2, ...options }).pipe(
            tap(() => found.push(behind())),
          ),
        );
      // Other tests in this process may have left threads that stand back.
      const before = behind();
      await decided({});
      expect(Math.max(...found.splice(0))).toBeLessThanOrEqual(before);
      await decided({ standsBack: true });
      expect(found[0]).toBeGreaterThanOrEqual(2);
      expect(found[0]).toBeLessThanOrEqual(before + 2);
    },
  );

  it('stops its threads and its source when nobody listens any more', async () => {
    let returned = false;
    function* endless(): Generator<GenerateJob> {
      try {
        for (let slice = 0; ; slice++)
          yield { kind: 'generate', slice, first: 0, count: 10, point: 0 };
      } finally {
        returned = true;
      }
    }
    const results = await lastValueFrom(
      decideInOrder(endless(), { setup, workers: 1 }).pipe(take(5), toArray()),
    );
    expect(results).toHaveLength(5);
    expect(returned).toBe(true);
  });
});
