import { purpose, RandomStream } from '../../../detector/base/random.js';
import { readOutSubdetectors } from '../../../detector/event-sizes.js';
import type { BuilderConfig } from '../../settings/builder-schema.js';
import type { Fragments } from './fragments.js';
import { headerWord, headerWords } from './raw-words.js';

/** What is done to the fragments of an event that is named by its address. */
export type InjectFaults = (fragments: Fragments, slice: number, index: number) => void;

/**
 * Faults of the read-out for tests: fragments that never come, that come too late, or that are
 * wrong, each of them drawn for itself; undefined when no share is above 0.
 */
export function injectedFaults(
  { faults, timeout }: BuilderConfig,
  { seed, run }: { readonly seed: number; readonly run: number },
): InjectFaults | undefined {
  const shares = readOutSubdetectors.map((name) => faults[name]);
  if (shares.every(({ missing, late, corrupt }) => missing + late + corrupt === 0))
    return undefined;
  const stream = new RandomStream();
  return (fragments, slice, index) => {
    stream.seed(seed, run, slice, index, purpose.fragments);
    for (const [place, { missing, late, corrupt }] of shares.entries()) {
      const [drawn, how] = [stream.uniform(), stream.uniform()];
      if (drawn < missing) fragments.arrival[place] = Number.POSITIVE_INFINITY;
      else if (drawn < missing + late) fragments.arrival[place] = timeout * (1 + how) + 1;
      else if (drawn < missing + late + corrupt) corruptOne(fragments, place, how);
    }
  };
}

/** One of three ways alike: a bit turns over, or the front end is one event or tick behind. */
function corruptOne(fragments: Fragments, place: number, how: number): void {
  const third = Math.floor(3 * how);
  if (third === 0) return fragments.flip(place, Math.floor(3 * how * 32 * headerWords));
  const word = third === 1 ? headerWord.number : headerWord.ticks;
  // Ticks stand four bits up, above the type of the trigger.
  const behind = third === 1 ? 1 : 16;
  fragments.replace(place, word, fragments.words[fragments.at(place) + word]! - behind);
}
