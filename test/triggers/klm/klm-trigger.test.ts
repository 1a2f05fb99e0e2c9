import { describe, expect, it } from 'vitest';
import { sections } from '../../../detector/klm/geometry.js';
import { klmOf, klmOfOne } from './hits.js';

const {
  barrelForward: forward,
  barrelBackward: backward,
  endcapForward,
  endcapBackward,
} = sections;

describe('the layer counter of the KLM trigger', () => {
  it('fires a sector from eight planes on, two to a layer', () => {
    expect(klmOfOne([{ section: forward, sector: 3, from: 3, to: 6 }]).barrelForward).toBe(1 << 3);
    expect(klmOfOne([{ section: forward, sector: 3, from: 3, to: 5 }]).barrelForward).toBe(0);
    expect(
      klmOfOne([{ section: forward, sector: 3, from: 3, to: 10, planes: [1] }]).barrelForward,
    ).toBe(1 << 3);
  });

  it('does not count the two innermost layers, nor a plane twice', () => {
    expect(klmOfOne([{ section: backward, sector: 0, from: 1, to: 5 }]).barrelBackward).toBe(0);
    const twice = { section: backward, sector: 0, from: 3, to: 5 } as const;
    expect(klmOfOne([twice, twice]).barrelBackward).toBe(0);
  });

  it('has the threshold and the layers as parameters', () => {
    const five = [{ section: forward, sector: 7, from: 3, to: 5 }];
    expect(klmOfOne(five, { threshold: 5 }).barrelForward).toBe(1 << 7);
    expect(
      klmOfOne([{ section: forward, sector: 7, from: 1, to: 4 }], { layers: '1-15' }).barrelForward,
    ).toBe(1 << 7);
    expect(
      klmOfOne([{ section: forward, sector: 7, from: 1, to: 15 }], { layers: '3,5,7' })
        .barrelForward,
    ).toBe(0);
    expect(() => klmOf([], { layers: '0-3' })).toThrow(/layers: found .*numbers from 1 to 15/);
    expect(() => klmOf([], { layers: 'all' })).toThrow(/layers: found .*numbers from 1 to 15/);
  });

  it('fires neighbours that reach the threshold only together when asked to, once', () => {
    const split = [
      { section: forward, sector: 7, from: 3, to: 4 },
      { section: forward, sector: 0, from: 5, to: 6 },
    ];
    const merging = { neighbours: true };
    expect(klmOfOne(split, merging)).toMatchObject({
      barrelForward: 1 << 7,
      barrelCount: 1,
      pairs: 1 << forward,
    });
    expect(klmOfOne(split)).toMatchObject({
      barrelForward: 0,
      barrelCount: 0,
      pairs: 0,
    });
    const strong = { section: forward, sector: 7, from: 3, to: 12 };
    expect(klmOfOne([strong, split[1]!], merging)).toMatchObject({
      barrelForward: 1 << 7,
      barrelCount: 1,
      pairs: 0,
    });
  });

  it('counts forward and backward halves apart', () => {
    const both = [forward, backward].map((section) => ({ section, sector: 2, from: 3, to: 8 }));
    expect(klmOfOne(both).barrelCount).toBe(2);
  });

  it('may ask for opposite sectors of the barrel, in whichever half', () => {
    const pair = (first: number, second: number) =>
      klmOfOne(
        [
          { section: forward, sector: first, from: 3, to: 8 },
          { section: backward, sector: second, from: 3, to: 8 },
        ],
        { barrelPairs: 'opposite' },
      ).barrelBackToBack;
    expect(pair(1, 5)).toBe(1);
    expect(pair(6, 2)).toBe(1);
    expect(pair(1, 4)).toBe(0);
  });

  it('may ask for opposite quadrants of the endcaps: forward ones are numbered mirrored', () => {
    const pair = (ahead: number, behind: number) =>
      klmOfOne(
        [
          { section: endcapForward, sector: ahead, from: 3, to: 8 },
          { section: endcapBackward, sector: behind, from: 3, to: 8 },
        ],
        { endcapPairs: 'opposite' },
      );
    // Sector 1 ahead is the quadrant from 0°, opposite to the one from 180°, which is number 2
    // behind.
    expect(pair(1, 2)).toMatchObject({ endcapBackToBack: 1, endcapCount: 2, barrelCount: 0 });
    expect(pair(0, 2).endcapBackToBack).toBe(0);
  });

  it('pairs any sectors of both sections, and none of one', () => {
    const of = (first: number, second: number, raw: object) =>
      klmOfOne(
        [
          { section: first, sector: 0, from: 3, to: 8 },
          { section: second, sector: 0, from: 3, to: 8 },
        ],
        raw,
      );
    expect(of(forward, backward, {}).barrelBackToBack).toBe(1);
    expect(of(forward, backward, { barrelPairs: 'opposite' }).barrelBackToBack).toBe(0);
    expect(of(endcapForward, endcapBackward, {}).endcapBackToBack).toBe(1);
    expect(of(endcapForward, endcapBackward, { endcapPairs: 'opposite' }).endcapBackToBack).toBe(0);
    expect(of(forward, forward, {}).barrelBackToBack).toBe(0);
    expect(of(endcapForward, forward, {})).toMatchObject({
      barrelBackToBack: 0,
      endcapBackToBack: 0,
    });
  });

  it.each(['layers', 'lines'])('leaves out sectors that are switched off, by %s', (logic) => {
    const hit = [0, 1].map((sector) => ({
      section: endcapForward,
      sector,
      from: 3,
      to: 8,
      strip: 0,
    }));
    expect(klmOfOne(hit, { logic, intercept: 1e6 }).endcapForward).toBe(0b11);
    expect(
      klmOfOne(hit, { logic, intercept: 1e6, sectors: { endcapForward: '1-3' } }).endcapForward,
    ).toBe(0b10);
    expect(
      klmOfOne(hit, { logic, intercept: 1e6, sectors: { endcapForward: 'none' } }),
    ).toMatchObject({
      endcapForward: 0,
      endcapCount: 0,
    });
  });

  it('takes no planes for a neighbour from a sector that is switched off', () => {
    const split = [
      { section: forward, sector: 7, from: 3, to: 4 },
      { section: forward, sector: 0, from: 5, to: 6 },
    ];
    const raw = { neighbours: true, sectors: { barrelForward: '1-7' } };
    expect(klmOfOne(split, raw)).toMatchObject({
      barrelForward: 0,
      pairs: 0,
    });
    expect(() => klmOf([], { sectors: { barrelForward: '0-8' } })).toThrow(
      /sectors.barrelForward: found "0-8", expected numbers from 0 to 7/,
    );
  });

  it('keeps events apart', () => {
    const klm = klmOf([
      [{ section: forward, sector: 0, from: 3, to: 9 }],
      [],
      [{ section: endcapBackward, sector: 3, from: 3, to: 9 }],
    ]);
    expect([...klm.barrelForward]).toEqual([1, 0, 0]);
    expect([...klm.endcapBackward]).toEqual([0, 0, 8]);
  });
});
