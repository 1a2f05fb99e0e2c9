import { MeV } from '../base/units.js';
import type { EclHits } from './hits.js';

const bytesPerWord = 4;
/** Collectors, one link each, and their word of header. */
const collectorCount = 52;
/** Shapers of 16 channels, and their words of header. */
const shaperCount = 576;
const shaperHeaderWords = 4;
/**
 * Above this energy the 31 samples of a crystal's waveform are sent too, packed into some 40 bytes
 * (both recalled, not verified).
 */
const waveformEnergy = 50 * MeV;
const waveformBytes = 40;

/**
 * Raw data of an event [bytes]: a word for each crystal (amplitude, time and quality of the fit)
 * and waveforms of the energetic ones. All shapers send their header.
 * @see basf2 ecl/modules/eclUnpacker/src/eclUnpackerModule.cc (headers, word of a crystal)
 */
export function eclBytes(
  { crystals: { offsets, energy } }: Pick<EclHits, 'crystals'>,
  event: number,
) {
  let bytes = (collectorCount + shaperCount * shaperHeaderWords) * bytesPerWord;
  for (let row = offsets[event]; row < offsets[event + 1]; row++)
    bytes += bytesPerWord + (energy[row] > waveformEnergy ? waveformBytes : 0);
  return bytes;
}
