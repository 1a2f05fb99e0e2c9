import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Addresses, seedAt } from '../../detector/event.js';

/**
 * Which events of a batch are kept even when they are refused: one in so many, drawn by their
 * addresses, whatever they hold; all of them for 1. 1 stands for yes.
 */
export function passedThrough(
  oneIn: number,
  context: { readonly seed: number },
  addresses: Addresses,
): Uint8Array {
  const stream = new RandomStream();
  return Uint8Array.from(addresses.index, (_, event) => {
    if (oneIn === 1) return 1;
    seedAt(stream, context, addresses, event, purpose.passThrough);
    return Number(stream.uniform() * oneIn < 1);
  });
}
