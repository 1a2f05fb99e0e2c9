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
import { RawEvent, role } from './raw-event.js';
import { maxParticles, quoted } from './source.js';

/** Barcodes above this are secondaries of Geant4 in the files of the LHC experiments. */
const lastGeneratorBarcode = 200_000;

/**
 * HepMC2 ASCII (`IO_GenEvent`). Each vertex is followed by its particles: first incoming ones that
 * no vertex made, then outgoing ones; a particle names the vertex where it ends. H, F, C and N
 * lines are passed over.
 * @see M. Dobbs and J. B. Hansen, Comput. Phys. Commun. 134 (2001) 41; HepMC 2.06 user manual,
 * "IO_GenEvent".
 */
export const hepmc2Parser: MakeParser = (source, info, emit) => {
  const fields = new Fields(source);
  const event = new RawEvent(source);
  /** Rows of the particles that end in each vertex, by its barcode. */
  const endsIn = new Map<number, number[]>();
  /** Per row: barcode of the vertex that made it, or 0. */
  const madeBy: number[] = [];
  const beamBarcodes = new Set<number>();
  let units = defaultHepmcUnits;
  let sawUnits = false;
  let vertexCount = 0;
  let vertexBarcode = 0;
  let vertexPosition: readonly [number, number, number, number] = [0, 0, 0, 0];
  let orphans = 0;
  let listed = 0;
  let vertices = 0;

  /**
   * E number mpi scale alphaQCD alphaQED process vertex VERTICES beam1 beam2 nRandom random…
   * nWeights weight…
   */
  function startEvent(): void {
    const number = fields.integer(
      1,
      'the event number',
      Number.MIN_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    );
    vertexCount = fields.integer(8, 'the number of vertices', 0);
    const randoms = fields.integer(11, 'the number of random states', 0, fields.count);
    const weights = fields.integer(12 + randoms, 'the number of weights', 0, fields.count);
    event.clear(number, weights > 0 ? fields.number(13 + randoms, 'the first weight') : 1);
    beamBarcodes.clear();
    for (const column of [9, 10]) beamBarcodes.add(fields.integer(column, 'a beam particle'));
    beamBarcodes.delete(0);
    endsIn.clear();
    madeBy.length = 0;
    orphans = listed = vertices = 0;
  }

  /** V barcode id x y z ct nOrphans nOutgoing … */
  function vertex(): void {
    checkListed();
    vertexBarcode = fields.integer(1, 'the vertex barcode', undefined, -1);
    vertexPosition = readHepmcPosition(fields, 3, units);
    orphans = fields.integer(7, 'the number of orphans', 0, maxParticles);
    listed = orphans + fields.integer(8, 'the number of outgoing particles', 0, maxParticles);
    vertices++;
  }

  /** P barcode pdg px py pz e m status theta phi endVertex … */
  function particle(): void {
    if (event.size >= maxParticles)
      throw source.error('READER_LIMIT', `more than ${maxParticles} particles in an event`);
    fields.atLeast(12);
    const barcode = fields.integer(1, 'the particle barcode');
    const pdg = fields.integer(2, 'the PDG code');
    const byStatus = hepmcRole(fields.integer(8, 'the status'));
    const byBarcode =
      barcode > lastGeneratorBarcode && byStatus !== role.intermediate ? role.secondary : byStatus;
    const row = pushHepmcParticle(
      fields,
      3,
      event,
      units,
      pdg,
      beamBarcodes.has(barcode) ? role.beam : byBarcode,
    );
    const isOrphan = orphans > 0;
    madeBy.push(isOrphan ? 0 : vertexBarcode);
    // The HepMC libraries take a position of zero for one that is not set.
    if (!isOrphan && vertexPosition.some((coordinate) => coordinate !== 0))
      event.place(row, ...vertexPosition);
    if (isOrphan) orphans--;
    listed--;
    const end = fields.integer(11, 'the end vertex');
    const ending = endsIn.get(end);
    if (ending) ending.push(row);
    else if (end !== 0) endsIn.set(end, [row]);
  }

  /**
   * Pythia 8 is known to list more particles than it announces; fewer means that lines are lost.
   */
  function checkListed(): void {
    if (listed > 0)
      throw source.malformed(
        `the end of vertex ${vertexBarcode}`,
        `${listed} more particles of it`,
      );
  }

  function completeEvent(): void {
    checkListed();
    if (vertices < vertexCount)
      throw source.malformed(
        `the end of event ${event.number}`,
        `${vertexCount} vertices in it, not ${vertices}`,
      );
    event.linkVertices((row) => endsIn.get(madeBy[row]!) ?? []);
    if (!sawUnits)
      info.notes.add('the file names no units: GeV and mm are taken, the default of HepMC 2');
  }

  function readLine(kind: string, text: string): boolean {
    if (kind === 'P') {
      if (vertices === 0) throw source.malformed(quoted(text), 'a V line before it');
      particle();
    } else if (kind === 'V') vertex();
    else if (kind === 'U') {
      units = readHepmcUnits(fields, source);
      sawUnits = true;
    } else return /^[NCHF]$/.test(kind);
    return true;
  }

  return hepmcLines(
    {
      mark: 'HepMC::IO_GenEvent',
      letters: 'E, N, U, C, H, F, V or P',
      startEvent,
      readLine,
      lacksLines: () => listed > 0 || vertices < vertexCount,
      completeEvent,
    },
    { source, info, fields, event, emit },
  );
};
