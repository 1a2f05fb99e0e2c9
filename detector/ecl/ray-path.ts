import { kernels } from '#kernels';

/** More crystals than a straight ray can cross, as in ray-path.wasm.ts. */
const capacity = 256;
const numbers = 18;
const wholeNumbers = 4;
/** Enter, leave, thickness and length of gaps, one element more than crystals each. */
const columns = 4;
const columnLength = capacity + 1;
const firstColumn = numbers + wholeNumbers / 2;
const recordBytes = 8 * (firstColumn + columns * columnLength) + 2 * capacity;

/** Places among the numbers and the whole numbers of `RayPath` in ray-path.wasm.ts. */
const place = {
  first: 0,
  last: 1,
  csi: 2,
  aluminium: 3,
  wrapping: 4,
  dead: 5,
  thetaFraction: 6,
  phiFraction: 7,
  x: 8,
  ux: 11,
} as const;
const whole = { count: 2 * numbers, entryCrystal: 2 * numbers + 1, knowsGaps: 2 * numbers + 2 };
const isInwardPlace = 2 * numbers + 3;

interface Views {
  readonly numbers: Float64Array;
  readonly whole: Int32Array;
  readonly columns: readonly Float64Array[];
  readonly crystal: Uint16Array;
}

function viewsOf(address: number): Views {
  const { buffer } = kernels.memory;
  const column = (index: number): number => address + 8 * (firstColumn + index * columnLength);
  return {
    numbers: new Float64Array(buffer, address, numbers),
    whole: new Int32Array(buffer, address, 2 * numbers + wholeNumbers),
    columns: [0, 1, 2, 3].map(
      (index) => new Float64Array(buffer, column(index), index < 2 ? capacity : columnLength),
    ),
    crystal: new Uint16Array(buffer, column(columns), capacity),
  };
}

/**
 * What a straight ray meets in the calorimeter; a scratch record in the memory of the kernels that
 * the tracer overwrites. Lengths in cm from the ray's start.
 */
export class RayPath {
  /** Where kernels find it. */
  readonly address = kernels.reserve(recordBytes);
  /** Of an inward ray: whether a hadron on it only ionizes; false when a ray is traced. */
  ionizesOnly = false;
  #views = viewsOf(this.address);

  constructor() {
    this.knowsGaps = true;
  }

  /** Its parts; those of a memory that has grown are empty. */
  get #now(): Views {
    if (this.#views.numbers.length === 0) this.#views = viewsOf(this.address);
    return this.#views;
  }

  /**
   * Whether the tracer tells what gaps are made of. Only photons ask: where they convert depends on
   * it. Without it gaps have their length alone.
   */
  get knowsGaps(): boolean {
    return this.#now.whole[whole.knowsGaps] !== 0;
  }

  set knowsGaps(knows: boolean) {
    this.#now.whole[whole.knowsGaps] = knows ? 1 : 0;
  }

  /** Crystals crossed, in order of the ray. */
  get count(): number {
    return this.#now.whole[whole.count];
  }

  get crystal(): Uint16Array {
    return this.#now.crystal;
  }

  get enter(): Float64Array {
    return this.#now.columns[0];
  }

  get leave(): Float64Array {
    return this.#now.columns[1];
  }

  /**
   * Dead material between the previous crystal (or the inner surface) and this one [radiation
   * lengths]; element `count`: behind the last.
   */
  get gap(): Float64Array {
    return this.#now.columns[2];
  }

  /**
   * Length of that dead material [cm]; steps between front faces, which are open space, do not
   * count.
   */
  get gapLength(): Float64Array {
    return this.#now.columns[3];
  }

  /** Total path in CsI. */
  get csi(): number {
    return this.#now.numbers[place.csi];
  }

  /** Total path in the aluminium fins. */
  get aluminium(): number {
    return this.#now.numbers[place.aluminium];
  }

  get wrapping(): number {
    return this.#now.numbers[place.wrapping];
  }

  /** Total path in all that is not CsI, wrapping and fins included. */
  get dead(): number {
    return this.#now.numbers[place.dead];
  }

  /** Where the ray enters the array, crystals and gaps between them; `last` when it misses. */
  get first(): number {
    return this.#now.numbers[place.first];
  }

  /** Where the ray leaves the array. */
  get last(): number {
    return this.#now.numbers[place.last];
  }

  /**
   * Crystal in whose tile (crystal and half of the gaps around) the ray enters, −1 when it misses;
   * and where in the tile, 0 to 1.
   */
  get entryCrystal(): number {
    return this.#now.whole[whole.entryCrystal];
  }

  get thetaFraction(): number {
    return this.#now.numbers[place.thetaFraction];
  }

  get phiFraction(): number {
    return this.#now.numbers[place.phiFraction];
  }

  /** Whether the ray comes from behind the crystals: `reverse` made it. */
  get isInward(): boolean {
    return this.#now.whole[isInwardPlace] !== 0;
  }

  /** Time of the light from a point of the ray to the photodiode [ns]. */
  lightDelay(at: number): number {
    return kernels.lightDelayOnRay(this.address, at);
  }

  /** Turns the ray round: it begins `length` along it and comes back to where it began [cm]. */
  reverse(length: number): void {
    const { numbers: own, whole: words, crystal } = this.#now;
    const { enter, leave, gap, gapLength, first, last } = this;
    let count = 0;
    while (count < this.count && enter[count] < length) count++;
    // Both halves of the columns change places; what the ray met beyond its new start is dropped.
    const startsInCrystal = count > 0 && leave[count - 1] >= length;
    crystal.subarray(0, count).reverse();
    gap.subarray(0, count + 1).reverse();
    gapLength.subarray(0, count + 1).reverse();
    const entered = enter.slice(0, count);
    for (let at = 0; at < count; at++) enter[at] = length - Math.min(length, leave[count - 1 - at]);
    for (let at = 0; at < count; at++) leave[at] = length - entered[count - 1 - at];
    if (startsInCrystal) gap[0] = gapLength[0] = 0;
    words[whole.count] = count;
    own[place.csi] = this.csiBehind(0);
    for (let axis = 0; axis < 3; axis++) {
      own[place.x + axis] += length * own[place.ux + axis];
      own[place.ux + axis] = -own[place.ux + axis];
    }
    own[place.first] = Math.max(0, length - last);
    own[place.last] = length - first;
    words[whole.entryCrystal] = count > 0 ? crystal[0] : -1;
    words[isInwardPlace] = 1;
  }

  /** Length of CsI behind a point of the ray [cm]. */
  csiBehind(start: number): number {
    return kernels.csiBehindOnRay(this.address, start);
  }

  /** Length of gaps behind a point of the ray [cm]. */
  deadBehind(start: number): number {
    return kernels.deadBehindOnRay(this.address, start);
  }
}
