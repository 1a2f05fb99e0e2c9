// kernel: two passes over the clusters of each event decide all six bits
import type { MonoTypeOperatorFunction } from 'rxjs';
import { type ConfigOf, parseConfig, quantity, text } from '../../detector/base/config.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { type BitStage, inputWords, setBit } from '../batches.js';
import { countAbove, countAboveIn } from '../ecl/count-above.js';
import { ringMask } from '../ecl/rings.js';
import { bitPlugin } from '../plugins.js';
import { inputSlots } from '../slots.js';
import { type BatchFor, bitOperator } from '../stage.js';

// Taken out once: a look-up by name costs more than the comparison it serves.
const {
  ecl_lml_1: lml1,
  ecl_lml_2: lml2,
  ecl_lml_4: lml4,
  ecl_lml_6: lml6,
  ecl_lml_7: lml7,
  ecl_lml_13: lml13,
} = inputSlots;

const energyCms = (value: number, doc: string) => quantity(value, 'GeV', doc, { min: 0 });
const rings = (value: string, doc: string) =>
  text(value, `${doc}: polar rings of trigger cells, 1 (forward) to 17`);

/**
 * The three conditions of the dark-sector programme.
 * @see basf2 trg/ecl/src/TrgEclMaster.cc (lml1, 2, 4, 6, 7, 13), trg/ecl/data/ETM_Parameters.dat
 */
export const singlePhotonSchema = {
  energetic: {
    minEnergyCms: energyCms(2 * GeV, 'Energy that a photon of lml1, lml2 and lml4 exceeds, CMS'),
    barrelRings: rings('4-14', 'Where lml1 looks'),
    outerRings: rings('2-3,15-16', 'Where lml2 looks, in events without a 3-D Bhabha'),
    innerRings: rings('1,17', 'Where lml4 looks, in events without a 3-D Bhabha'),
  },
  lone: {
    minEnergyCms: energyCms(1 * GeV, 'Energy that the only photon of lml6 and lml7 exceeds, CMS'),
    barrelRings: rings('4-15', 'Where lml6 looks'),
    endcapRings: rings('2-3,16', 'Where lml7 looks'),
  },
  loneSoft: {
    minEnergyCms: energyCms(0.5 * GeV, 'Energy that the only photon of lml13 exceeds, CMS'),
    rings: rings('6-11', 'Where lml13 looks'),
  },
  otherEnergy: quantity(
    300 * MeV,
    'MeV',
    'Laboratory energy that the only photon exceeds and no other cluster may',
    { min: 0 },
  ),
} as const;

/** Cuts of the single-photon family, in base units. */
export interface SinglePhotonConfig extends ConfigOf<typeof singlePhotonSchema> {}

/** Bits of the single-photon family. */
export const singlePhotonDrives = [
  'ecl_lml_1',
  'ecl_lml_2',
  'ecl_lml_4',
  'ecl_lml_6',
  'ecl_lml_7',
  'ecl_lml_13',
] as const;

/**
 * Sets the bits of the single-photon family: an energetic cluster anywhere, or a softer one alone
 * in the event.
 */
export function singlePhotonBits({
  energetic,
  lone,
  loneSoft,
  otherEnergy,
}: SinglePhotonConfig): BitStage<'ecl'> {
  const energeticBarrel = ringMask(energetic.barrelRings, 'energetic.barrelRings');
  const energeticOuter = ringMask(energetic.outerRings, 'energetic.outerRings');
  const energeticInner = ringMask(energetic.innerRings, 'energetic.innerRings');
  const loneBarrel = ringMask(lone.barrelRings, 'lone.barrelRings');
  const loneEndcap = ringMask(lone.endcapRings, 'lone.endcapRings');
  const loneCentre = ringMask(loneSoft.rings, 'loneSoft.rings');

  return ({ ecl: { clusters, bhabha3dVeto } }, eventCount, bits) => {
    for (let event = 0; event < eventCount; event++) {
      const first = clusters.offsets[event];
      const end = clusters.offsets[event + 1];
      if (first === end) continue;

      const ringsAbove2 = ringsWithEnergy(clusters, first, end, energetic.minEnergyCms);
      if (ringsAbove2 & energeticBarrel) setBit(bits, inputWords, event, lml1);
      if (bhabha3dVeto[event] === 0) {
        if (ringsAbove2 & energeticOuter) setBit(bits, inputWords, event, lml2);
        if (ringsAbove2 & energeticInner) setBit(bits, inputWords, event, lml4);
      }

      if (countAbove(clusters.energyLab, first, end, otherEnergy) !== 1) continue;
      const { energyCms, thetaId } = clusters;
      if (countAboveIn(energyCms, thetaId, first, end, lone.minEnergyCms, loneBarrel) === 1)
        setBit(bits, inputWords, event, lml6);
      if (countAboveIn(energyCms, thetaId, first, end, lone.minEnergyCms, loneEndcap) === 1)
        setBit(bits, inputWords, event, lml7);
      if (countAboveIn(energyCms, thetaId, first, end, loneSoft.minEnergyCms, loneCentre) === 1)
        setBit(bits, inputWords, event, lml13);
    }
  };
}

interface Clusters {
  readonly thetaId: Uint8Array;
  readonly energyCms: Float32Array;
}

/** Bit r set when a cluster in ring r exceeds an energy. */
function ringsWithEnergy(
  { thetaId, energyCms }: Clusters,
  first: number,
  end: number,
  minEnergyCms: number,
): number {
  let found = 0;
  for (let row = first; row < end; row++)
    if (energyCms[row] > minEnergyCms) found |= 1 << thetaId[row];
  return found;
}

/**
 * The single-photon family as a step of a stream.
 * @example
 * ```ts
 * import {
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 *   singlePhoton,
 *   type WithInputBits,
 * } from 'belle2-l1';
 * import { lastValueFrom, reduce } from 'rxjs';
 *
 * // Photons of 5 GeV, back to back: at least one of them in the barrel, mostly.
 * const fired = ({ eventCount, inputBits }: WithInputBits) =>
 *   Array.from({ length: eventCount }, (_, event) =>
 *     hasBit(inputBits, inputWords, event, inputSlots.ecl_lml_1),
 *   ).filter(Boolean).length;
 * const count = await lastValueFrom(
 *   hits$({ generator: 'gamma-gamma', config: {}, events: 200 }).pipe(
 *     objects(),
 *     singlePhoton(),
 *     reduce((sum, batch) => sum + fired(batch), 0),
 *   ),
 * );
 * console.log(`${count} of 200 pairs of photons have a hard one in the barrel`);
 * ```
 */
export const singlePhoton = <B extends BatchFor<'ecl'>>(
  config: SinglePhotonConfig = parseConfig(singlePhotonSchema, {}, 'single-photon'),
): MonoTypeOperatorFunction<B> => bitOperator(singlePhotonBits(config));

/** The single-photon family. */
export const singlePhotonPlugin = bitPlugin({
  name: 'single-photon',
  schema: singlePhotonSchema,
  reads: ['ecl'],
  drives: singlePhotonDrives,
  build: singlePhotonBits,
});
