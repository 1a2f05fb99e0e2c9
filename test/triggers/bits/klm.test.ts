import { describe, expect, it } from 'vitest';
import { sections } from '../../../detector/klm/geometry.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { klmPlugin } from '../../../triggers/bits/klm.js';
import { inputNames } from '../../../triggers/slots.js';
import { klmOf, type Stretch } from '../klm/hits.js';

function bitsOf(stretches: readonly Stretch[]): readonly string[] {
  const bits = new Uint32Array(inputWords);
  klmPlugin.build({})({ klm: klmOf([stretches]) }, 1, bits);
  return inputNames.filter((_, slot) => hasBit(bits, inputWords, 0, slot));
}

const sector = (section: number, number: number): Stretch => ({
  section,
  sector: number,
  from: 3,
  to: 9,
});

describe('bits of the KLM', () => {
  it('count sectors in binary', () => {
    const barrel = (count: number) =>
      bitsOf(Array.from({ length: count }, (_, place) => sector(sections.barrelForward, place)));
    expect(barrel(0)).toEqual([]);
    expect(barrel(1)).toEqual(['klm_hit', 'klm_0']);
    expect(barrel(2)).toEqual(['klm_hit', 'klm_1']);
    expect(barrel(3)).toEqual(['klm_hit', 'klm_0', 'klm_1']);
    expect(barrel(4)).toEqual(['klm_hit', 'klm_2']);
    expect(barrel(7)).toEqual(['klm_hit', 'klm_0', 'klm_1', 'klm_2']);
    expect(barrel(8)).toEqual(barrel(7));
  });

  it('tell the endcaps from the barrel, and sectors of both halves', () => {
    expect(bitsOf([sector(sections.endcapForward, 2)])).toEqual(['eklm_hit', 'eklm_0']);
    expect(bitsOf([sector(sections.endcapForward, 1), sector(sections.endcapBackward, 1)])).toEqual(
      ['eklm_hit', 'eklm_1', 'eklmb2b'],
    );
    expect(bitsOf([sector(sections.barrelForward, 0), sector(sections.barrelBackward, 1)])).toEqual(
      ['klm_hit', 'klm_1', 'klmb2b'],
    );
  });

  it('are all in the list of what the plugin drives', () => {
    const all = bitsOf(
      [0, 1, 2, 3].flatMap((section) =>
        [0, 1, 2, 3, 4, 5, 6, 7]
          .filter((place) => section < 2 || place < 4)
          .map((place) => sector(section, place)),
      ),
    );
    for (const name of all) expect(klmPlugin.drives).toContain(name);
  });
});
