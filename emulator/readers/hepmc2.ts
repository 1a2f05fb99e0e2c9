// kernel: runs over every line of a file; one record holds the state of the event in hand
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
import type { MakeParser } from './parser.js';
import { RawEvent, role } from './raw-event.js';
import { maxParticles, quoted } from './source.js';

/** Barcodes above this are secondaries of Geant4 in the files of the LHC experiments. */
const lastGeneratorBarcode = 200_000;

type Position = readonly [number, number, number, number];

/** Weight names, cross section, heavy ions and parton distributions. */
const passedOver: ReadonlySet<number> = new Set([letters.N, letters.C, letters.H, letters.F]);

/** The event in hand: its particles by barcode, and what its last V line announced. */
interface Hepmc2Reading extends HepmcReading {
  /** Rows of the particles that end in each vertex, by its barcode. */
  readonly endsIn: Map<number, number[]>;
  /** Per row: barcode of the vertex that made it, or 0. */
  readonly madeBy: number[];
  readonly beamBarcodes: Set<number>;
  /** Whether a weight's name goes on in the next line. */
  isInName: boolean;
  units: HepmcUnits;
  sawUnits: boolean;
  /** Vertices that the E line announced, and those read. */
  vertexCount: number;
  vertices: number;
  vertexBarcode: number;
  vertexPosition: Position;
  /** Particles still to come of the vertex in hand, and how many of them no vertex made. */
  listed: number;
  orphans: number;
}

/**
 * HepMC2 ASCII (`IO_GenEvent`). Each vertex is followed by its particles: first incoming ones that
 * no vertex made, then outgoing ones; a particle names the vertex where it ends. H, F, C and N
 * lines are passed over.
 * @see M. Dobbs and J. B. Hansen, Comput. Phys. Commun. 134 (2001) 41; HepMC 2.06 user manual,
 * "IO_GenEvent".
 */
export const hepmc2Parser: MakeParser = (input) =>
  hepmcLines<Hepmc2Reading>(version, {
    ...input,
    event: new RawEvent(input.source),
    inEvent: false,
    isSkipping: false,
    awaitsEndMark: false,
    endsIn: new Map(),
    madeBy: [],
    beamBarcodes: new Set(),
    isInName: false,
    units: defaultHepmcUnits,
    sawUnits: false,
    vertexCount: 0,
    vertices: 0,
    vertexBarcode: 0,
    vertexPosition: [0, 0, 0, 0],
    listed: 0,
    orphans: 0,
  });

const version: HepmcVersion<Hepmc2Reading> = {
  mark: 'HepMC::IO_GenEvent',
  letters: 'E, N, U, C, H, F, V or P',
  startEvent,
  readLine,
  lacksLines: ({ listed, vertices, vertexCount }) => listed > 0 || vertices < vertexCount,
  completeEvent,
};

/**
 * E number mpi scale alphaQCD alphaQED process vertex VERTICES beam1 beam2 nRandom random…
 * nWeights weight…
 */
function startEvent(reading: Hepmc2Reading): void {
  const { source, fields, event, beamBarcodes } = reading;
  if (fields.count === 4 || fields.text(4) === '@')
    throw source.error(
      'READER_UNKNOWN_FORMAT',
      'an event of HepMC3 under the start mark of HepMC2: put ' +
        'HepMC::Asciiv3-START_EVENT_LISTING in place of that line',
    );
  const number = fields.eventNumber(1);
  reading.vertexCount = fields.integer(8, 'the number of vertices', 0);
  const randoms = fields.integer(11, 'the number of random states', 0, fields.count);
  const weights = fields.integer(12 + randoms, 'the number of weights', 0, fields.count);
  event.clear(number, weights > 0 ? fields.number(13 + randoms, 'the first weight') : 1);
  beamBarcodes.clear();
  for (const column of [9, 10]) beamBarcodes.add(fields.integer(column, 'a beam particle'));
  beamBarcodes.delete(0);
  reading.endsIn.clear();
  reading.madeBy.length = 0;
  reading.orphans = reading.listed = reading.vertices = 0;
  reading.isInName = false;
}

function readLine(reading: Hepmc2Reading, letter: number): boolean {
  const { source, fields } = reading;
  if (reading.isInName && !/^(V -\d|U [GM]EV )/.test(fields.line)) {
    reading.isInName = !hasOpenQuote(fields.line);
    return true;
  }
  reading.isInName = letter === letters.N && hasOpenQuote(fields.line);
  if (letter === letters.P) {
    if (reading.vertices === 0) throw source.malformed(quoted(fields.line), 'a V line before it');
    readParticle(reading);
  } else if (letter === letters.V) readVertex(reading);
  else if (letter === letters.U) {
    reading.units = unknownHepmcUnits;
    reading.units = readHepmcUnits(fields, source);
    reading.sawUnits = true;
  } else return passedOver.has(letter);
  return true;
}

