import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { outputWords } from '../../../triggers/batches.js';
import { KeptChances } from '../../../triggers/gdl/kept-chances.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { ftdlBits, line, menuOf } from './support.js';

const menu = compileMenu(
  menuOf(
    { ...line(3, 'ehigh', 1), name: 'every', family: 'single-photon' },
    { ...line(40, 'elow', 4), name: 'fourth', family: 'single-photon' },
    { ...line(41, 'elow', 10), name: 'tenth', family: 'two-track' },
    { ...line(170, 'ehigh', 0), name: 'masked', family: '' },
    { ...line(171, 'ehigh', 1), name: 'too', family: '' },
  ),
);
const kept = new KeptChances(menu);

/** Chances of an event in which output bits `numbers` are set. */
function chancesOf(...numbers: readonly number[]): Record<string, number> {
  kept.look(ftdlBits([[], numbers]), 1);
  return Object.fromEntries(
    kept.quantities.map(({ kind, name }, quantity) => [`${kind} ${name}`, kept.chances[quantity]!]),
  );
}

describe('the chance that an event is kept', () => {
  it('is 1 with a line that has no prescale, which alone keeps it when the others do not', () => {
    expect(chancesOf(3, 40)).toMatchObject({
      'ftdl every': 1,
      'ftdl fourth': 1,
      'ftdl tenth': 0,
      'exclusive every': 0.75,
      'exclusive fourth': 0,
      'family single-photon': 1,
      'family two-track': 0,
      'accepted accepted': 1,
    });
  });

  it('is 1 with two lines that have no prescale, neither of which alone keeps it', () => {
    expect(chancesOf(3, 171)).toMatchObject({
      'exclusive every': 0,
      'exclusive too': 0,
      'accepted accepted': 1,
    });
  });

  it('with prescaled lines is one less the chance that none of them keeps it', () => {
    const chances = chancesOf(40, 41);
    expect(chances['accepted accepted']).toBeCloseTo(1 - 0.75 * 0.9, 12);
    expect(chances['exclusive fourth']).toBeCloseTo(0.25 * 0.9, 12);
    expect(chances['exclusive tenth']).toBeCloseTo(0.1 * 0.75, 12);
    expect(chances['family single-photon']).toBeCloseTo(0.25, 12);
    expect(chances['family two-track']).toBeCloseTo(0.1, 12);
    expect(chances['family alone two-track']).toBeCloseTo(0.1 * 0.75, 12);
    expect(chances['family alone single-photon']).toBeCloseTo(0.25 * 0.9, 12);
    expect(chances['sure lines without prescale']).toBe(0);
  });

  it('of a family alone is none where a line of no family keeps the event', () => {
    expect(chancesOf(3, 41)).toMatchObject({ 'family alone single-photon': 0.9 });
    expect(chancesOf(3, 171)).toMatchObject({
      'family alone single-photon': 0,
      'sure lines without prescale': 1,
    });
  });

  it('is none with a masked line, which counts before prescale', () => {
    expect(chancesOf(170)).toMatchObject({
      'ftdl masked': 1,
      'exclusive masked': 0,
      'accepted accepted': 0,
    });
    expect(kept.look(new Uint32Array(outputWords), 0)).toBe(0);
  });

  it('is what many counters at random places do', () => {
    const stream = new RandomStream().seed(5, 0, 0, 0, purpose.test);
    const trials = 40_000;
    let [any, alone] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const [fourth, tenth] = [4 * stream.uniform() < 1, 10 * stream.uniform() < 1];
      if (fourth || tenth) any++;
      if (tenth && !fourth) alone++;
    }
    const chances = chancesOf(40, 41);
    expect(any / trials).toBeCloseTo(chances['accepted accepted']!, 1.9);
    expect(alone / trials).toBeCloseTo(chances['exclusive tenth']!, 2.2);
  });
});
