import { describe, expect, it } from 'vitest';
import { outputWords } from '../../../triggers/batches.js';
import { KeptTogether } from '../../../triggers/gdl/kept-together.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { makeDecider } from '../../../triggers/gdl/decide.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { ftdlBits, line, menuOf } from './support.js';

const menu = compileMenu(
  menuOf(line(5, 'elow', 4), line(6, 'ehigh'), line(40, 'elum'), line(70, 'elow', 0)),
);

const pairsOf = (kept: KeptTogether) => {
  const { one, other, accepts } = kept.pairs();
  return Array.from(one, (first, pair) => [first, other[pair], accepts[pair]]);
};

describe('lines that keep events together', () => {
  it('are counted by pairs; who keeps one alone, by itself', () => {
    const kept = new KeptTogether(menu);
    const bits = ftdlBits([[5], [5, 6], [6, 40], [5, 6, 40], [], [40], [40]]);
    for (let event = 0; event < 7; event++) kept.add(bits, event * outputWords);
    expect([...kept.exclusive()]).toEqual([1, 0, 2, 0]);
    expect([...kept.ofLine()]).toEqual([3, 3, 4, 0]);
    expect(pairsOf(kept)).toEqual([
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 2],
    ]);
  });

  it('are counted behind prescale and mask: a line that is not kept takes no part', () => {
    const kept = new KeptTogether(menu);
    const { gdl } = nominalConfig();
    const config = { ...gdl, prescale: { method: 'counter', phase: 'zero' } as const };
    const { decide } = makeDecider(menu, config, { seed: 1 }, undefined, kept);
    const events = 8;
    const bits = ftdlBits(Array.from({ length: events }, () => [5, 6, 70]));
    decide({
      eventCount: events,
      addresses: {
        run: 0,
        slice: new Uint32Array(events),
        index: new Uint32Array(events),
      },
      inputBits: new Uint32Array(6 * events),
      ftdlBits: bits,
      time: Float64Array.from({ length: events }, (_, event) => 1e6 * event),
    });
    // Line 5 is kept at its fourth and eighth.
    expect([...kept.exclusive()]).toEqual([0, 6, 0, 0]);
    expect(pairsOf(kept)).toEqual([[0, 1, 2]]);
  });

  it('of windows that stand for several are counted one by one', () => {
    const kept = new KeptTogether(menu);
    const { gdl } = nominalConfig();
    const config = { ...gdl, prescale: { method: 'counter', phase: 'zero' } as const };
    const { decide } = makeDecider(menu, config, { seed: 1 }, undefined, kept);
    decide({
      eventCount: 2,
      addresses: { run: 0, slice: new Uint32Array(2), index: new Uint32Array(2) },
      inputBits: new Uint32Array(12),
      ftdlBits: ftdlBits([[5], [5, 40]]),
      time: Float64Array.of(1e6, 2e6),
      weights: Float64Array.of(9, 3),
      windows: { lastMember: new Float64Array(2) },
    });
    // Of nine alike the fourth and eighth; of the next three, of which all keep 40, the last.
    expect([...kept.exclusive()]).toEqual([2, 0, 2, 0]);
    expect(pairsOf(kept)).toEqual([[0, 2, 1]]);
  });

  it('are counted anew with another menu, so that no share mixes two', () => {
    const kept = new KeptTogether(menu);
    const bits = ftdlBits([[5, 40], [6, 40], [40]]);
    for (let event = 0; event < 3; event++) kept.add(bits, event * outputWords);
    const next = compileMenu(
      menuOf(line(9, 'elum'), line(12, 'ehigh & elow'), line(20, 'elow', 4)),
    );
    kept.changeMenu(next);
    expect([...kept.exclusive(), ...kept.ofLine()]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(pairsOf(kept)).toEqual([]);
    kept.add(ftdlBits([[9, 20]]), 0);
    kept.add(ftdlBits([[12]]), 0);
    expect([...kept.exclusive()]).toEqual([0, 1, 0]);
    expect([...kept.ofLine()]).toEqual([1, 1, 1]);
    expect(pairsOf(kept)).toEqual([[0, 2, 1]]);
  });
});
