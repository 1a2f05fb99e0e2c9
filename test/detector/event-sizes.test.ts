import { describe, expect, it } from 'vitest';
import { emptyEventBytes } from '../../detector/arich/volume.js';
import {
  eventSizes,
  inWords,
  readOutSubdetectors,
  withSamples,
} from '../../detector/event-sizes.js';
import { type DetectorHits, subdetectors } from '../../detector/index.js';
import { klmBytes } from '../../detector/klm/volume.js';

/** So many hits in each of two events; of what is read of them no more. */
const rows = (first: number, second: number) => ({
  offsets: Uint32Array.of(0, first, first + second),
  wire: Uint16Array.from({ length: first + second }, (_, row) => row),
});

const hits = {
  pxd: rows(1000, 0),
  svd: rows(10, 20),
  cdc: rows(100, 0),
  top: rows(2, 3),
  arich: rows(5, 0),
  ecl: {
    crystals: { ...rows(3, 0), energy: new Float32Array(3) },
  },
  klm: rows(4, 6),
} as unknown as DetectorHits;

describe('sizes of events', () => {
  it('have the subdetectors in the order in which they are simulated', () => {
    expect(readOutSubdetectors).toEqual(subdetectors.map(({ name }) => name));
  });

  it('are what each subdetector sends, event by event, in whole words', () => {
    const [first, second] = [eventSizes(hits, 2).slice(0, 7), eventSizes(hits, 2).slice(7)];
    const headers = 299 * 12;
    const ecl = (52 + 576 * 4) * 4;
    const arich = inWords(emptyEventBytes + 10);
    expect([...first]).toEqual([2900, 100, headers + 800, 60, arich, ecl + 12, klmBytes(4)]);
    expect([...second]).toEqual([
      0,
      200,
      headers,
      inWords(90),
      inWords(emptyEventBytes),
      ecl,
      klmBytes(6),
    ]);
  });

  it('are 0 of a subdetector without hits in the record', () => {
    const { pxd: _, ...rest } = hits;
    expect(eventSizes(rest, 2)[0]).toBe(0);
    expect(eventSizes(rest, 2)[1]).toBe(100);
  });

  it('three samples of a strip take seven bytes in place of ten', () => {
    expect(withSamples(1000, 3)).toBe(700);
    expect(withSamples(1000, 6)).toBe(1000);
    expect(withSamples(10, 3)).toBe(8);
  });
});
