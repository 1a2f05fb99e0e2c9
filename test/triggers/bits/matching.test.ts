import { describe, expect, it } from 'vitest';
import { eclDrives } from '../../../triggers/bits/ecl.js';
import { windowBit } from '../../../triggers/grl/windows.js';
import { singlePhotonDrives } from '../../../triggers/lines/single-photon.js';
import { inputNames } from '../../../triggers/slots.js';
import { allBitsSet, grlPlugins } from './grl-bits.js';

describe('numbers of matches', () => {
  it.each(['cdcecl', 'c2gev', 'n1gev', 'n2gev'] as const)(
    '%s goes out as exactly 1, 2, 3, or more than 3',
    (name) => {
      expect([0, 1, 2, 3, 4, 9].map((count) => allBitsSet({ [name]: count }))).toEqual([
        [],
        [`${name}_0`],
        [`${name}_1`],
        [`${name}_2`],
        [`${name}_3`],
        [`${name}_3`],
      ]);
    },
  );

  it('of inner tracks and endcap clusters go out as ≥ 1 and ≥ 2, of short tracks as a bit', () => {
    expect([0, 1, 2, 3].map((count) => allBitsSet({ iecl: count }))).toEqual([
      [],
      ['iecl_0'],
      ['iecl_0', 'iecl_1'],
      ['iecl_0', 'iecl_1'],
    ]);
    expect([0, 1, 2].map((count) => allBitsSet({ secl: count }))).toEqual([[], ['secl'], ['secl']]);
  });

  it.each([
    ['brlfb', 'brlfb'],
    ['brlnb', 'brlnb'],
    ['trkbha', 'trkbha'],
  ] as const)('%s of Bhabha clusters goes out as exactly 1, or more', (column, name) => {
    expect([0, 1, 2, 3].map((count) => allBitsSet({ [column]: count }))).toEqual([
      [],
      [`${name}1`],
      [`${name}2`],
      [`${name}2`],
    ]);
  });
});

it('opening angles of clusters and of tracks and clusters go out window by window', () => {
  const { b2b3, b2b5, b2b7, b2b9 } = windowBit;
  expect([b2b3, b2b5, b2b7, b2b9].map((d) => allBitsSet({ d }))).toEqual([
    ['d3'],
    ['d5'],
    ['d7'],
    ['d9'],
  ]);
  expect([b2b3, b2b5, b2b7, b2b9].map((p) => allBitsSet({ p }))).toEqual([
    ['p3'],
    ['p5'],
    ['p7'],
    ['p9'],
  ]);
});

it.each(['samhem', 'opohem', 'fwdsb', 'bwdsb', 'fwdnb', 'bwdnb'] as const)(
  '%s is a slot of its own',
  (name) => {
    expect(allBitsSet({ [name]: 1 })).toEqual([name]);
  },
);

it('objects that no slot reads set none', () => {
  expect(allBitsSet({ photons: 5, matched3d: 5 })).toEqual([]);
});

describe('plugins', () => {
  it('drive each slot once, those of the ECL counted', () => {
    const driven = [
      ...grlPlugins.flatMap(({ drives }) => [...drives]),
      ...eclDrives,
      ...singlePhotonDrives,
    ];
    expect(new Set(driven).size).toBe(driven.length);
  });

  it('set what they say they drive when everything is found, and nothing else', () => {
    const once: Record<string, number> = {};
    const counted = 't2 t3 ts ta ti cdcActive track trkflt cdcecl c2gev samhem opohem';
    const ends = 'fwds bwds secl fwdsb bwdsb fwdnb bwdnb';
    for (const name of `${counted} ${ends}`.split(' ')) once[name] = 1;
    for (const name of ['f2f', 's2f', 's2s', 'i2f', 'i2i', 'd', 'p']) once[name] = 255;
    const found = [1, 2, 3, 4].flatMap((count) => {
      const counts = Object.fromEntries(
        't2 t3 ts ta cdcecl c2gev n1gev n2gev brlfb brlnb trkbha iecl'
          .split(' ')
          .map((name) => [name, count]),
      );
      return allBitsSet({ ...once, ...counts });
    });
    const driven = new Set<string>(grlPlugins.flatMap(({ drives }) => [...drives]));
    expect(inputNames.filter((name) => found.includes(name))).toEqual(
      inputNames.filter((name) => driven.has(name)),
    );
  });
});
