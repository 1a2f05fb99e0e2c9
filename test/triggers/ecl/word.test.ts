import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasBit, inputWords } from '../../../triggers/batches.js';
import {
  messageFields,
  messageWords,
  packMessage,
  unpackMessage,
} from '../../../triggers/ecl/word.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';
import { bitsOf, objectsOf } from './pulses.js';

/** Events with a few energetic and a few soft cells, so that every kind of bit comes up. */
const anyEvent = fc.array(
  fc.record({
    cell: fc.integer({ min: 1, max: 576 }),
    counts: fc.oneof(fc.integer({ min: 15, max: 120 }), fc.integer({ min: 120, max: 1400 })),
  }),
  { maxLength: 9 },
);

/** Field of the message and the input bit that must equal it. */
const sameAsInput: readonly (readonly [string, InputName])[] = [
  ['hit', 'ecl_active'],
  ['physics', 'ecl_phys'],
  ['bhabha2d', 'ecl_bha'],
  ['elow', 'elow'],
  ['ehigh', 'ehigh'],
  ['elum', 'elum'],
  ['overflow', 'ecl_oflo'],
  ['bhabha3dVeto', 'bha_veto'],
  ['bhabha3dInTrack', 'bha_intrk'],
  ['bhabha3dSelection', 'ecl_bhapur'],
  ['mumu', 'ecl_mumu'],
  ['burst', 'ecl_bst'],
  ...([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const).map(
    (number) => [`lml${number}`, `ecl_lml_${number}`] as const,
  ),
  ['taub2b', 'ecl_taub2b'],
  ['taub2b2', 'ecl_taub2b2'],
  ['taub2b3', 'ecl_taub2b3'],
  ...([1, 2, 3, 4] as const).map((number) => [`hie${number}`, `ehigh${number}`] as const),
];

describe('the 96-bit message to the GDL', () => {
  it('uses every address once', () => {
    const owners = Array<number>(96).fill(0);
    for (const { first, width } of messageFields)
      for (let place = first; place < first + width; place++)
        owners[place] = (owners[place] ?? 0) + 1;
    expect(messageWords * 32).toBe(96);
    expect(owners).toEqual(Array(96).fill(1));
  });

  it.each([
    ['hit', 0, 1],
    ['eventTime', 1, 7],
    ['revoClock', 8, 7],
    ['timingSource', 15, 3],
    ['physics', 18, 1],
    ['bhabha2d', 19, 1],
    ['bhabha2dTypes', 20, 14],
    ['sumPhysics', 34, 13],
    ['elow', 47, 1],
    ['ehigh', 48, 1],
    ['elum', 49, 1],
    ['icn', 50, 7],
    ['backgroundVeto', 57, 3],
    ['overflow', 60, 1],
    ['bhabha3dVeto', 61, 1],
    ['lml0', 62, 1],
    ['lml11', 73, 1],
    ['bhabha3dSelection', 74, 1],
    ['mumu', 75, 1],
    ['bhabhaPrescale', 76, 1],
    ['burst', 77, 1],
    ['lml12', 78, 1],
    ['lml13', 79, 1],
    ['clockCounter', 80, 4],
    ['timingQuality', 84, 2],
    ['bhabha3dInTrack', 86, 1],
    ['bhabha3dTheta', 87, 2],
    ['taub2b', 89, 1],
    ['hie1', 90, 1],
    ['hie3', 92, 1],
    ['taub2b2', 93, 1],
    ['taub2b3', 94, 1],
    ['hie4', 95, 1],
  ])('has %s at address %i, %i bits wide', (name, first, width) => {
    expect(messageFields.find((field) => field.name === name)).toMatchObject({ first, width });
  });

  it('unpacks to the objects and input bits it was made from', () => {
    fc.assert(
      fc.property(anyEvent, (pulses) => {
        const ecl = objectsOf([pulses]);
        const bits = bitsOf(ecl);
        const message = unpackMessage(packMessage(ecl, 0, bits));
        for (const [field, input] of sameAsInput)
          expect([field, message[field]]).toEqual([
            field,
            hasBit(bits, inputWords, 0, inputSlots[input]) ? 1 : 0,
          ]);
        for (const name of [
          'eventTime',
          'revoClock',
          'timingSource',
          'bhabha2dTypes',
          'icn',
          'backgroundVeto',
          'timingQuality',
          'bhabha3dTheta',
        ] as const) {
          expect([name, message[name]]).toEqual([name, ecl[name][0]]);
        }
        expect(message['sumPhysics']).toBe(Math.min(ecl.sumPhysics[0] as number, 8191));
        expect(
          [1, 2, 3, 4].reduce(
            (mask, number) => mask | ((message[`hie${number}`] as number) << (number - 1)),
            0,
          ),
        ).toBe(ecl.hie[0]);
        expect(
          (message['taub2b'] as number) |
            ((message['taub2b2'] as number) << 1) |
            ((message['taub2b3'] as number) << 2),
        ).toBe(ecl.taub2b[0]);
        expect(message['lml11']).toBe(
          ecl.timingSource[0] !== 0 && ecl.highClusters[0] === 0 ? 1 : 0,
        );
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('is empty when no cell fired', () => {
    const ecl = objectsOf([[]]);
    expect([...packMessage(ecl, 0, bitsOf(ecl))]).toEqual([0, 0, 0]);
  });
});
