// kernel: arrays of one event, emptied and filled again; parsers write them, resolve.ts reads them
import { IntList } from './int-list.js';
import { maxDistance, maxMomentum, maxWeight, type Source } from './source.js';

/** Energy and momentum [GeV]. */
export interface Momentum {
  readonly px: number;
  readonly py: number;
  readonly pz: number;
  readonly energy: number;
}

/** What a file says of a particle, before its relatives are looked at. */
export const role = {
  /** Stable according to the generator. */
  final: 1,
  /** Decayed or documentation. */
  intermediate: 2,
  /** Made by a detector simulation. */
  secondary: 3,
  /** Incoming beam particle. */
  beam: 4,
  /** History of status 3; an electron or positron without mother there is a beam particle. */
  documented: 5,
} as const;

/** PDG code of what beams are made of. */
export const electronPdg = 11;

/** What a file says of a particle: one of `role`. */
export type Role = (typeof role)[keyof typeof role];

/** Room of an event at first. */
const firstRows = 128;

/**
 * One event as it stands in a file, in base units and the file's own frame. One object is filled
 * again for each event.
 */
export class RawEvent {
  readonly #source: Source;
  /** Number that the file gives the event. */
  number = 0;
  #weight = 1;
  /** Place [cm] and time × c [cm] of everything that has no vertex of its own. */
  origin: readonly [number, number, number, number] = [0, 0, 0, 0];
  /** Rows; columns have room for more behind them, and are others after it was used up. */
  size = 0;
  pdg = new Int32Array(firstRows);
  /** One of `role`. */
  role = new Uint8Array(firstRows);
  px = new Float64Array(firstRows);
  py = new Float64Array(firstRows);
  pz = new Float64Array(firstRows);
  energy = new Float64Array(firstRows);
  /**
   * Proper flight length over mass [cm/GeV]: times the 4-momentum it is the way from production to
   * decay; 0 when not given.
   */
  flight = new Float64Array(firstRows);
  /** Proper lifetimes × c of final particles that the file gives, by row [cm]. */
  readonly lifetimes = new Map<number, number>();
  /** Production vertex [cm], time × c [cm]; meaningful where `placed` is 1. */
  placed = new Uint8Array(firstRows);
  x = new Float64Array(firstRows);
  y = new Float64Array(firstRows);
  z = new Float64Array(firstRows);
  ct = new Float64Array(firstRows);
  /** Rows whose place was none that can be used; −1 for that of the event. */
  readonly unusable: number[] = [];
  /** Pairs of rows, mother and daughter; a daughter's first pair names the mother that is kept. */
  readonly linkMother = new IntList();
  readonly linkDaughter = new IntList();

  constructor(source: Source) {
    this.#source = source;
  }

  get weight(): number {
    return this.#weight;
  }

  /** @throws READER_MALFORMED */
  set weight(weight: number) {
    if (Math.abs(weight) > maxWeight)
      throw this.#source.malformed(`an event weight of ${weight}`, `at most ${maxWeight}`);
    this.#weight = weight;
  }

  /** Empties the event for the next one of the file. */
  clear(number: number, weight: number): void {
    this.number = number;
    this.weight = weight;
    this.origin = [0, 0, 0, 0];
    this.size = 0;
    this.lifetimes.clear();
    this.unusable.length = 0;
    this.linkMother.clear();
    this.linkDaughter.clear();
  }

  /**
   * Appends a particle without vertex; momenta and energy [GeV]. Returns its row.
   * @throws READER_MALFORMED
   */
  push(pdg: number, kind: Role, px: number, py: number, pz: number, energy: number): number {
    const largest = Math.max(Math.abs(px), Math.abs(py), Math.abs(pz), Math.abs(energy));
    if (!(largest <= maxMomentum))
      throw this.#source.malformed(`a momentum of ${largest} GeV`, `at most ${maxMomentum} GeV`);
    const row = this.size++;
    if (row === this.pdg.length) this.#grow();
    this.pdg[row] = pdg;
    this.role[row] = kind;
    this.px[row] = px;
    this.py[row] = py;
    this.pz[row] = pz;
    this.energy[row] = energy;
    this.flight[row] = 0;
    this.placed[row] = 0;
    this.x[row] = 0;
    this.y[row] = 0;
    this.z[row] = 0;
    this.ct[row] = 0;
    return row;
  }

  #grow(): void {
    this.pdg = twice(this.pdg);
    this.role = twice(this.role);
    this.px = twice(this.px);
    this.py = twice(this.py);
    this.pz = twice(this.pz);
    this.energy = twice(this.energy);
    this.flight = twice(this.flight);
    this.placed = twice(this.placed);
    this.x = twice(this.x);
    this.y = twice(this.y);
    this.z = twice(this.z);
    this.ct = twice(this.ct);
  }

  /**
   * Gives a row its production vertex [cm]. A place that is not finite, or farther than any, is
   * only marked: returns false.
   */
  place(row: number, x: number, y: number, z: number, ct: number): boolean {
    if (!isUsable(x, y, z, ct)) {
      this.unusable.push(row);
      return false;
    }
    this.placed[row] = 1;
    this.x[row] = x;
    this.y[row] = y;
    this.z[row] = z;
    this.ct[row] = ct;
    return true;
  }

  /** Gives everything without a vertex of its own the place of the event, in units of `length`. */
  placeAll([x, y, z, ct]: readonly [number, number, number, number], length: number): void {
    const place = [x * length, y * length, z * length, ct * length] as const;
    if (isUsable(...place)) this.origin = place;
    else this.unusable.push(-1);
  }

  /** Says that a row made another. */
  link(mother: number, daughter: number): void {
    this.linkMother.push(mother);
    this.linkDaughter.push(daughter);
  }

  /**
   * Links a row to the rows that go into the vertex it comes out of, `mothers` from one place to
   * another. One daughter is enough to say that the further mothers have ended, so the length of
   * all is linear however large a vertex is.
   * @param isJoined whether that was said of this vertex. Returns whether it is said now.
   */
  linkVertex(
    row: number,
    mothers: ArrayLike<number>,
    from: number,
    to: number,
    isJoined: boolean,
  ): boolean {
    if (from < to) this.link(mothers[from]!, row);
    if (isJoined || to - from < 2 || this.role[row] === role.secondary) return isJoined;
    for (let other = from + 1; other < to; other++) this.link(mothers[other]!, row);
    return true;
  }
}

function twice<T extends Float64Array | Int32Array | Uint8Array>(column: T): T {
  const grown = new (column.constructor as new (length: number) => T)(2 * column.length);
  grown.set(column);
  return grown;
}

function isUsable(x: number, y: number, z: number, ct: number): boolean {
  return Math.max(Math.abs(x), Math.abs(y), Math.abs(z), Math.abs(ct)) <= maxDistance;
}
