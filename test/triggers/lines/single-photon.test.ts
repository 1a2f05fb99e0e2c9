import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { cellAt } from '../../../detector/ecl/cells-layout.js';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import { families } from '../../../triggers/lines/index.js';
import { singlePhoton, singlePhotonDrives } from '../../../triggers/lines/single-photon.js';
import { type InputName, inputNames, inputSlots } from '../../../triggers/slots.js';
import {
  at,
  countsAboveCms,
  countsAboveLab,
  countsAtCms,
  countsAtLab,
  findPair,
} from '../ecl/pairs.js';
import { bitsOf, firedBits, objectsOf, type Pulse } from '../ecl/pulses.js';

const rings = Array.from({ length: 17 }, (_, index) => index + 1);
const photon = (ring: number, energyCms: number, phiId = 5): Pulse => {
  const cell = cellAt(ring, phiId);
  return at(cell, countsAboveCms(cell, energyCms));
};
const notAbove = (ring: number, energyCms: number, phiId = 5): Pulse => {
  const cell = cellAt(ring, phiId);
  return at(cell, countsAtCms(cell, energyCms));
};
/** Rings in which a lone photon of an energy sets a bit. */
const ringsOf = (name: InputName, make: (ring: number) => Pulse) =>
  rings.filter((ring) => firedBits([make(ring)]).has(name));
const from = (first: number, last: number) => rings.filter((ring) => ring >= first && ring <= last);

describe('a photon with more than 2 GeV in the centre of mass', () => {
  it('sets lml1 in rings 4 to 14, lml2 in 2, 3, 15, 16 and lml4 in 1, 17', () => {
    expect(ringsOf('ecl_lml_1', (ring) => photon(ring, 2))).toEqual(from(4, 14));
    expect(ringsOf('ecl_lml_2', (ring) => photon(ring, 2))).toEqual([2, 3, 15, 16]);
    expect(ringsOf('ecl_lml_4', (ring) => photon(ring, 2))).toEqual([1, 17]);
  });

  it('sets none of them at or below 2 GeV', () => {
    for (const name of ['ecl_lml_1', 'ecl_lml_2', 'ecl_lml_4'] as const)
      expect(ringsOf(name, (ring) => notAbove(ring, 2))).toEqual([]);
  });

  it('needs no emptiness: other clusters do not matter', () => {
    expect(firedBits([photon(8, 2), photon(10, 1.5, 20), photon(12, 1, 30)]).has('ecl_lml_1')).toBe(
      true,
    );
  });

  it('is vetoed by a 3-D Bhabha outside the barrel, not in it', () => {
    const pair = findPair(
      ({ rings: [a, b], deltaPhi, sumTheta }) =>
        a === 3 && b === 15 && deltaPhi > 165 && deltaPhi < 195 && sumTheta > 168 && sumTheta < 188,
    );
    const bhabha = [at(pair.a, countsAboveCms(pair.a, 5)), at(pair.b, countsAboveCms(pair.b, 5))];
    const bits = firedBits(bhabha);
    expect([bits.has('bha_veto'), bits.has('ecl_lml_2'), bits.has('ecl_lml_3')]).toEqual([
      true,
      false,
      true,
    ]);
    const barrel = findPair(
      ({ rings: [a, b], deltaPhi, sumTheta }) =>
        a === 8 && b >= 9 && deltaPhi > 165 && deltaPhi < 195 && sumTheta > 168 && sumTheta < 188,
    );
    const inBarrel = firedBits([
      at(barrel.a, countsAboveCms(barrel.a, 5)),
      at(barrel.b, countsAboveCms(barrel.b, 5)),
    ]);
    expect([inBarrel.has('bha_veto'), inBarrel.has('ecl_lml_1')]).toEqual([true, true]);
    expect(firedBits([...bhabha, photon(17, 2.5, 9)]).has('ecl_lml_4')).toBe(false);
  });
});

