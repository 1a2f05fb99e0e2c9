import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sections } from '../../../detector/klm/geometry.js';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { klmMatches, klmMatchingSchema } from '../../../triggers/grl/klm-matching.js';
import type { KlmMatches } from '../../../triggers/grl/objects.js';
import {
  singleMuon,
  singleMuonBits,
  singleMuonDrives,
} from '../../../triggers/lines/single-muon.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { inputNames } from '../../../triggers/slots.js';
import { cdcOf, eclOf, type GrlEvent, grlOf } from '../grl/events.js';
import { klmOf, type Stretch } from '../klm/hits.js';

type Counts = Partial<Record<keyof KlmMatches, number>>;

function inputBitsOf(counts: Counts): Uint32Array {
  const column = (name: keyof KlmMatches) => Uint8Array.of(counts[name] ?? 0);
  const found: KlmMatches = {
    cdcklm: column('cdcklm'),
    seklm: column('seklm'),
    ieklm: column('ieklm'),
    ecleklm: column('ecleklm'),
  };
  const bits = new Uint32Array(inputWords);
  singleMuonBits({ klmMatches: found }, 1, bits);
  return bits;
}

const bits = (counts: Counts) =>
  inputNames.filter((_, slot) => hasBit(inputBitsOf(counts), inputWords, 0, slot));
const menu = compileMenu(physicsMenu);
const firedBy = (inputBits: Uint32Array) => {
  const fired = menu.ftdl(inputBits, 1);
  return menu.lines.filter(({ number }) => hasBit(fired, outputWords, 0, number));
};
const lines = (counts: Counts) => firedBy(inputBitsOf(counts)).map(({ name }) => name);

/** Lines of the family that one event fires when only the operator sets input bits. */
function linesOf(event: GrlEvent, stretches: readonly Stretch[]): string[] {
  const klm = klmOf([stretches]);
  const match = klmMatches(parseConfig(klmMatchingSchema, {}, 'test'), { seed: 1 });
  const objects = {
    klm,
    grl: grlOf([event]),
    klmMatches: match(cdcOf([event]), eclOf([event]), klm, 1),
  };
  const found: string[] = [];
  of({ eventCount: 1, objects, inputBits: new Uint32Array(inputWords) })
    .pipe(singleMuon())
    .subscribe(({ inputBits }) => {
      for (const { name, family } of firedBy(inputBits))
        if (family === 'single-muon') found.push(name);
    });
  return found;
}

const straight = (...phis: readonly number[]): GrlEvent => ({
  full: phis.map((phi) => ({ phi, omega: 1e-9 })),
});
const stretch = (section: number, sector: number): Stretch => ({
  section,
  sector,
  from: 3,
  to: 10,
});
const { barrelForward, barrelBackward, endcapForward, endcapBackward } = sections;

describe('the single-muon family', () => {
  it('spells one match and more than one in two slots, for short tracks too', () => {
    expect(bits({ cdcklm: 1, seklm: 2 })).toEqual(['cdcklm_0', 'seklm_1']);
    expect(bits({ cdcklm: 2, seklm: 1 })).toEqual(['cdcklm_1', 'seklm_0']);
    expect(bits({ cdcklm: 3 })).toEqual(['cdcklm_1', 'cdcklm_2']);
    expect(bits({ cdcklm: 4 })).toEqual(['cdcklm_1', 'cdcklm_3']);
    expect(bits({})).toEqual([]);
  });

  it('drives all its bits', () => {
    const all = new Set([
      ...bits({ cdcklm: 1, seklm: 1, ieklm: 1, ecleklm: 1 }),
      ...bits({ cdcklm: 3, seklm: 2 }),
      ...bits({ cdcklm: 4 }),
    ]);
    expect([...all].toSorted()).toEqual([...singleMuonDrives].toSorted());
  });

  it('fires the lines of one and of two matches', () => {
    expect(lines({ cdcklm: 1 })).toEqual(['cdcklm1']);
    expect(lines({ cdcklm: 2 })).toEqual(['cdcklm2']);
    expect(lines({ seklm: 1, ieklm: 1, ecleklm: 1 })).toEqual(['seklm1', 'ieklm1', 'ecleklm1']);
    expect(lines({ seklm: 4 })).toEqual(['seklm2']);
  });

  it.each<[string, GrlEvent, readonly Stretch[], readonly string[]]>([
    [
      'two muons of the barrel',
      straight(0, 180),
      [stretch(barrelForward, 0), stretch(barrelBackward, 4)],
      'mu_pair mu_b2b klm2 cdcklm2'.split(' '),
    ],
    // Sector 1 forward and sector 2 backward are opposite: forward ones are numbered mirrored.
    [
      'two muons of the endcaps',
      {},
      [stretch(endcapForward, 1), stretch(endcapBackward, 2)],
      ['mu_eb2b', 'eklm2'],
    ],
    [
      'one of each',
      straight(0),
      [stretch(barrelForward, 0), stretch(endcapForward, 2)],
      ['beklm', 'cdcklm1'],
    ],
    [
      'a short track forward',
      { patterns: [{ bin: 8, endcap: 1 }] },
      [stretch(endcapForward, 1)],
      ['seklm1', 'fwd_seklm'],
    ],
    [
      'a short track backward',
      { patterns: [{ bin: 8, endcap: 2 }] },
      [stretch(endcapBackward, 0)],
      ['seklm1', 'bwd_seklm'],
    ],
  ])('fires on %s with nothing but its operator', (_, event, stretches, expected) => {
    expect(linesOf(event, stretches)).toEqual(expected);
  });
});
