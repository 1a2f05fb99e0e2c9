import { inputWords } from '../../triggers/batches.js';

/** Words of events, `from` an event, as `to` an event: cut off, or filled up with zeros. */
export function withWords(words: Uint32Array, from: number, to: number): Uint32Array {
  if (from === to) return words;
  const events = from === 0 ? 0 : words.length / from;
  const out = new Uint32Array(events * to);
  for (let event = 0; event < events; event++)
    out.set(words.subarray(event * from, event * from + Math.min(from, to)), event * to);
  return out;
}

/**
 * Input bits that were made again, without those that a recording has no words for: what was not
 * recorded cannot differ.
 */
export const asFarAsRecorded = (
  inputBits: Uint32Array,
  recordedWords: number = inputWords,
): Uint32Array =>
  recordedWords >= inputWords
    ? inputBits
    : withWords(withWords(inputBits, inputWords, recordedWords), recordedWords, inputWords);
