// kernel: arrays of one event, emptied and filled again; parsers write them, resolve.ts reads them
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
  readonly pdg: number[] = [];
  readonly role: Role[] = [];
  readonly px: number[] = [];
  readonly py: number[] = [];
  readonly pz: number[] = [];
  readonly energy: number[] = [];
  /**
   * Proper flight length over mass [cm/GeV]: times the 4-momentum it is the way from production to
   * decay; 0 when not given.
   */
  readonly flight: number[] = [];
  /** Proper lifetimes × c of final particles that the file gives, by row [cm]. */
  readonly lifetimes = new Map<number, number>();
  /** Production vertex [cm], time × c [cm]; meaningful where `placed` is true. */
  readonly placed: boolean[] = [];
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly z: number[] = [];
  readonly ct: number[] = [];
  /** Rows whose place was none that can be used; −1 for that of the event. */
  readonly unusable: number[] = [];
  /** Pairs of rows, mother and daughter; a daughter's first pair names the mother that is kept. */
  readonly linkMother: number[] = [];
  readonly linkDaughter: number[] = [];

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

  get size(): number {
    return this.pdg.length;
  }

  /** Empties the event for the next one of the file. */
  clear(number: number, weight: number): void {
    this.number = number;
    this.weight = weight;
    this.origin = [0, 0, 0, 0];
    for (const column of [this.pdg, this.role, this.px, this.py, this.pz, this.energy])
      column.length = 0;
    for (const column of [this.flight, this.placed, this.x, this.y, this.z, this.ct])
      column.length = 0;
    this.lifetimes.clear();
    this.unusable.length = 0;
    this.linkMother.length = 0;
    this.linkDaughter.length = 0;
  }

  /**
   * Appends a particle without vertex; momenta and energy [GeV]. Returns its row.
   * @throws READER_MALFORMED
   */
  push(pdg: number, kind: Role, px: number, py: number, pz: number, energy: number): number {
    const largest = Math.max(Math.abs(px), Math.abs(py), Math.abs(pz), Math.abs(energy));
    if (!(largest <= maxMomentum))
      throw this.#source.malformed(`a momentum of ${largest} GeV`, `at most ${maxMomentum} GeV`);
    const row = this.pdg.length;
    this.pdg.push(pdg);
    this.role.push(kind);
    this.px.push(px);
    this.py.push(py);
    this.pz.push(pz);
    this.energy.push(energy);
    this.flight.push(0);
    this.placed.push(false);
    this.x.push(0);
    this.y.push(0);
    this.z.push(0);
    this.ct.push(0);
    return row;
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
    this.placed[row] = true;
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
   * Links every row to the particles that go into the vertex it comes out of; in length linear in
   * both, however large a vertex is.
   * @param incomingOf rows going into the vertex of a row: the same array for all rows of a vertex.
   */
  linkVertices(incomingOf: (row: number) => readonly number[]): void {
    const joined = new Set<readonly number[]>();
    for (let row = 0; row < this.size; row++) {
      const incoming = incomingOf(row);
      if (incoming.length > 0) this.link(incoming[0]!, row);
      // One daughter is enough to say that the further mothers have ended.
      if (incoming.length < 2 || this.role[row] === role.secondary || joined.has(incoming))
        continue;
      joined.add(incoming);
      for (let other = 1; other < incoming.length; other++) this.link(incoming[other]!, row);
    }
  }
}

function isUsable(x: number, y: number, z: number, ct: number): boolean {
  return Math.max(Math.abs(x), Math.abs(y), Math.abs(z), Math.abs(ct)) <= maxDistance;
}
