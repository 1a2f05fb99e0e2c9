import type { MonoTypeOperatorFunction } from 'rxjs';
import { setMasks } from '../bits/set-columns.js';
import { trackCountBits } from '../bits/tracks.js';
import { type GrlBitStage, inOrder, type WithGrl } from '../grl/bit-stage.js';
import { windowBit } from '../grl/windows.js';
import { inputSlots } from '../slots.js';
import { bitOperator } from '../stage.js';

const openPairs = [{ bit: windowBit.open90, slot: inputSlots.cdc_open90 }];

/**
 * Everything that lines of three tracks read: numbers of tracks, and that two of the full ones are open by at least 90° (fffo). The
 * family has no slot to itself, so it is no plugin: the counts are driven by `../bits/tracks.ts`, the opening angle by the two-track
 * family, each slot by one plugin only. Setting a slot twice changes nothing.
 */
export const threeTrackBits: GrlBitStage = inOrder(trackCountBits, ({ grl }, _eventCount, bits) => setMasks(grl.f2f, bits, openPairs));

/** The three-track family as a step of a stream. */
export const threeTrack = <B extends WithGrl>(): MonoTypeOperatorFunction<B> => bitOperator(threeTrackBits);
