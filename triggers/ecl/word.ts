import { hasBit, inputWords } from '../batches.js';
import type { EclObjects } from './objects.js';
import { type InputName, inputSlots } from '../slots.js';

/** Words of the message from the ECL trigger to the GDL: 96 bits. */
export const messageWords = 3;

type Value = (ecl: EclObjects, event: number, inputBits: Uint32Array) => number;

interface Field {
  readonly name: string;
  /** Lowest bit 0–95, and width. */
  readonly first: number;
  readonly width: number;
  readonly value: Value;
}

const column =
  (
    name: {
      [K in keyof EclObjects]: EclObjects[K] extends ArrayLike<number> ? K : never;
    }[keyof EclObjects],
    shift = 0,
  ): Value =>
  (ecl, event) =>
    ecl[name][event] >>> shift;
const slot =
  (name: InputName): Value =>
  (_, event, inputBits) =>
    hasBit(inputBits, inputWords, event, inputSlots[name]) ? 1 : 0;
const anyCell: Value = (ecl, event) => (ecl.timingSource[event] === 0 ? 0 : 1);
const lowMultiplicity = (
  ...numbers: readonly (0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11)[]
): Field[] =>
  numbers.map((number) => ({
    name: `lml${number}`,
    first: 62 + number,
    width: 1,
    value: slot(`ecl_lml_${number}`),
  }));

/**
 * The fields of the message, in order of address. Conditions come from input bits and objects,
 * nothing is decided here.
 *
 * Bit 19 is the 2-D Bhabha bit (the emulation of the experiment packs a constant 0) and the sum is
 * in ADC counts, saturated at 13 bits (there in whole GeV). The counter of the Bhabha prescale
 * stays at its factor 0, which is "always".
 * @see basf2 trg/ecl/src/TrgEclMaster.cc, table of addresses
 */
export const messageFields: readonly Field[] = [
  { name: 'hit', first: 0, width: 1, value: anyCell },
  { name: 'eventTime', first: 1, width: 7, value: column('eventTime') },
  { name: 'revoClock', first: 8, width: 7, value: column('revoClock') },
  { name: 'timingSource', first: 15, width: 3, value: column('timingSource') },
  { name: 'physics', first: 18, width: 1, value: slot('ecl_phys') },
  { name: 'bhabha2d', first: 19, width: 1, value: slot('ecl_bha') },
  { name: 'bhabha2dTypes', first: 20, width: 14, value: column('bhabha2dTypes') },
  { name: 'sumPhysics', first: 34, width: 13, value: column('sumPhysics') },
  { name: 'elow', first: 47, width: 1, value: slot('elow') },
  { name: 'ehigh', first: 48, width: 1, value: slot('ehigh') },
  { name: 'elum', first: 49, width: 1, value: slot('elum') },
  { name: 'icn', first: 50, width: 7, value: column('icn') },
  { name: 'backgroundVeto', first: 57, width: 3, value: column('backgroundVeto') },
  { name: 'overflow', first: 60, width: 1, value: slot('ecl_oflo') },
  { name: 'bhabha3dVeto', first: 61, width: 1, value: slot('ecl_3dbha') },
  ...lowMultiplicity(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
  { name: 'bhabha3dSelection', first: 74, width: 1, value: slot('ecl_bhapur') },
  { name: 'mumu', first: 75, width: 1, value: slot('ecl_mumu') },
  { name: 'bhabhaPrescale', first: 76, width: 1, value: anyCell },
  { name: 'burst', first: 77, width: 1, value: slot('ecl_bst') },
  { name: 'lml12', first: 78, width: 1, value: slot('ecl_lml_12') },
  { name: 'lml13', first: 79, width: 1, value: slot('ecl_lml_13') },
  { name: 'clockCounter', first: 80, width: 4, value: () => 0 },
  { name: 'timingQuality', first: 84, width: 2, value: column('timingQuality') },
  { name: 'bhabha3dInTrack', first: 86, width: 1, value: column('bhabha3dInTrack') },
  { name: 'bhabha3dTheta', first: 87, width: 2, value: column('bhabha3dTheta') },
  { name: 'taub2b', first: 89, width: 1, value: column('taub2b') },
  { name: 'hie1', first: 90, width: 1, value: column('hie') },
  { name: 'hie2', first: 91, width: 1, value: column('hie', 1) },
  { name: 'hie3', first: 92, width: 1, value: column('hie', 2) },
  { name: 'taub2b2', first: 93, width: 1, value: column('taub2b', 1) },
  { name: 'taub2b3', first: 94, width: 1, value: column('taub2b', 2) },
  { name: 'hie4', first: 95, width: 1, value: column('hie', 3) },
];

/**
 * Fields of one bit take the lowest bit of their value; counts that do not fit are sent as the
 * largest that does.
 */
function fitted(value: number, width: number): number {
  return width === 1 ? value & 1 : Math.min(value, 2 ** width - 1);
}

/**
 * The message of one event: three words, bit 0 of the first is address 0.
 * @see D-043
 */
export function packMessage(ecl: EclObjects, event: number, inputBits: Uint32Array): Uint32Array {
  const words = new Uint32Array(messageWords);
  for (const { first, width, value } of messageFields) {
    const bits = fitted(value(ecl, event, inputBits), width);
    for (let place = 0; place < width; place++)
      if ((bits >>> place) & 1) words[(first + place) >>> 5] |= 1 << ((first + place) & 31);
  }
  return words;
}

/** Every field of a message by name. */
export function unpackMessage(words: Uint32Array): Readonly<Record<string, number>> {
  return Object.fromEntries(
    messageFields.map(({ name, first, width }) => {
      let value = 0;
      for (let place = 0; place < width; place++)
        value |= ((words[(first + place) >>> 5] >>> ((first + place) & 31)) & 1) << place;
      return [name, value];
    }),
  );
}