describe('a lone photon with more than 1 GeV', () => {
  it('sets lml6 in rings 4 to 15 and lml7 in 2, 3, 16', () => {
    expect(ringsOf('ecl_lml_6', (ring) => photon(ring, 1))).toEqual(from(4, 15));
    expect(ringsOf('ecl_lml_7', (ring) => photon(ring, 1))).toEqual([2, 3, 16]);
    for (const name of ['ecl_lml_6', 'ecl_lml_7'] as const)
      expect(ringsOf(name, (ring) => notAbove(ring, 1))).toEqual([]);
  });

  it('tolerates other clusters up to 300 MeV, wherever a cluster of more is found', () => {
    for (const ring of [1, 2, 8, 16, 17]) {
      const other = (counts: number) => at(cellAt(ring, 21), counts);
      expect(firedBits([photon(8, 1.2), other(countsAtLab(0.3))]).has('ecl_lml_6')).toBe(true);
      expect(firedBits([photon(8, 1.2), other(countsAboveLab(0.3))]).has('ecl_lml_6')).toBe(false);
      expect(firedBits([photon(3, 1.2), other(countsAboveLab(0.3))]).has('ecl_lml_7')).toBe(false);
    }
  });

  it('may be shared by two neighbouring cells', () => {
    const half = Math.ceil(countsAboveCms(cellAt(8, 5), 1) / 2);
    expect(firedBits([at(cellAt(8, 5), half + 1), at(cellAt(8, 6), half)]).has('ecl_lml_6')).toBe(
      true,
    );
  });
});

describe('a lone photon with more than 0.5 GeV', () => {
  it('sets lml13 in rings 6 to 11', () => {
    expect(ringsOf('ecl_lml_13', (ring) => photon(ring, 0.5))).toEqual(from(6, 11));
    expect(ringsOf('ecl_lml_13', (ring) => notAbove(ring, 0.5))).toEqual([]);
  });

  it('tolerates no other cluster above 300 MeV', () => {
    expect(
      firedBits([photon(8, 0.6), at(cellAt(12, 21), countsAtLab(0.3))]).has('ecl_lml_13'),
    ).toBe(true);
    expect(
      firedBits([photon(8, 0.6), at(cellAt(12, 21), countsAboveLab(0.3))]).has('ecl_lml_13'),
    ).toBe(false);
    expect(firedBits([photon(8, 0.6), photon(9, 0.6, 21)]).has('ecl_lml_13')).toBe(false);
  });
});

describe('the family', () => {
  it('moves its thresholds and rings with the configuration', () => {
    const ecl = objectsOf([[photon(5, 0.8)]]);
    const fires = (raw: object, name: InputName) =>
      hasBit(bitsOf(ecl, raw), inputWords, 0, inputSlots[name]);
    expect(fires({}, 'ecl_lml_13')).toBe(false);
    expect(fires({ loneSoft: { rings: '5-11' } }, 'ecl_lml_13')).toBe(true);
    expect(fires({ energetic: { minEnergyCms: '700 MeV' } }, 'ecl_lml_1')).toBe(true);
  });

  it('refuses rings that do not exist', () => {
    const ecl = objectsOf([[]]);
    expect(() => bitsOf(ecl, { lone: { barrelRings: '4-18' } })).toThrow(
      expect.objectContaining({ code: 'CONFIG_BAD_VALUE' }),
    );
  });

  it('adds its bits along a stream to those already there; batches that came in stay', () => {
    const ecl = objectsOf([[photon(8, 1.2)], []]);
    const inputBits = new Uint32Array(2 * inputWords);
    inputBits[inputWords] = 1;
    const batch = { eventCount: 2, objects: { ecl }, inputBits, label: 'kept' };
    const seen: (typeof batch)[] = [];
    of(batch)
      .pipe(singlePhoton())
      .subscribe((out) => seen.push(out));
    const [out] = seen as [typeof batch];
    expect(out.label).toBe('kept');
    expect(hasBit(out.inputBits, inputWords, 0, inputSlots.ecl_lml_6)).toBe(true);
    expect(out.inputBits[inputWords]).toBe(1);
    expect(hasBit(inputBits, inputWords, 0, inputSlots.ecl_lml_6)).toBe(false);
  });

  it('sets the bits that it says it drives and no other', () => {
    const events = rings.flatMap((ring) => [
      [photon(ring, 2.5)],
      [photon(ring, 1.2)],
      [photon(ring, 0.6)],
    ]);
    const ecl = objectsOf(events);
    const inputBits = new Uint32Array(events.length * inputWords);
    families[0].build({
      energetic: {
        minEnergyCms: 2,
        barrelRings: '4-14',
        outerRings: '2-3,15-16',
        innerRings: '1,17',
      },
      lone: { minEnergyCms: 1, barrelRings: '4-15', endcapRings: '2-3,16' },
      loneSoft: { minEnergyCms: 0.5, rings: '6-11' },
      otherEnergy: 0.3,
    })({ ecl }, events.length, inputBits);
    const driven = inputNames.filter((_, slot) =>
      events.some((_event, event) => hasBit(inputBits, inputWords, event, slot)),
    );
    expect(driven.toSorted()).toEqual([...singlePhotonDrives].toSorted());
  });
});
