import { kernels } from '#kernels';

/** Numbers of any kind that a column may hold. */
export type Numbers =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** A typed array that looks at a buffer. */
interface View<T> {
  new (buffer: ArrayBufferLike, address: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/**
 * Looks at the memory of the kernels as long as that does not grow; empty before the first look,
 * for the page loads this module and has no such memory.
 */
let glimpse = new Uint8Array();
/** How often it was seen to have grown. */
let growths = 0;

/**
 * How often the memory has grown: its buffer is another one then, and views of the old one are
 * empty. To see that costs less than to ask for the buffer, and of an array that is always of one
 * kind less than of a column's own.
 */
function growthsOfMemory(): number {
  if (glimpse.length === 0) {
    glimpse = new Uint8Array(kernels.memory.buffer, 0, 1);
    growths++;
  }
  return growths;
}

/**
 * A column of numbers in the memory of the kernels, zero at first. A stage keeps its columns for
 * all batches: they grow by doubling, and what they held is not given back.
 */
export class KernelColumn<T extends Numbers> {
  readonly #view: View<T>;
  #address: number;
  #length: number;
  #values: T;
  /** Growths of the memory when it was looked at. */
  #growths: number;

  /** Of so many numbers, which lie at `address` when a kernel has placed them before. */
  constructor(view: View<T>, length: number, address?: number) {
    this.#view = view;
    this.#length = length;
    this.#address = address ?? kernels.reserve(length * view.BYTES_PER_ELEMENT);
    this.#values = new view(kernels.memory.buffer, this.#address, length);
    this.#growths = growthsOfMemory();
  }

  /** Where kernels find it [bytes]; another place after it has grown. */
  get address(): number {
    return this.#address;
  }

  /** Its numbers, to be taken anew after any column may have grown. */
  get values(): T {
    const seen = growthsOfMemory();
    if (seen !== this.#growths) {
      this.#values = new this.#view(kernels.memory.buffer, this.#address, this.#length);
      this.#growths = seen;
    }
    return this.#values;
  }

  /** Makes room for so many numbers; those that it holds stay. */
  reserve(length: number): void {
    const held = this.#length;
    if (length <= held) return;
    const room = Math.max(length, 2 * held);
    const bytes = this.#view.BYTES_PER_ELEMENT;
    const address = kernels.reserve(room * bytes);
    const memory = kernels.memory.buffer;
    new Uint8Array(memory).copyWithin(address, this.#address, this.#address + held * bytes);
    this.#address = address;
    this.#length = room;
    this.#values = new this.#view(memory, address, room);
    this.#growths = growthsOfMemory();
  }

  /** Copies numbers to its beginning; returns where kernels find them. */
  place(numbers: Numbers): number {
    this.reserve(numbers.length);
    this.values.set(numbers);
    return this.#address;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Whether two columns are the same bytes: compared in a loop where Node does not do it. */
export function areSameBytes(a: Numbers, b: Numbers): boolean {
  const [own, other] = [bytesOf(a), bytesOf(b)];
  if (typeof Buffer !== 'undefined') return Buffer.compare(own, other) === 0;
  return own.length === other.length && own.every((byte, at) => byte === other[at]);
}

/** What tells most tables apart at a glance: there are hundreds of one length. */
const glanceAt = (numbers: Numbers): string =>
  [numbers.constructor.name, numbers.length, numbers[0], numbers[numbers.length >> 1]].join(' ');

const tables = new Map<string, readonly KernelColumn<Numbers>[]>();

/** Where kernels find numbers that never change: the same ones are placed once in a thread. */
export function placeTable(numbers: Numbers): number {
  const glance = glanceAt(numbers);
  const alike = tables.get(glance) ?? [];
  const same = alike.find(({ values }) => areSameBytes(values, numbers));
  if (same !== undefined) return same.address;
  const column = new KernelColumn<Numbers>(numbers.constructor as View<Numbers>, numbers.length);
  tables.set(glance, [...alike, column]);
  return column.place(numbers);
}
