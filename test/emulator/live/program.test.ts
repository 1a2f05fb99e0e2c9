import { describe, expect, it } from 'vitest';
import { cardProgram } from '../../../emulator/live/program.js';

const run = { seed: 5, run: 1, rate: 1000 };

describe('the program of a card', () => {
  it('is warmed up to with some 256 events, of each source point alike', () => {
    expect(cardProgram(run, [2, 0, 2]).warmUp).toEqual(
      [2, 0].map((point) => ({ kind: 'generate', slice: 0, first: 0, count: 128, point })),
    );
    const { warmUp } = cardProgram(run, [0, 1, 2]);
    expect(warmUp.map(({ count }) => count)).toEqual([86, 86, 86]);
  });
});
