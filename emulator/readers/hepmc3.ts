// kernel: runs over every line of a file; one record holds the state of the event in hand
import { Fields } from './fields.js';
import { hepmcLines, type HepmcReading, type HepmcVersion } from './hepmc-lines.js';
import {
  defaultHepmcUnits,
  type HepmcUnits,
  hepmcRole,
  pushHepmcParticle,
  readHepmcPosition,
  readHepmcUnits,
  unknownHepmcUnits,
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

/** The event in hand; vertices and particles may be named before they appear. */
interface Hepmc3Reading extends HepmcReading {
  readonly vertices: Map<number, Vertex>;
  /** Row of each particle id, and the parent that each row names. */
  readonly rows: Map<number, number>;
  readonly parents: number[];
  units: HepmcUnits;
  /** Position of the event, in units of the file: they are named only in a later line. */
  origin: Position;
  awaitsWeight: boolean;
  /** As the E line announced them. */
  particleCount: number;
  vertexCount: number;
  incomingCount: number;
}

/**
 * HepMC3 ASCII (`Asciiv3`). A particle names where it comes from: a vertex (negative), its only
 * parent (positive) or nothing (0). Vertices are absolute; one without position is where its
 * incoming particle was made, or at the position of the event.
 * @see A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310; HepMC3 src/ReaderAscii.cc,
 * src/GenVertex.cc.
 */
export const hepmc3Parser: MakeParser = (source, info, sink) =>
  hepmcLines<Hepmc3Reading>(version, {
    source,
    info,
    sink,
    fields: new Fields(source),
    event: new RawEvent(source),
    inEvent: false,
    isSkipping: false,
    awaitsEndMark: false,
    vertices: new Map(),
    rows: new Map(),
    parents: [],
    units: defaultHepmcUnits,
    origin: noPosition,
    awaitsWeight: false,
    particleCount: 0,
    vertexCount: 0,
    incomingCount: 0,
  });

const version: HepmcVersion<Hepmc3Reading> = {
  mark: 'HepMC::Asciiv3',
  letters: 'E, U, W, A, T, V or P',
  startEvent,
  readLine,
  lacksLines: ({ event, particleCount }) => event.size < particleCount,
  completeEvent,
};

/** E number nVertices nParticles [@ x y z ct] */
function startEvent(reading: Hepmc3Reading): void {
  const { source, fields, event } = reading;
  const number = fields.eventNumber(1);
  reading.vertexCount = readCount(fields, 2, 'vertices', source);
  reading.particleCount = readCount(fields, 3, 'particles', source);
  event.clear(number, 1);
  reading.origin =
    fields.text(4) === '@' ? readHepmcPosition(fields, 5, { momentum: 1, length: 1 }) : noPosition;
  reading.vertices.clear();
  reading.rows.clear();
  reading.parents.length = 0;
  reading.awaitsWeight = true;
  reading.incomingCount = 0;
}

function readLine(reading: Hepmc3Reading, kind: string, text: string): boolean {
  const { source, fields, event } = reading;
  if (kind === 'P') readParticle(reading);
  else if (kind === 'V') readVertex(reading, text);
  else if (kind === 'U') {
    reading.units = unknownHepmcUnits;
    reading.units = readHepmcUnits(fields, source);
  } else if (kind === 'W' && reading.awaitsWeight && event.size === 0) {
    if (fields.count > 1) event.weight = fields.number(1, 'the first weight');
    reading.awaitsWeight = false;
  } else return /^[WATN]$/.test(kind);
  return true;
}

/** V id status [incoming] [@ x y z ct] */
function readVertex(reading: Hepmc3Reading, text: string): void {
  const { source, fields, vertices, units, vertexCount, particleCount } = reading;
  const id = fields.integer(1, 'the vertex id', -vertexCount, -1);
  fields.integer(2, 'the vertex status');
  const incoming = readList(text, source, particleCount);
  const at = text.indexOf('@');
  if (at >= 0) fields.split(text.slice(at));
  reading.incomingCount += incoming.length;
  if (reading.incomingCount > particleCount)
    throw source.malformed(
      `${reading.incomingCount} particles going into vertices`,
      `at most all ${particleCount}`,
    );
  const position = at >= 0 ? readHepmcPosition(fields, 1, units) : undefined;
  vertices.set(id, { incoming, position, rows: [] });
}

/** P id parent pdg px py pz e m status */
function readParticle(reading: Hepmc3Reading): void {
  const { source, fields, event, rows, parents, units, vertexCount, particleCount } = reading;
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
function completeEvent(reading: Hepmc3Reading): void {
  const { source, event, vertices, rows, units, particleCount } = reading;
  if (event.size < particleCount)
    throw source.malformed(
      `the end of event ${event.number}`,
      `${particleCount} particles in it, not ${event.size}`,
    );
  for (const vertex of vertices.values()) vertex.rows = vertex.incoming.map((id) => rows.get(id)!);
  event.linkVertices((row) => incomingOf(reading, row));
  event.placeAll(reading.origin, units.length);
  reading.awaitsWeight = false;
}

/** Rows that go into the vertex where a row comes from; places the row there. */
function incomingOf(reading: Hepmc3Reading, row: number): readonly number[] {
  const { event, parents, rows, vertices } = reading;
  const parent = parents[row]!;
  if (parent === 0) return [];
  if (parent > 0) return [rows.get(parent)!];
  const vertex = vertices.get(parent);
  if (vertex === undefined) throw missingVertex(reading, parent);
  // The HepMC3 library takes a position of zero for one that is not set.
  if (vertex.position?.some((coordinate) => coordinate !== 0)) event.place(row, ...vertex.position);
  return vertex.rows;
}

function missingVertex({ source, event }: Hepmc3Reading, id: number): Error {
  return source.malformed(
    `vertex ${id} as a parent`,
    `a line of that vertex in event ${event.number}`,
  );
}

function readCount(fields: Fields, column: number, what: string, source: Source): number {
  const count = fields.integer(column, `the number of ${what}`, 0);
  if (count > maxParticles) throw source.tooMany(count, what);
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
