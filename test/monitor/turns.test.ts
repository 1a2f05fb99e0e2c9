import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../monitor/turns.js';

/** Works that take a millisecond each of a clock that nothing else moves. */
function works(count: number) {
  let now = 0;
  const done: number[] = [];
  const turns = new Turns({ now: () => now });
  const all = Array.from({ length: count }, (_, number) =>
    turns.take(() => {
      now++;
      done.push(number);
    }),
  );
  return { turns, done, all: Promise.all(all) };
}

describe('small works of which many come at once', () => {
  it('are done in order, four milliseconds of them in each turn of the event loop', async () => {
    const { done, all } = works(10);
    const perTurn: number[] = [];
    for (let seen = 0; seen < 10; seen = done.length) {
      await nextTurn();
      perTurn.push(done.length - seen);
    }
    await all;
    expect(perTurn).toEqual([4, 4, 2]);
    expect(done).toEqual(Array.from({ length: 10 }, (_, number) => number));
  });

  it('begin again when more come later', async () => {
    const { turns, done, all } = works(1);
    await all;
    await turns.take(() => done.push(7));
    expect(done).toEqual([0, 7]);
  });

  it('fail alone', async () => {
    const { turns, done, all } = works(1);
    const failed = turns.take(() => {
      throw new Error('the socket is gone');
    });
    const behind = turns.take(() => done.push(7));
    await expect(failed).rejects.toThrow('the socket is gone');
    await Promise.all([all, behind]);
    expect(done).toEqual([0, 7]);
  });
});
