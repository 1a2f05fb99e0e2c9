// kernel: runs over every line of a file; one record holds the state of the event in hand
import type { Fields } from './fields.js';
import { hepmcLines, type HepmcReading, type HepmcVersion, letters } from './hepmc-lines.js';
import {
  defaultHepmcUnits,
  type HepmcUnits,
  hepmcRole,
  pushHepmcParticle,
  readHepmcPosition,
  readHepmcUnits,
  unknownHepmcUnits,
} from './hepmc-units.js';
import { Hepmc3Vertices } from './hepmc3-vertices.js';
import { IntList } from './int-list.js';
import type { MakeParser } from './parser.js';
import { RawEvent } from './raw-event.js';
import { maxParticles, quoted, type Source } from './source.js';

type Position = readonly [number, number, number, number];

const atSign = 64;

const noPosition: Position = [0, 0, 0, 0];

/** Further weights, attributes, tools and weight names. */
const passedOver: ReadonlySet<number> = new Set([letters.W, letters.A, letters.T, letters.N]);

/** The event in hand; vertices and particles may be named before they appear. */
interface Hepmc3Reading extends HepmcReading {
  readonly vertices: Hepmc3Vertices;
  /** Row of each particle by its id, −1 before it appears, and the parent that each row names. */
  rows: Int32Array;
  readonly parents: IntList;
  units: HepmcUnits;
  /** Position of the event, in units of the file: they are named only in a later line. */
  origin: Position;
  awaitsWeight: boolean;
  /** As the E line announced them. */
  particleCount: number;
  vertexCount: number;
}

/**
 * HepMC3 ASCII (`Asciiv3`). A particle names where it comes from: a vertex (negative), its only
 * parent (positive) or nothing (0). Vertices are absolute; one without position is where its
 * incoming particle was made, or at the position of the event.
 * @see A. Buckley et al., Comput. Phys. Commun. 260 (2021) 107310; HepMC3 src/ReaderAscii.cc,
 * src/GenVertex.cc.
 */
export const hepmc3Parser: MakeParser = (input) =>
  hepmcLines<Hepmc3Reading>(version, {
    ...input,
    event: new RawEvent(input.source),
    inEvent: false,
    isSkipping: false,
    awaitsEndMark: false,
    vertices: new Hepmc3Vertices(),
    rows: new Int32Array(0),
    parents: new IntList(),
    units: defaultHepmcUnits,
    origin: noPosition,
    awaitsWeight: false,
    particleCount: 0,
    vertexCount: 0,
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
  reading.vertices.clear(reading.vertexCount);
  if (reading.rows.length <= reading.particleCount)
    reading.rows = new Int32Array(2 * reading.particleCount + 1);
  reading.rows.fill(-1, 0, reading.particleCount + 1);
  reading.parents.clear();
  reading.awaitsWeight = true;
}

function readLine(reading: Hepmc3Reading, letter: number): boolean {
  const { source, fields, event } = reading;
  if (letter === letters.P) readParticle(reading);
  else if (letter === letters.V) readVertex(reading);
  else if (letter === letters.U) {
    reading.units = unknownHepmcUnits;
    reading.units = readHepmcUnits(fields, source);
  } else if (letter === letters.W && reading.awaitsWeight && event.size === 0) {
    if (fields.count > 1) event.weight = fields.number(1, 'the first weight');
    reading.awaitsWeight = false;
  } else return passedOver.has(letter);
  return true;
}

/** V id status [incoming] [@ x y z ct] */
function readVertex(reading: Hepmc3Reading): void {
  const { fields, vertices, units, vertexCount } = reading;
  const vertex = -fields.integer(1, 'the vertex id', -vertexCount, -1);
  fields.integer(2, 'the vertex status');
  const isUsual = fields.count === 4 || isPlaced(fields);
  readIncoming(reading, isUsual);
  vertices.add(vertex);
  if (isUsual && fields.count > 4) vertices.place(vertex, readHepmcPosition(fields, 5, units));
  if (isUsual) return;
  const at = fields.line.indexOf('@');
  if (at < 0) return;
  fields.narrow(at);
  vertices.place(vertex, readHepmcPosition(fields, 1, units));
}

/** Whether the fifth column begins a place that is numbers. */
const isPlaced = (fields: Fields): boolean =>
  fields.letter(4) === atSign && fields.areNumbers(5, 4);

/** Incoming particles of a V line. @param isUsual whether they can only be in its fourth column. */
function readIncoming(
  { fields, vertices, source, particleCount }: Hepmc3Reading,
  isUsual: boolean,
) {
  const { incoming } = vertices;
  if (!isUsual || !fields.list(3, incoming, particleCount))
    readList(fields, incoming, source, particleCount);
  if (incoming.length > particleCount)
    throw source.malformed(
      `${incoming.length} particles going into vertices`,
      `at most all ${particleCount}`,
    );
}

/** P id parent pdg px py pz e m status */
function readParticle(reading: Hepmc3Reading): void {
  const { source, fields, event, rows, parents, units, vertexCount, particleCount } = reading;
  fields.atLeast(10);
  const id = fields.integer(1, 'the particle id', 1, particleCount);
  if (rows[id]! >= 0) throw source.malformed(`particle ${id} again`, 'each id once in an event');
  const parent = fields.integer(2, 'the parent', -vertexCount, particleCount);
  const pdg = fields.integer(3, 'the PDG code');
  const kind = hepmcRole(fields.integer(9, 'the status'));
  rows[id] = pushHepmcParticle(fields, 4, event, units, pdg, kind);
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
  vertices.resolve(rows);
  for (let row = 0; row < event.size; row++) joinRow(reading, row);
  event.placeAll(reading.origin, units.length);
  reading.awaitsWeight = false;
}

/** Places a row at the vertex that it comes out of, and links it to what goes into that. */
function joinRow(reading: Hepmc3Reading, row: number): void {
  const { event, parents, rows, vertices } = reading;
  const parent = parents.values[row]!;
  if (parent > 0) event.link(rows[parent]!, row);
  if (parent >= 0) return;
  if (!vertices.has(-parent)) throw missingVertex(reading, parent);
  vertices.bear(-parent, event, row);
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

/** Incoming particles of a V line, `[1,2]`, however it is written. */
function readList(fields: Fields, ids: IntList, source: Source, particleCount: number): void {
  const list = /\[([\d,\s]*)\]/.exec(fields.line)?.[1];
  if (list === undefined)
    throw source.malformed(quoted(fields.line), 'the incoming particles like [1,2]');
  for (const word of list.split(',')) {
    if (word.trim() === '') continue;
    const id = Number(word);
    if (!Number.isInteger(id) || id < 1 || id > particleCount)
      throw source.malformed(`particle ${id} coming in`, `an id from 1 to ${particleCount}`);
    ids.push(id);
  }
}