/** Names of weights stand between quotes, and some generators put line breaks into them. */
function hasOpenQuote(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** V barcode id x y z ct nOrphans nOutgoing … */
function readVertex(reading: Hepmc2Reading): void {
  const { fields } = reading;
  checkListed(reading);
  reading.vertexBarcode = fields.integer(1, 'the vertex barcode', undefined, -1);
  reading.vertexPosition = readHepmcPosition(fields, 3, reading.units);
  reading.orphans = fields.integer(7, 'the number of orphans', 0, maxParticles);
  const outgoing = fields.integer(8, 'the number of outgoing particles', 0, maxParticles);
  reading.listed = reading.orphans + outgoing;
  reading.vertices++;
}

/** P barcode pdg px py pz e m status theta phi endVertex … */
function readParticle(reading: Hepmc2Reading): void {
  const { source, fields, event, units, beamBarcodes } = reading;
  if (event.size >= maxParticles)
    throw source.error('READER_LIMIT', `more than ${maxParticles} particles in an event`);
  fields.atLeast(12);
  const barcode = fields.integer(1, 'the particle barcode');
  const pdg = fields.integer(2, 'the PDG code');
  const byStatus = hepmcRole(fields.integer(8, 'the status'));
  const byBarcode =
    barcode > lastGeneratorBarcode && byStatus !== role.intermediate ? role.secondary : byStatus;
  const end = fields.integer(11, 'the end vertex');
  // IO_HEPEVT names particles 1 and 2 beams whatever they are, the products of a collision too.
  const isBeam = beamBarcodes.has(barcode) && (byStatus !== role.final || end !== 0);
  const kind = isBeam ? role.beam : byBarcode;
  const row = pushHepmcParticle(fields, 3, event, units, pdg, kind);
  joinVertices(reading, row, end);
}

/** Notes where a row comes from, which is the vertex in hand unless it goes into it, and ends. */
function joinVertices(reading: Hepmc2Reading, row: number, end: number): void {
  const { event, madeBy, endsIn, vertexBarcode, vertexPosition } = reading;
  const isOrphan = reading.orphans > 0;
  madeBy.push(isOrphan ? 0 : vertexBarcode);
  // The HepMC libraries take a position of zero for one that is not set.
  if (!isOrphan && vertexPosition.some((coordinate) => coordinate !== 0))
    event.place(row, ...vertexPosition);
  if (isOrphan) reading.orphans--;
  reading.listed--;
  if (end === 0) return;
  const ending = endsIn.get(end);
  if (ending) ending.push(row);
  else endsIn.set(end, [row]);
}

/** Pythia 8 is known to list more particles than it announces; fewer means that lines are lost. */
function checkListed({ source, listed, vertexBarcode }: Hepmc2Reading): void {
  if (listed > 0)
    throw source.malformed(`the end of vertex ${vertexBarcode}`, `${listed} more particles of it`);
}

/** Links rows to those that go into the vertex they come out of. */
function linkRows({ event, endsIn, madeBy }: Hepmc2Reading): void {
  const joined = new Set<number>();
  let vertex = 0;
  let mothers: readonly number[] = [];
  for (let row = 0; row < event.size; row++) {
    // Particles stand behind their vertex, so the next one mostly comes out of the same.
    if (madeBy[row] !== vertex) {
      vertex = madeBy[row]!;
      mothers = endsIn.get(vertex) ?? [];
    }
    if (mothers.length === 1) event.link(mothers[0]!, row);
    else if (event.linkVertex(row, mothers, 0, mothers.length, joined.has(vertex)))
      joined.add(vertex);
  }
}

function completeEvent(reading: Hepmc2Reading): void {
  const { source, info, event, vertices, vertexCount } = reading;
  checkListed(reading);
  if (vertices < vertexCount)
    throw source.malformed(
      `the end of event ${event.number}`,
      `${vertexCount} vertices in it, not ${vertices}`,
    );
  linkRows(reading);
  if (!reading.sawUnits)
    info.notes.add(
      'READER_NO_UNITS',
      'the file names no units: GeV and mm are taken, the default of HepMC 2',
    );
}
