// kernel: runs over every line of a file; one closure holds the state of the event in hand
import { Fields } from './fields.js';
import { hepmcLines } from './hepmc-lines.js';
import {
  defaultHepmcUnits,
  hepmcRole,
  pushHepmcParticle,
  readHepmcPosition,
  readHepmcUnits,
} from './hepmc-units.js';
import type { MakeParser } from './parser.js';
import { RawEvent } from './raw-event.js';
import { maxParticles, quoted, type Source } from './source.js';

type Position = readonly [number, number, number, number];

const noPosition: Position = [0, 0, 0, 0];

interface Vertex {
  readonly incoming: readonly number[];
  readonly position: Position | undefined;
  rows: readonly number[];
}

/**
 * HepMC3 ASCII (`Asciiv3`). A particle names where it comes from: a vertex (negative), its only
 * parent (positive) or nothing (0). Vertices are absolute; one without position is where its
 * incoming particle was made, or at the position of the event.
 * @see A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310; HepMC3 src/ReaderAscii.cc,
 * src/GenVertex.cc.
 */
export const hepmc3Parser: MakeParser = (source, info, emit) => {
  const fields = new Fields(source);
  const event = new RawEvent(source);
  const vertices = new Map<number, Vertex>();
  /** Row of each particle id, and the parent it names. */
  const rows = new Map<number, number>();
  const parents: number[] = [];
  let units = defaultHepmcUnits;
  let origin = noPosition;
  let awaitsWeight = false;
  let particleCount = 0;
  let vertexCount = 0;
  let incomingCount = 0;

  function startEvent(): void {
    const number = fields.integer(
      1,
      'the event number',
      Number.MIN_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    );
    vertexCount = readCount(fields, 2, 'vertices', source);
    particleCount = readCount(fields, 3, 'particles', source);
    event.clear(number, 1);
    // Its unit is named only in the next line.
    origin =
      fields.text(4) === '@'
        ? readHepmcPosition(fields, 5, { momentum: 1, length: 1 })
        : noPosition;
    vertices.clear();
    rows.clear();
    parents.length = 0;
    awaitsWeight = true;
    incomingCount = 0;
  }

  function vertex(text: string): void {
    const id = fields.integer(1, 'the vertex id', -vertexCount, -1);
    fields.integer(2, 'the vertex status');
    const incoming = readList(text, source, particleCount);
    const at = text.indexOf('@');
    if (at >= 0) fields.split(text.slice(at));
    incomingCount += incoming.length;
    if (incomingCount > particleCount)
      throw source.malformed(
        `${incomingCount} particles going into vertices`,
        `at most all ${particleCount}`,
      );
    vertices.set(id, {
      incoming,
      position: at >= 0 ? readHepmcPosition(fields, 1, units) : undefined,
      rows: [],
    });
  }

  function particle(): void {
    fields.atLeast(10);
    const id = fields.integer(1, 'the particle id', 1, particleCount);
    if (rows.has(id)) throw source.malformed(`particle ${id} again`, 'each id once in an event');
    const parent = fields.integer(2, 'the parent', -vertexCount, particleCount);
    const pdg = fields.integer(3, 'the PDG code');
    const kind = hepmcRole(fields.integer(9, 'the status'));
    rows.set(id, pushHepmcParticle(fields, 4, event, units, pdg, kind));
    parents.push(parent);
  }

  /** Joins particles and vertices; both may be named before they appear. */
  function completeEvent(): void {
    if (event.size < particleCount)
      throw source.malformed(
        `the end of event ${event.number}`,
        `${particleCount} particles in it, not ${event.size}`,
      );
    for (const vertex of vertices.values())
      vertex.rows = vertex.incoming.map((id) => rows.get(id)!);
    event.linkVertices((row) => {
      const parent = parents[row]!;
      if (parent === 0) return [];
      if (parent > 0) return [rows.get(parent)!];
      const vertex = vertices.get(parent) ?? missing(parent);
      // The HepMC3 library takes a position of zero for one that is not set.
      if (vertex.position?.some((coordinate) => coordinate !== 0))
        event.place(row, ...vertex.position);
      return vertex.rows;
    });
    const [x, y, z, ct] = origin;
    event.origin = [x * units.length, y * units.length, z * units.length, ct * units.length];
    awaitsWeight = false;
  }

  function missing(id: number): never {
    throw source.malformed(
      `vertex ${id} as a parent`,
      `a line of that vertex in event ${event.number}`,
    );
  }

  function readLine(kind: string, text: string): boolean {
    if (kind === 'P') particle();
    else if (kind === 'V') vertex(text);
    else if (kind === 'U') units = readHepmcUnits(fields, source);
    else if (kind === 'W' && awaitsWeight && event.size === 0) {
      if (fields.count > 1) event.weight = fields.number(1, 'the first weight');
      awaitsWeight = false;
    } else return /^[WATN]$/.test(kind);
    return true;
  }

  return hepmcLines(
    {
      mark: 'HepMC::Asciiv3',
      letters: 'E, U, W, A, T, V or P',
      startEvent,
      readLine,
      lacksLines: () => event.size < particleCount,
      completeEvent,
    },
    { source, info, fields, event, emit },
  );
};

function readCount(fields: Fields, column: number, what: string, source: Source): number {
  const count = fields.integer(column, `the number of ${what}`, 0);
  if (count > maxParticles)
    throw source.error(
      'READER_LIMIT',
      `${count} ${what} in an event, at most ${maxParticles} are read`,
    );
  return count;
}

/** Incoming particles of a V line, `[1,2]`. */
function readList(text: string, source: Source, particleCount: number): readonly number[] {
  const list = /\[([\d,\s]*)\]/.exec(text)?.[1];
  if (list === undefined) throw source.malformed(quoted(text), 'the incoming particles like [1,2]');
  const ids = list
    .split(',')
    .filter((id) => id.trim() !== '')
    .map(Number);
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 1 || id > particleCount);
  if (wrong !== undefined)
    throw source.malformed(`particle ${wrong} coming in`, `an id from 1 to ${particleCount}`);
  return ids;
}
