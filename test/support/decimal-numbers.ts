import { kernels } from '#kernels';
import { KernelColumn } from '../../detector/base/kernel-column.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { powersOfFive } from '../../emulator/readers/powers-of-five.js';

const text = new KernelColumn(Uint8Array, 4096);

/** What `decimalAt` makes of a text, and how many of its bytes it takes. */
export function readDecimal(number: string): { readonly value: number; readonly length: number } {
  const bytes = Buffer.from(`${number}\n       `, 'latin1');
  text.values.set(bytes);
  const value = kernels.decimalAt(text.address, powersOfFive());
  return { value, length: kernels.decimalEnd() - text.address };
}

/** Numbers that were read wrong, and how many were left open. */
export function compareWithNumber(numbers: Iterable<string>): {
  readonly wrong: readonly string[];
  readonly open: number;
} {
  const wrong: string[] = [];
  let open = 0;
  for (const number of numbers) {
    const { value, length } = readDecimal(number);
    if (Number.isNaN(value)) open++;
    else if (!Object.is(value, Number(number)) || length !== number.length) wrong.push(number);
  }
  return { wrong, open };
}

/** Numbers of 17 digits as the HepMC libraries write them, of any size that events have. */
export function* seventeenDigits(count: number): Generator<string> {
  const random = new RandomStream().seed(1, 0, 0, 0, purpose.test);
  for (let number = 0; number < count; number++) {
    const size = 10 ** Math.floor(30 * random.uniform() - 20);
    yield ((random.uniformFine() - 0.5) * size).toExponential(16);
  }
}

/** Any doubles at all, with 17 digits. */
export function* anyDoubles(count: number): Generator<string> {
  const random = new RandomStream().seed(2, 0, 0, 0, purpose.test);
  const words = new Int32Array(2);
  const [double] = [new Float64Array(words.buffer)];
  for (let number = 0; number < count; number++) {
    words[0] = random.bits();
    words[1] = random.bits();
    if (Number.isFinite(double[0])) yield double[0]!.toExponential(16);
  }
}

/** The middle between two neighbouring doubles, cut to 17 to 19 digits, and one digit off it. */
export function* middles(count: number): Generator<string> {
  const random = new RandomStream().seed(3, 0, 0, 0, purpose.test);
  for (let number = 0; number < count; number++) {
    const odd = 2n * BigInt(2 ** 52 + Math.floor(2 ** 52 * random.uniformFine())) + 1n;
    const halvings = 20 + Math.floor(200 * random.uniform());
    const digits = (odd * 5n ** BigInt(halvings)).toString();
    const kept = 17 + Math.floor(3 * random.uniform());
    const exponent = digits.length - kept - halvings;
    const cut = digits.slice(0, kept);
    yield `${cut}e${exponent}`;
    yield `${BigInt(cut) + 1n}e${exponent}`;
  }
}
