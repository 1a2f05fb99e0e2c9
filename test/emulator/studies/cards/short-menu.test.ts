import { expect, it } from 'vitest';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { cards } from '../../../../emulator/studies/cards/index.js';
import { lookUpIn } from '../../../../emulator/studies/document.js';
import { curvesOf, totalsOf } from '../../../../emulator/studies/results.js';
import { Tally } from '../../../../emulator/studies/tally.js';

const oneLine = compileMenu({
  name: 'mine',
  version: '1',
  source: '',
  lines: [
    { number: 3, name: 'own', formula: 'ehigh', class: '', family: '', prescale: 1, source: '' },
  ],
});

it.each(cards.map((card) => [card.name, card] as const))(
  'card %s works with a menu of one line of a user, which has none of its lines',
  (_, card) => {
    const layout = card.layout(oneLine);
    const named = card.lines === 'all' ? [] : card.lines;
    const lines = layout.subjects.filter(({ kind }) => kind === 'line').map(({ name }) => name);
    expect(lines).toEqual(card.lines === 'all' ? ['own'] : []);
    const leftOut = card.leftOut(oneLine);
    for (const name of named) expect(leftOut).toContain(name);
    const tally = new Tally(layout);
    const curves = curvesOf(tally, card);
    expect(totalsOf(tally, card, oneLine)).toHaveLength(layout.subjects.length);
    const lookUp = lookUpIn(curves, leftOut);
    // What needs no curve, such as a rate of its generator, has no interval and stays.
    for (const { value, low, unit } of card.readings?.(lookUp) ?? [])
      if (low !== undefined || unit !== 'Hz') expect([null, 0]).toContain(value);
    expect(() => card.dependences?.(lookUp)).not.toThrow();
  },
);
