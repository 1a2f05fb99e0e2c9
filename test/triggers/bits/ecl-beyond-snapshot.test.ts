import { expect, it } from 'vitest';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import {
  beyondSnapshotDrives,
  setBitsBeyondSnapshot,
} from '../../../triggers/bits/ecl-beyond-snapshot.js';
import { eclDrives } from '../../../triggers/bits/ecl.js';
import type { EclObjects } from '../../../triggers/ecl/objects.js';
import { inputNames } from '../../../triggers/slots.js';
import { firedBits, objectsOf, pulseAt } from '../ecl/pulses.js';

type Found = Partial<Record<'taub2b' | 'hie' | 'backgroundVeto' | 'highClusters', number>>;

/** Bits of an event with a cluster of 2 GeV, so that lml11 is silent, and what is given. */
function bitsOf(found: Found): readonly string[] {
  const columns = { taub2b: 0, hie: 0, backgroundVeto: 0, highClusters: 1, ...found };
  const ecl = Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, Uint8Array.of(0, value)]),
  ) as unknown as EclObjects;
  const bits = new Uint32Array(2 * inputWords);
  setBitsBeyondSnapshot(ecl, 1, bits);
  expect(bits.subarray(0, inputWords).every((word) => word === 0)).toBe(true);
  return inputNames.filter((_, slot) => hasBit(bits, inputWords, 1, slot));
}

it('conditions of τ pairs and of high energy go out bit by bit', () => {
  expect([1, 2, 4].map((taub2b) => bitsOf({ taub2b }))).toEqual([
    ['ecl_taub2b'],
    ['ecl_taub2b2'],
    ['ecl_taub2b3'],
  ]);
  expect([1, 2, 4, 8].map((hie) => bitsOf({ hie }))).toEqual([
    ['ehigh1'],
    ['ehigh2'],
    ['ehigh3'],
    ['ehigh4'],
  ]);
  expect([1, 2, 4].map((backgroundVeto) => bitsOf({ backgroundVeto }))).toEqual([
    ['ecl_bg_0'],
    ['ecl_bg_1'],
    ['ecl_bg_2'],
  ]);
});

it('lml11 is set where cells fired and no cluster has 2 GeV in the centre of mass', () => {
  expect(bitsOf({ highClusters: 0 })).toEqual(['ecl_lml_11']);
  expect(bitsOf({ highClusters: 1 })).toEqual([]);
  expect(firedBits([]).has('ecl_lml_11')).toBe(false);
  expect(firedBits([pulseAt(8, 3, 0.5)]).has('ecl_lml_11')).toBe(true);
  expect(firedBits([pulseAt(8, 3, 5)]).has('ecl_lml_11')).toBe(false);
});

it('all of them are set at once where everything is found, and are driven by the ECL', () => {
  const all = bitsOf({ taub2b: 7, hie: 15, backgroundVeto: 7, highClusters: 0 });
  expect(all.toSorted()).toEqual([...beyondSnapshotDrives].toSorted());
  for (const name of beyondSnapshotDrives) expect(eclDrives).toContain(name);
});

it('one cell of 2 GeV is high energy by all four counts: nothing is back to back', () => {
  const pulses = [pulseAt(8, 3, 2)];
  expect(objectsOf([pulses]).hie[0]).toBe(15);
  const fired = firedBits(pulses);
  for (const name of ['ehigh1', 'ehigh2', 'ehigh3', 'ehigh4'] as const)
    expect(fired.has(name)).toBe(true);
});
