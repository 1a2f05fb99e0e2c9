// kernel: a fixed list of comparisons per event
import type { ConfigOf } from '../../detector/base/config.js';
import { type BitStage, inputWords, setBit } from '../batches.js';
import { above } from '../ecl/counts.js';
import { lowMultiplicitySchema, type SumConfig, sumSchema } from '../ecl/etm.js';
import type { EclObjects } from '../ecl/objects.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { beyondSnapshotDrives, setBitsBeyondSnapshot } from './ecl-beyond-snapshot.js';
import { lowMultiplicityBits, lowMultiplicityDrives } from './ecl-low-multiplicity.js';

// Taken out once: a look-up by name costs more than the comparison it serves.
const {
  elow: elowSlot,
  ehigh: ehighSlot,
  elum: elumSlot,
  ecl_bst: burstSlot,
  ecl_phys: physicsSlot,
  ecl_active: activeSlot,
  ecl_timing_fwd: timingForwardSlot,
  ecl_timing_brl: timingBarrelSlot,
  ecl_timing_bwd: timingBackwardSlot,
  ecl_oflo: overflowSlot,
  clst_0: clusterSlot,
  ecl_bha: bhabha2dSlot,
  bha_type_0: bhabhaTypeSlot,
  ecl_3dbha: bhabha3dSlot,
  bha_veto: bhabhaVetoSlot,
  bha_intrk: inTrackSlot,
  ecl_bhapur: bhabhaSelectionSlot,
  bha_theta_0: bhabhaThetaSlot,
  ecl_mumu: mumuSlot,
} = inputSlots;

/** Thresholds of the ECL bits that belong to no family. */
export const eclBitsSchema = { sums: sumSchema, lowMultiplicity: lowMultiplicitySchema } as const;

/** Thresholds of the ECL bits outside the families, in base units. */
export interface EclBitsConfig extends ConfigOf<typeof eclBitsSchema> {}

/** First slot of a count or code that goes out as binary digits, and how many. */
const clusterDigits = 4;
const codeDigits = 2;

/**
 * All ECL input bits outside the single-photon family: sums, Bhabha, cluster count, timing, μμ,
 * burst and lml bits.
 */
export function eclBits({ sums, lowMultiplicity }: EclBitsConfig): BitStage<'ecl'> {
  const setSums = sumBits(sums);
  const setLowMultiplicity = lowMultiplicityBits(lowMultiplicity);
  return (objects, eventCount, bits) => {
    setSums(objects, eventCount, bits);
    setObjectBits(objects.ecl, eventCount, bits);
    setLowMultiplicity(objects, eventCount, bits);
  };
}

/** Bits that compare an energy sum, and `ecl_phys`, which is made of one. */
function sumBits(sums: SumConfig): BitStage<'ecl'> {
  return ({ ecl }, eventCount, bits) => {
    const { sumPhysics, sumTotal, icn, bhabha2d, adcUnit } = ecl;
    const [elow, ehigh, elum, burst, physics] = [
      sums.elow,
      sums.ehigh,
      sums.elum,
      sums.burst,
      sums.physics,
    ].map((energy) => above(energy, adcUnit));
    for (let event = 0; event < eventCount; event++) {
      const sum = sumPhysics[event];
      if (sum > elow) setBit(bits, inputWords, event, elowSlot);
      if (sum > ehigh) setBit(bits, inputWords, event, ehighSlot);
      if (sum > elum) setBit(bits, inputWords, event, elumSlot);
      if (sumTotal[event] > burst) setBit(bits, inputWords, event, burstSlot);
      if ((sum > physics || icn[event] > sums.physicsIcn) && bhabha2d[event] === 0)
        setBit(bits, inputWords, event, physicsSlot);
    }
  };
}

/** Bits that pass on what the objects hold. */
function setObjectBits(ecl: EclObjects, eventCount: number, bits: Uint32Array): void {
  const { timingSource, overflow, bhabha2d, bhabha2dTypes, mumu } = ecl;
  const { bhabha3dVeto, bhabha3dSelection } = ecl;
  const { offsets } = ecl.clusters;
  for (let event = 0; event < eventCount; event++) {
    const source = timingSource[event];
    if (source === 0) continue;
    setBit(bits, inputWords, event, activeSlot);
    if (source & 1) setBit(bits, inputWords, event, timingForwardSlot);
    if (source & 2) setBit(bits, inputWords, event, timingBarrelSlot);
    if (source & 4) setBit(bits, inputWords, event, timingBackwardSlot);
    if (overflow[event]) setBit(bits, inputWords, event, overflowSlot);
    setDigits(bits, event, clusterSlot, clusterDigits, offsets[event + 1] - offsets[event]);
    if (bhabha2d[event]) setBit(bits, inputWords, event, bhabha2dSlot);
    // The two slots carry types 1 and 2; the other twelve go out in the 96-bit word only (trg/grl
    // TRGGRLProjectsModule.cc).
    setDigits(bits, event, bhabhaTypeSlot, codeDigits, bhabha2dTypes[event]);
    if (bhabha3dVeto[event] | bhabha3dSelection[event]) setBhabha3dBits(ecl, event, bits);
    if (mumu[event]) setBit(bits, inputWords, event, mumuSlot);
    setBitsBeyondSnapshot(ecl, event, bits);
  }
}

function setBhabha3dBits(ecl: EclObjects, event: number, bits: Uint32Array): void {
  if (ecl.bhabha3dVeto[event]) {
    setBit(bits, inputWords, event, bhabha3dSlot);
    setBit(bits, inputWords, event, bhabhaVetoSlot);
    if (ecl.bhabha3dInTrack[event]) setBit(bits, inputWords, event, inTrackSlot);
  }
  if (ecl.bhabha3dSelection[event]) {
    setBit(bits, inputWords, event, bhabhaSelectionSlot);
    setDigits(bits, event, bhabhaThetaSlot, codeDigits, ecl.bhabha3dTheta[event]);
  }
}

function setDigits(
  bits: Uint32Array,
  event: number,
  slot: number,
  digits: number,
  value: number,
): void {
  if (value === 0) return;
  for (let digit = 0; digit < digits; digit++)
    if ((value >>> digit) & 1) setBit(bits, inputWords, event, slot + digit);
}

/** Slots that `eclBits` may set. */
export const eclDrives: readonly InputName[] = [
  'elow',
  'ehigh',
  'elum',
  'ecl_bst',
  'ecl_phys',
  'ecl_active',
  'ecl_timing_fwd',
  'ecl_timing_brl',
  'ecl_timing_bwd',
  'ecl_oflo',
  'clst_0',
  'clst_1',
  'clst_2',
  'clst_3',
  'ecl_bha',
  'bha_type_0',
  'bha_type_1',
  'ecl_3dbha',
  'bha_veto',
  'bha_intrk',
  'ecl_bhapur',
  'bha_theta_0',
  'bha_theta_1',
  'ecl_mumu',
  ...lowMultiplicityDrives,
  ...beyondSnapshotDrives,
];

/** The ECL's bits that no family owns. */
export const eclBitsPlugin = bitPlugin({
  name: 'ecl',
  schema: eclBitsSchema,
  reads: ['ecl'],
  drives: eclDrives,
  build: eclBits,
});
