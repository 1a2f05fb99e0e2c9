import { describe, expect, it } from 'vitest';
import { kHz } from '../../../detector/base/units.js';
import { subdetectors } from '../../../detector/index.js';
import {
  maskLabel,
  type MaskEntries,
  type MaskEntry,
  withMasks,
} from '../../../detector/mask/entries.js';
import { channelLevels, hotGroups } from '../../../detector/mask/levels.js';

const masksOf = (name: string, entries: unknown): Readonly<Record<string, MaskEntries>> =>
  (
    withMasks({ mask: { [name]: entries } }, subdetectors, 'file.yaml') as {
      readonly mask: Readonly<Record<string, MaskEntries>>;
    }
  ).mask;
const one = (name: string, entry: unknown): MaskEntry =>
  (masksOf(name, [entry])[name] as readonly MaskEntry[])[0]!;
const messageOf = (entry: unknown): string => {
  try {
    one('cdc', entry);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('an entry of a mask', () => {
  it('chooses channels by numbers, lists and ranges, in singular and plural', () => {
    expect(one('cdc', { layers: 3, wires: '0-99, 120', efficiency: 0 })).toEqual({
      select: {
        layer: [[3, 3]],
        wire: [
          [0, 99],
          [120, 120],
        ],
      },
      efficiency: 0,
      rate: 0,
    });
    expect(one('ecl', { cell: [1, '3-4'], rate: '50 kHz' })).toEqual({
      select: {
        cell: [
          [1, 1],
          [3, 4],
        ],
      },
      efficiency: 1,
      rate: 50 * kHz,
    });
  });

  it('may be one that has been read before', () => {
    const entry = one('cdc', {
      layer: '3-5',
      channels: [500, '700-709'],
      rate: '5 kHz',
      efficiency: 1,
    });
    expect(one('cdc', entry)).toEqual(entry);
    expect(messageOf({ select: { layer: [[3, 60]] }, efficiency: 0 })).toContain('layer is "3-60"');
    expect(messageOf({ select: { layer: 'x' }, efficiency: 0 })).toContain('layer is "x"');
  });

  it('is refused with what is wrong, and what would be right', () => {
    expect(messageOf({ wir: 3, efficiency: 0 })).toContain(
      '"mask.cdc[0].wir" does not exist; nearest is "wire"',
    );
    expect(messageOf({ layer: 56, efficiency: 0 })).toContain('expected numbers from 0 to 55');
    expect(messageOf({ layer: '5-3', efficiency: 0 })).toContain('mask.cdc[0].layer is "5-3"');
    expect(messageOf({ layer: -1, efficiency: 0 })).toContain('mask.cdc[0].layer is -1');
    expect(messageOf({ layer: null, efficiency: 0 })).toContain('mask.cdc[0].layer is null');
    expect(messageOf({ layer: 3 })).toContain('expected an efficiency (0: dead) or a rate');
    expect(messageOf({ efficiency: 0 })).toContain('expected channels by superLayer, layer');
    expect(messageOf({ layer: 3, layers: 4, rate: 1 })).toContain('"layer" twice');
    expect(messageOf({ layer: 0, wire: 160, rate: 1 })).toContain('no channel');
    expect(messageOf({ layer: 0, wire: 159, rate: 1 })).toBe('no error');
    expect(messageOf({ layer: 3, efficiency: 1.5 })).toContain('mask.cdc[0].efficiency is 1.5');
    expect(messageOf({ layer: 3, rate: '5 GeV' })).toContain('mask.cdc[0].rate is "5 GeV"');
    expect(messageOf(7)).toContain('mask.cdc[0] is 7, expected a mapping');
  });

  it('leaves words and what is no mask for the reader of configurations', () => {
    expect(masksOf('cdc', 'none')).toEqual({ cdc: 'none' });
    expect(masksOf('cdx', [1])).toEqual({ cdx: [1] });
    expect(withMasks({ mask: 7 }, subdetectors, 'x')).toEqual({ mask: 7 });
  });
});

describe('the channels of a mask', () => {
  const channelsOf = (name: string) =>
    subdetectors.find((subdetector) => subdetector.name === name)!.masking!.channels;
  const dead = (name: string, entry: object): number =>
    channelLevels(channelsOf(name), [one(name, { ...entry, efficiency: 0 })]).efficiency.filter(
      (share) => share === 0,
    ).length;

  it('are boards of 48 wires and mergers of 96, and of super-layer 0 what there is', () => {
    expect(dead('cdc', { board: 30 })).toBe(48);
    expect(dead('cdc', { board: '0-301' })).toBe(14336);
    expect(dead('cdc', { board: 2 })).toBe(32);
    expect(dead('cdc', { superLayer: 4, merger: 15 })).toBe(96);
    expect(dead('cdc', { superLayer: 8, merger: 23, layer: 55 })).toBe(16);
  });

  it('are 52 modules of trigger cells, those of a barrel module with one azimuth index', () => {
    expect(dead('ecl', { board: '1-8' })).toBe(1152);
    expect(dead('ecl', { board: '9-44' })).toBe(6624);
    expect(dead('ecl', { board: '45-52' })).toBe(960);
    expect(dead('ecl', { board: 9, cell: '81-92' })).toBe(dead('ecl', { board: 9 }));
    expect(dead('ecl', { cell: 82 })).toBe(16);
    expect(dead('ecl', { ring: 0, phi: 47 })).toBe(1);
  });

  it('are chips of 128 strips where a side has them', () => {
    expect(dead('svd', { layer: 3, ladder: 1, sensor: 1, side: 1, chip: 5 })).toBe(128);
    expect(dead('svd', { layer: 6, ladder: 1, sensor: 1, side: 0, chip: 5 })).toBe(128);
    expect(() => dead('svd', { layer: 6, ladder: 1, sensor: 1, side: 1, chip: 4 })).toThrow(
      'no channel',
    );
    expect(dead('svd', { strip: '0-767' })).toBe(7 * 2 * 1536 + (30 + 48 + 80) * 1280);
  });

  it('are pixels, tubes, pads and strips by their own numbers', () => {
    expect(dead('pxd', { layer: 2, ladder: 12, sensor: 2, row: 767, column: '10-19' })).toBe(10);
    expect(dead('top', { slot: 16, pmt: '0,31' })).toBe(2);
    expect(dead('top', { slot: 1, board: 3 })).toBe(8);
    expect(dead('arich', { ring: 6 })).toBe(78 * 144);
    expect(dead('klm', { section: 0, sector: 2, layer: 1 })).toBe(37 + 38);
    expect(dead('klm', { section: 0, sector: 3, layer: 1, plane: 1 })).toBe(54);
  });

  it('are grouped with neighbours of the same rate', () => {
    expect(hotGroups(Float32Array.of(0, 0, 2, 2, 0.5), 10)).toEqual([
      { channels: 2, mean: 0 },
      { channels: 2, mean: 20 },
      { channels: 1, mean: 5 },
    ]);
  });
});

describe('the label of masks', () => {
  it('counts the entries of those that say something', () => {
    expect(maskLabel({ cdc: 'none', ecl: [], ...masksOf('top', [{ slot: 1, rate: 1 }]) })).toEqual([
      'mask of top (1)',
    ]);
  });
});
