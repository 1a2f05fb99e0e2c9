import type { MonoTypeOperatorFunction } from 'rxjs';
import type { WithInputBits } from '../batches.js';
import { klmBits, type WithKlm } from '../bits/klm.js';
import { setCounts, setWhere } from '../bits/set-columns.js';
import { shortEndcapBits, trackCountBits } from '../bits/tracks.js';
import { inOrder } from '../grl/bit-stage.js';
import type { KlmMatches } from '../grl/klm-matching.js';
import type { GrlObjects } from '../grl/objects.js';
import type { AnyBitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';
import { bitOperator } from '../stage.js';

/** Slots of a count of matches: exactly 1, more. */
const countSlots = 2;

/** Bits of the single-muon family. */
export const singleMuonDrives = [
  'cdcklm_0',
  'cdcklm_1',
  'seklm_0',
  'seklm_1',
  'ieklm',
  'ecleklm',
] as const satisfies readonly InputName[];

/** What the family's own bits read. */
interface WithKlmMatches {
  readonly klmMatches: KlmMatches;
}

/** What all bits that its lines read are made from. */
interface MuonObjects extends WithKlm, WithKlmMatches {
  readonly grl: GrlObjects;
}

/**
 * Sets the bits of the single-muon family: tracks and clusters in line with sectors of the KLM.
 * @see basf2 trg/grl/modules/trggrl/src/TRGGRLProjectsModule.cc (whose encoding of seklm, one off
 * from that of cdcklm, is not followed)
 */
export const singleMuonBits = (
  { klmMatches }: WithKlmMatches,
  _eventCount: number,
  bits: Uint32Array,
): void => {
  setCounts(klmMatches.cdcklm, bits, inputSlots.cdcklm_0, countSlots);
  setCounts(klmMatches.seklm, bits, inputSlots.seklm_0, countSlots);
  setWhere(klmMatches.ieklm, bits, inputSlots.ieklm);
  setWhere(klmMatches.ecleklm, bits, inputSlots.ecleklm);
};

/**
 * The single-muon family as a step of a stream: its own bits, and the sectors of the KLM, numbers
 * of tracks and short tracks towards the endcaps that its lines read. For vetoes set all bits.
 */
export const singleMuon = <
  B extends WithInputBits & { readonly objects: MuonObjects },
>(): MonoTypeOperatorFunction<B> =>
  bitOperator(inOrder<MuonObjects>(klmBits, trackCountBits, shortEndcapBits, singleMuonBits));

/** The single-muon family as the chain lists it. */
export const singleMuonPlugin = {
  name: 'single-muon',
  schema: {},
  drives: singleMuonDrives,
  build: () => singleMuonBits,
} as const satisfies AnyBitPlugin;
