// kernel: every fragment of every accepted event is checked here
import { headerMagic, headerWord, headerWords, trailerMagic, triggerWord } from './raw-words.js';

/** What is found of a fragment, in the order in which it is looked for. */
export const fragmentStates = [
  'whole',
  'missing',
  'late',
  'checksum',
  'header',
  'run',
  'number',
  'tick',
] as const;

/** Name of what is found of a fragment. */
type FragmentState = (typeof fragmentStates)[number];

const [missing, late, checksum, header, run, number, tick] = [1, 2, 3, 4, 5, 6, 7] as const;

/** Bit by which an event is marked for a fragment in a state, by its place; 0 for a whole one. */
export const markOf = (state: number): number => (state === 0 ? 0 : 1 << (state - 1));

/** Names of the states that a mark stands for. */
export const statesIn = (mark: number): readonly FragmentState[] =>
  fragmentStates.filter((_, state) => (mark & markOf(state)) !== 0);

/**
 * State of the block at a word, by its place: it came in time, its words give its checksum, and it
 * is of the event that the trigger distribution tells of.
 * @param words block of the trigger distribution first. @param arrival after the trigger [ns].
 */
export function fragmentState(
  words: Uint32Array,
  at: number,
  arrival: number,
  timeout: number,
): number {
  if (arrival > timeout) return arrival === Number.POSITIVE_INFINITY ? missing : late;
  let sum = 0;
  for (let word = at; word <= at + headerWords; word++) sum ^= words[word]!;
  if (sum !== 0) return checksum;
  if (words[at + headerWord.magic] !== headerMagic) return header;
  if (words[at + headerWords + 1] !== trailerMagic) return header;
  if (words[at + headerWord.run] !== words[triggerWord.run]) return run;
  if (words[at + headerWord.number] !== words[triggerWord.number]) return number;
  const { ticks, seconds } = headerWord;
  if (words[at + ticks] !== words[triggerWord.ticks]) return tick;
  return words[at + seconds] === words[triggerWord.seconds] ? 0 : tick;
}
