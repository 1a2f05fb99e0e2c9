import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import type { KlmMatches } from '../../../triggers/grl/klm-matching.js';
import { singleMuon, singleMuonDrives } from '../../../triggers/lines/single-muon.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { inputNames } from '../../../triggers/slots.js';

type Counts = Partial<Record<keyof KlmMatches, number>>;

function inputBitsOf(counts: Counts): Uint32Array {
  const klmMatches = Object.fromEntries(
    (['cdcklm', 'seklm', 'ieklm', 'ecleklm'] as const).map((name) => [name, Uint8Array.of(counts[name] ?? 0)]),
  ) as unknown as KlmMatches;
  const found: Uint32Array[] = [];
  of({ eventCount: 1, objects: { klmMatches }, inputBits: new Uint32Array(inputWords) })
    .pipe(singleMuon())
    .subscribe(({ inputBits }) => found.push(inputBits));
  return found[0]!;
}

const bits = (counts: Counts) => inputNames.filter((_, slot) => hasBit(inputBitsOf(counts), inputWords, 0, slot));
const menu = compileMenu(physicsMenu);
const lines = (counts: Counts) => {
  const fired = menu.ftdl(inputBitsOf(counts), 1);
  return menu.lines.filter(({ number }) => hasBit(fired, outputWords, 0, number)).map(({ name }) => name);
};

describe('the single-muon family', () => {
  it('spells one match and more than one in two slots, for short tracks too', () => {
    expect(bits({ cdcklm: 1, seklm: 2 })).toEqual(['cdcklm_0', 'seklm_1']);
    expect(bits({ cdcklm: 3, seklm: 1 })).toEqual(['cdcklm_1', 'seklm_0']);
    expect(bits({})).toEqual([]);
  });

  it('drives all its bits', () => {
    const all = new Set([...bits({ cdcklm: 1, seklm: 1, ieklm: 1, ecleklm: 1 }), ...bits({ cdcklm: 2, seklm: 2 })]);
    expect([...all].toSorted()).toEqual([...singleMuonDrives].toSorted());
  });

  it('fires the lines of one and of two matches', () => {
    expect(lines({ cdcklm: 1 })).toEqual(['cdcklm1']);
    expect(lines({ cdcklm: 2 })).toEqual(['cdcklm2']);
    expect(lines({ seklm: 1, ieklm: 1, ecleklm: 1 })).toEqual(['seklm1', 'ieklm1', 'ecleklm1']);
    expect(lines({ seklm: 4 })).toEqual(['seklm2']);
  });
});
