// kernel: evaluates all formulas for 32 events at once, one bit per event in each register
import { inputWords, outputWords } from '../batches.js';
import { type GateNetwork, type Literal, networkInputs } from './gates.js';

/** Output bit of the menu and the literal that drives it. */
interface Output {
  readonly number: number;
  readonly literal: Literal;
}

/**
 * Swaps rows and columns of the 32 × 32 bits in `words[start]` to `words[start + 31]`: bit b of
 * word e becomes bit e of word b.
 */
export function transposeBits(words: Int32Array, start: number): void {
  let mask = 0x0000ffff;
  for (let distance = 16; distance > 0; distance >>= 1) {
    for (let row = 0; row < 32; row = (row + distance + 1) & ~distance) {
      const upper = start + row;
      const lower = upper + distance;
      const swapped = ((words[upper] >>> distance) ^ words[lower]) & mask;
      words[lower] ^= swapped;
      words[upper] ^= swapped << distance;
    }
    mask ^= mask << (distance >> 1);
  }
}

/**
 * The network as a function from input bits (`inputWords` words per event) to output bits
 * (`outputWords` words per event). Registers hold one node each: the constant, the inputs, the
 * gates; an event is a bit of every register.
 */
export function bitSlicedProgram(
  network: GateNetwork,
  outputs: readonly Output[],
): (inputBits: Uint32Array, eventCount: number) => Uint32Array {
  const firstGate = 1 + networkInputs;
  const left = Int32Array.from(network.left);
  const right = Int32Array.from(network.right);
  const registers = new Int32Array(firstGate + left.length);
  const usedInputWords = wordsOf(inputsOf(network, outputs));
  const usedOutputWords = wordsOf(outputs.map(({ number }) => number));
  const byWord = usedOutputWords.map((word) =>
    outputs.filter(({ number }) => number >>> 5 === word),
  );
  const columns = new Int32Array(32);

  const load = (inputBits: Uint32Array, first: number, count: number): void => {
    for (const word of usedInputWords) {
      const start = 1 + 32 * word;
      for (let event = 0; event < count; event++)
        registers[start + event] = inputBits[(first + event) * inputWords + word];
      registers.fill(0, start + count, start + 32);
      transposeBits(registers, start);
    }
  };
  const evaluate = (): void => {
    for (let gate = 0; gate < left.length; gate++) {
      const a = left[gate];
      const b = right[gate];
      registers[firstGate + gate] = (registers[a >> 1] ^ -(a & 1)) & (registers[b >> 1] ^ -(b & 1));
    }
  };
  const store = (outputBits: Uint32Array, first: number, count: number): void => {
    for (let position = 0; position < usedOutputWords.length; position++) {
      columns.fill(0);
      for (const { number, literal } of byWord[position])
        columns[number & 31] = registers[literal >> 1] ^ -(literal & 1);
      transposeBits(columns, 0);
      for (let event = 0; event < count; event++)
        outputBits[(first + event) * outputWords + usedOutputWords[position]] = columns[event];
    }
  };

  return (inputBits, eventCount) => {
    const outputBits = new Uint32Array(eventCount * outputWords);
    for (let first = 0; first < eventCount; first += 32) {
      const count = Math.min(32, eventCount - first);
      load(inputBits, first, count);
      evaluate();
      store(outputBits, first, count);
    }
    return outputBits;
  };
}

/** Slots of the inputs that gates or outputs read. */
function inputsOf({ left, right }: GateNetwork, outputs: readonly Output[]): number[] {
  const literals = [...left, ...right, ...outputs.map(({ literal }) => literal)];
  return literals
    .map((literal) => (literal >> 1) - 1)
    .filter((slot) => slot >= 0 && slot < networkInputs);
}

function wordsOf(positions: readonly number[]): readonly number[] {
  return [...new Set(positions.map((position) => position >>> 5))].sort((a, b) => a - b);
}
