const bytesPerWord = 4;
const wordsPerHit = 2;
/** Links, each of which closes its block with a word (number of links: recalled). */
const linkCount = 32;

/**
 * Raw data of an event [bytes].
 * @see basf2 klm/modules/KLMUnpacker/src/KLMUnpackerModule.cc (two words a hit, one of each link)
 */
export const klmBytes = (hits: number): number => bytesPerWord * (linkCount + wordsPerHit * hits);
