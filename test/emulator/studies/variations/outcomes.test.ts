import { describe, expect, it } from 'vitest';
import { outputWords } from '../../../../triggers/batches.js';
import type { TallySubject } from '../../../../emulator/studies/tally.js';
import { Outcomes, PairedTally } from '../../../../emulator/studies/variations/outcomes.js';

const subject = (name: string, numbers: readonly number[], probe?: number): TallySubject => ({
  kind: probe === undefined ? 'line' : 'probe',
  name,
  family: '',
  numbers,
  ...(probe !== undefined && { probe }),
});
const subjects = [subject('a', [3, 40]), subject('b', [], 1)];

/** Events: whether selected, which lines and probes fired, weight. */
function batch(events: readonly (readonly [boolean, readonly number[], number, number])[]) {
  const ftdlBits = new Uint32Array(events.length * outputWords);
  events.forEach(([, lines], event) => {
    for (const line of lines) ftdlBits[event * outputWords + (line >>> 5)]! |= 1 << (line & 31);
  });
  return {
    eventCount: events.length,
    weights: Float64Array.from(events, ([, , , weight]) => weight),
    ftdlBits,
    observations: {
      variables: {},
      // Selection 2 of the card is looked at; the first is always there.
      selected: Int32Array.from(events, ([selected]) => (selected ? 0b101 : 0b001)),
      probed: Int32Array.from(events, ([, , probed]) => probed),
    },
  } as never;
}

describe('outcomes of two studies of the same events', () => {
  const nominal = batch([
    [true, [3], 0b10, 1],
    [true, [40], 0, 2],
    [false, [3], 0b10, 1],
    [true, [4], 0b01, 4],
  ]);
  const varied = batch([
    [true, [], 0b10, 1],
    [true, [40], 0b10, 2],
    [true, [3], 0, 1],
    [true, [4], 0, 4],
  ]);

  it('are one byte each: not selected, selected, fired', () => {
    const outcomes = new Outcomes(subjects, 2);
    outcomes.add(nominal);
    expect([...outcomes.all()]).toEqual([2, 2, 2, 1, 0, 0, 1, 1]);
  });

  it('are counted in pairs with their weights, however batches are cut', () => {
    const first = new Outcomes(subjects, 2);
    first.add(nominal);
    const tally = new PairedTally(first.all(), new Outcomes(subjects, 2));
    tally.add(varied);
    expect(tally.eventCount).toBe(4);
    const [a, b] = [tally.counts(0), tally.counts(1)];
    expect(a.at(2, 1)).toEqual({ n: 1, sumw: 1, sumw2: 1 });
    expect(a.at(2, 2)).toEqual({ n: 1, sumw: 2, sumw2: 4 });
    expect(a.at(0, 2)).toEqual({ n: 1, sumw: 1, sumw2: 1 });
    expect(a.at(1, 1)).toEqual({ n: 1, sumw: 4, sumw2: 16 });
    expect(b.at(1, 2)).toEqual({ n: 1, sumw: 2, sumw2: 4 });
    expect(b.at(0, 1)).toEqual({ n: 1, sumw: 1, sumw2: 1 });
    // Events that the first has not are left out.
    tally.add(varied);
    expect(tally.eventCount).toBe(4);
  });
});
