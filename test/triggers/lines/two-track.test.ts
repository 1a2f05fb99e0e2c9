import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { inputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { ftdl } from '../../../triggers/gdl/ftdl.js';
import { windowBit } from '../../../triggers/grl/windows.js';
import { twoTrack, twoTrackBits, twoTrackDrives } from '../../../triggers/lines/two-track.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { bitsSet, grlWith } from '../bits/grl-bits.js';
import { type GrlEvent, grlOf } from '../grl/events.js';
import { firedLines, neuralTracks } from './fired-lines.js';

const { b2b3, b2b5, b2b7, b2b9, open90, open30 } = windowBit;

/** Lines that events of tracks fire through the operator of the family alone. */
const fired = (event: GrlEvent, ...zs: readonly number[]): string[] =>
  firedLines(event, twoTrack(), 'two-track', zs);
const full = (...phis: readonly number[]) => phis.map((phi) => ({ phi, omega: 0 }));

describe('bits of the two-track family', () => {
  it.each([
    [
      'f2f',
      [
        [b2b3, 'cdc_b2b3'],
        [b2b5, 'cdc_b2b5'],
        [b2b7, 'cdc_b2b7'],
        [b2b9, 'cdc_b2b9'],
        [open90, 'cdc_open90'],
        [open30, 'f2f30'],
      ],
    ],
    [
      's2f',
      [
        [b2b3, 's2f3'],
        [b2b5, 's2f5'],
        [open90, 's2fo'],
        [open30, 's2f30'],
      ],
    ],
    [
      's2s',
      [
        [b2b3, 's2s3'],
        [b2b5, 's2s5'],
        [open90, 's2so'],
        [open30, 's2s30'],
      ],
    ],
  ] as const)('name each window of %s', (column, slots) => {
    for (const [bit, name] of slots)
      expect(bitsSet(grlWith({ [column]: bit }), twoTrackBits)).toEqual([name]);
  });

  it('are all driven by some opening angle', () => {
    const all = bitsSet(grlWith({ f2f: 255, s2f: 255, s2s: 255 }), twoTrackBits);
    expect(all.toSorted()).toEqual([...twoTrackDrives].toSorted());
  });
});

describe('lines of the two-track family', () => {
  it('two full tracks 180°, 135°, 60° and 10° apart', () => {
    expect(fired({ full: full(5, -175) })).toEqual([
      'ff',
      'ffo',
      'ffb',
      'ff30',
      'cdcbb',
      'aao',
      'aab',
      'aa',
    ]);
    expect(fired({ full: full(5, 140) })).toEqual(['ff', 'ffo', 'ff30', 'aao', 'aa']);
    expect(fired({ full: full(5, 65) })).toEqual(['ff', 'ff30', 'aa']);
    expect(fired({ full: full(5, 15) })).toEqual(['ff', 'aa']);
  });

  it('a full and a short track', () => {
    const event = (bin: number): GrlEvent => ({
      full: full(5),
      shorts: [bin],
      patterns: [{ bin }],
    });
    expect(fired(event(32))).toEqual(['fs', 'fso', 'fsb', 'fs30', 'aa']);
    expect(fired(event(20))).toEqual(['fs', 'fso', 'fs30', 'aa']);
    expect(fired(event(8))).toEqual(['fs', 'fs30', 'aa']);
  });

  it('two short tracks', () => {
    const event = (...bins: readonly number[]): GrlEvent => ({
      shorts: bins,
      patterns: bins.map((bin) => ({ bin })),
    });
    expect(fired(event(1, 33))).toEqual(['ss', 'sso', 'ssb', 'ss30', 'aa']);
    expect(fired(event(1, 18))).toEqual(['ss', 'sso', 'ss30', 'aa']);
    expect(fired(event(1, 8))).toEqual(['ss', 'ss30', 'aa']);
  });

  it('tracks fitted near the origin', () => {
    const fit = { z0: 2 };
    const tracks = full(5, -175).map((track) => ({ ...track, fit }));
    expect(fired({ full: tracks }).filter((name) => name.includes('z'))).toEqual([
      'fz',
      'zz',
      'fzo',
      'fzb',
    ]);
    expect(
      fired({ full: tracks.map((track) => ({ ...track, fit: { z0: 40 } })) }).some((name) =>
        name.includes('z'),
      ),
    ).toBe(false);
  });

  it('neural tracks near the collision point', () => {
    const neural = (event: GrlEvent, ...zs: readonly number[]): string[] =>
      fired(event, ...zs).filter((name) => name.includes('y'));
    expect(neural({ full: full(5, -175) }, 0, 60)).toEqual(['fy', 'fyo', 'fyb', 'fy30']);
    expect(neural({ full: full(5, 140) }, 60, -19.9)).toEqual(['fy', 'fyo', 'fy30']);
    expect(neural({ full: full(5, 65) }, 0, 19.9)).toEqual(['fy', 'yy', 'fy30']);
    expect(neural({ full: full(5, -175) }, 20, -20)).toEqual([]);
    const short = (bin: number): GrlEvent => ({
      full: full(5),
      shorts: [bin],
      patterns: [{ bin }],
    });
    expect(neural(short(32), 0)).toEqual(['syo', 'syb']);
    expect(neural(short(20), 0)).toEqual(['syo']);
    expect(neural(short(20), 30)).toEqual([]);
  });

  it('counts neural tracks within the cut that it is given', () => {
    const event = { full: full(5, 15) };
    expect(firedLines(event, twoTrack({ maxZ: 5 }), 'two-track', [4, 6])).toContain('fy');
    expect(firedLines(event, twoTrack({ maxZ: 5 }), 'two-track', [6])).not.toContain('fy');
  });

  it('one track fires none', () => {
    expect(fired({ full: full(5) })).toEqual([]);
    expect(fired({ shorts: [5], patterns: [{ bin: 5 }] })).toEqual([]);
  });
});

it('the operator adds its bits to a copy of those that came, and carries all else along', () => {
  const grl = grlOf([{ full: full(5, -175) }]);
  const inputBits = new Uint32Array(inputWords);
  inputBits[4] = 1;
  const batch = {
    eventCount: 1,
    objects: { grl, neuro: neuralTracks([]) },
    inputBits,
    label: 'kept',
  };
  const seen: (typeof batch & { ftdlBits: Uint32Array })[] = [];
  of(batch)
    .pipe(twoTrack(), ftdl(compileMenu(physicsMenu)))
    .subscribe((out) => seen.push(out));
  expect([seen[0]?.label, seen[0]?.inputBits[4], inputBits[0]]).toEqual(['kept', 1, 0]);
  expect(seen[0]?.inputBits[0]).not.toBe(0);
});
