import { lastValueFrom, take, toArray } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeEvents$ } from '../../../emulator/chain/event-source.js';
import { nextTurn } from '../../../emulator/chain/next-turn.js';

const turn = (): Promise<string> => new Promise((resolve) => nextTurn(() => resolve('turn')));
const timer = (): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve('timer'), 0));

/** What happens until a timer of 0 ms has fired: some turns, then the timer. */
async function untilTimer(): Promise<readonly string[]> {
  const heard: string[] = [];
  let fired = false;
  void timer().then((what) => {
    fired = true;
    heard.push(what);
  });
  for (let turns = 0; !fired && turns < 100_000; turns++) heard.push(await turn());
  return heard;
}

describe.each([
  ['Node', false],
  ['a browser, without setImmediate', true],
] as const)('the next turn of the event loop in %s', (_, hidden) => {
  const arrange = (): void => {
    if (hidden) vi.stubGlobal('setImmediate', undefined);
  };
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('comes after what is under way, and lets timers fire between turns', async () => {
    arrange();
    const order: string[] = [];
    const done = turn().then((what) => order.push(what));
    order.push('now');
    await done;
    expect(order).toEqual(['now', 'turn']);
    expect(await untilTimer()).toContain('timer');
  });

  it('does not come once it is called off', async () => {
    arrange();
    let called = false;
    const callOff = nextTurn(() => {
      called = true;
    });
    callOff();
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(called).toBe(false);
  });

  it('gives a source of events its batches, all or as many as are taken', async () => {
    arrange();
    const source$ = makeEvents$({ generator: 'gamma-gamma', events: 50, batchSize: 10 });
    const sizes = (await lastValueFrom(source$.pipe(toArray()))).map(
      ({ eventCount }) => eventCount,
    );
    expect(sizes).toEqual([10, 10, 10, 10, 10]);
    expect(await lastValueFrom(source$.pipe(take(2), toArray()))).toHaveLength(2);
  });
});
