import { describe, expect, it } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import { fateOf, LineEvents } from '../../../emulator/live/line-events.js';
import { outputWords, setBit } from '../../../triggers/batches.js';

/** A batch of a slice: output bits that rise, by event. */
function batch(slice: number, rising: readonly (readonly number[])[]) {
  const eventCount = rising.length;
  const risingBits = new Uint32Array(eventCount * outputWords);
  rising.forEach((bits, event) => {
    for (const bit of bits) setBit(risingBits, outputWords, event, bit);
  });
  const words = { ftdlBits: risingBits, psnmBits: new Uint32Array(eventCount * outputWords) };
  return { eventCount, addresses: sliceAddresses(1, slice, 5, eventCount), risingBits, ...words };
}

describe('the latest events by line', () => {
  it('are the last in which each output bit rose, whichever word it stands in', () => {
    const events = new LineEvents();
    expect(events.latest(3)).toBeUndefined();
    expect(events.latest()).toBeUndefined();
    events.note(batch(7, [[3, 31, 191], [3, 32], [0]]));
    expect(events.latest(3)).toEqual({ slice: 7, index: 6 });
    expect(events.latest(31)).toEqual({ slice: 7, index: 5 });
    expect(events.latest(32)).toEqual({ slice: 7, index: 6 });
    expect(events.latest(191)).toEqual({ slice: 7, index: 5 });
    expect(events.latest(0)).toEqual({ slice: 7, index: 7 });
    expect(events.latest(1)).toBeUndefined();
    expect(events.latest()).toEqual({ slice: 7, index: 7 });
    events.note(batch(8, [[3], []]));
    expect(events.latest(3)).toEqual({ slice: 8, index: 5 });
    expect(events.latest(31)).toEqual({ slice: 7, index: 5 });
    expect(events.latest()).toEqual({ slice: 8, index: 6 });
    events.note(batch(9, []));
    expect(events.latest()).toEqual({ slice: 8, index: 6 });
  });

  it('do not count a line that is up already, though its formula holds', () => {
    const events = new LineEvents();
    const one = batch(1, [[]]);
    const ftdlBits = one.ftdlBits.slice();
    setBit(ftdlBits, outputWords, 0, 4);
    events.note({ ...one, ftdlBits });
    expect(events.latest(4)).toBeUndefined();
    expect(fateOf({ number: 4, prescale: 1 }, events.decided({ slice: 1, index: 5 })!)).toBe(
      'up already',
    );
  });

  it('know what was decided upon them, and upon those that were shown, and no others', () => {
    const events = new LineEvents();
    const one = batch(1, [[2, 40], [6, 40], []]);
    setBit(one.psnmBits, outputWords, 0, 2);
    events.note(one);
    const first = events.decided({ slice: 1, index: 5 })!;
    expect(fateOf({ number: 2, prescale: 1 }, first)).toBe('kept');
    expect(fateOf({ number: 40, prescale: 20 }, first)).toBe('prescaled');
    expect(fateOf({ number: 40, prescale: 0 }, first)).toBe('masked');
    const second = batch(2, [[2], [2], [2]]);
    events.note(second);
    // The last in which 2 rose is another one now.
    expect(events.decided({ slice: 1, index: 5 })).toBeUndefined();
    events.remember(second, 0);
    for (let shown = 0; shown < 31; shown++) events.remember(second, 1);
    expect(events.decided({ slice: 2, index: 5 })).toBeDefined();
    events.remember(second, 1);
    expect(events.decided({ slice: 2, index: 5 })).toBeUndefined();
    expect(events.decided({ slice: 2, index: 6 })).toBeDefined();
  });
});
