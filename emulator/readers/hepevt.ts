// kernel: runs over every line of a file; one record holds the state of the event in hand
import { GeV, mm } from '../../detector/base/units.js';
import type { MakeParser, ParserInput } from './parser.js';
import { electronPdg, RawEvent, type Role, role } from './raw-event.js';
import { maxParticles, quoted } from './source.js';

/**
 * In which column each quantity stands; energy absent: from mass and momentum. Lengths in mm, time
 * in mm/c.
 */
interface Layout {
  readonly name: string;
  readonly pdg: number;
  readonly px: number;
  readonly mass: number;
  readonly energy?: number;
  readonly status?: number;
  readonly mothers?: number;
  readonly daughters?: number;
  readonly vertex?: number;
  readonly time?: number;
  /** Whether a particle's vertex stands in a line of its own. */
  readonly hasVertexLine?: true;
}

/**
 * Layouts by number of columns.
 * @see T. Sjöstrand et al., CERN 89-08 vol. 3 (the HEPEVT common block); basf2 generators/hepevt
 * (6, 8, 9, 15 columns); 8 columns are also what Geant4's G4HEPEvtInterface reads; 11 are the first
 * of two lines of HepMC3's WriterHEPEVT.
 */
const layouts: Readonly<Record<number, Layout>> = {
  6: { name: 'px py pz E m id', px: 0, energy: 3, mass: 4, pdg: 5 },
  8: {
    name: 'isthep idhep jdahep1 jdahep2 px py pz m',
    status: 0,
    pdg: 1,
    daughters: 2,
    px: 4,
    mass: 7,
  },
  9: { name: 'x y z px py pz m E id', vertex: 0, px: 3, mass: 6, energy: 7, pdg: 8 },
  11: {
    name: 'isthep … m, then a line vx vy vz vt',
    status: 0,
    pdg: 1,
    mothers: 2,
    daughters: 4,
    px: 6,
    energy: 9,
    mass: 10,
    hasVertexLine: true,
  },
  15: {
    name: 'isthep … m vx vy vz vt',
    status: 0,
    pdg: 1,
    mothers: 2,
    daughters: 4,
    px: 6,
    energy: 9,
    mass: 10,
    vertex: 11,
    time: 14,
  },
};

const letterE = 69;

/** Momenta of beams and of all that they made are the same within this share of the energy. */
const sameMomentum = 1e-3;

/** The event in hand, and what of it is still to come. */
interface HepevtReading extends ParserInput {
  readonly event: RawEvent;
  /** First and last daughter of each row, from 1; 0 for none. */
  readonly firstDaughter: number[];
  readonly lastDaughter: number[];
  readonly hasMother: boolean[];
  /** Particles that the head announced; −1 before a head. */
  expected: number;
  /** Events begun, those passed over too. */
  eventCount: number;
  /** Whether the next line is the vertex of the last particle. */
  awaitsVertex: boolean;
  /** Whether an event was passed over, and lines are until the head of the next. */
  isSkipping: boolean;
  /** Form of the event's first particle, which all must have. */
  layout: Layout | undefined;
}

/**
 * HEPEVT as text: a head line (`E number count`, `number count [weight]` or only `count`), then one
 * line per particle in the long form or one of the reduced ones, told apart by their columns. `#`
 * begins a comment; commas and semicolons separate like blanks.
 */
export const hepevtParser: MakeParser = (input) => {
  const reading: HepevtReading = {
    ...input,
    event: new RawEvent(input.source),
    firstDaughter: [],
    lastDaughter: [],
    hasMother: [],
    expected: -1,
    eventCount: 0,
    awaitsVertex: false,
    isSkipping: false,
    layout: undefined,
  };
  return {
    isList: true,
    line: () => readLine(reading),
    end: (isWhole) => end(reading, isWhole),
  };
};

function readLine(reading: HepevtReading): void {
  const { fields } = reading;
  if (fields.count === 0) return;
  if (reading.isSkipping && !isHepevtHead(fields.line.trim())) return;
  reading.isSkipping = false;
  const isInside = reading.expected >= 0;
  try {
    readColumns(reading);
  } catch (error) {
    reading.expected = -1;
    reading.awaitsVertex = false;
    reading.isSkipping = true;
    reading.sink.passOver(error);
    // Where lines are missing, the head of the next event stands in place of a particle.
    if (isInside && isHepevtHead(fields.line.trim())) readLine(reading);
  }
}

function readColumns(reading: HepevtReading): void {
  if (reading.expected < 0) readHead(reading);
  else if (reading.awaitsVertex) readVertexLine(reading);
  else readParticle(reading);
  if (reading.event.size < reading.expected || reading.awaitsVertex) return;
  finishEvent(reading);
}

/** `E number count`, or one to three numbers; a comment may follow. */
export function isHepevtHead(text: string): boolean {
  return /^(E\s+-?\d+\s+\d+|\d+|-?\d+[\s,;]+\d+([\s,;]+[-+\d.eEdD]+)?)\s*(#.*)?$/.test(text);
}

function readHead(reading: HepevtReading): void {
  const { source, fields, event } = reading;
  const marked = fields.letter(0) === letterE ? 1 : 0;
  const columns = fields.count - marked;
  if (columns < 1 || columns > 3)
    throw source.malformed(
      quoted(fields.line),
      'the head of an event: number of particles, or event number and number of particles',
    );
  const countColumn = marked + (columns === 1 ? 0 : 1);
  const count = fields.integer(countColumn, 'the number of particles', 0);
  if (count > maxParticles) throw source.tooMany(count, 'particles');
  const number = columns === 1 ? reading.eventCount : fields.eventNumber(marked);
  event.clear(number, columns === 3 ? fields.number(marked + 2, 'the weight') : 1);
  reading.firstDaughter.length = reading.lastDaughter.length = reading.hasMother.length = 0;
  reading.expected = count;
  reading.eventCount++;
  reading.layout = undefined;
}

function readParticle(reading: HepevtReading): void {
  const { fields, event } = reading;
  const layout = layouts[fields.count];
  if (!fields.isPlain && fields.line.includes(',')) refuseDecimalCommas(reading, fields.line);
  if (layout === undefined || (reading.layout !== undefined && reading.layout !== layout))
    throw wrongColumns(reading);
  reading.layout = layout;
  const px = fields.number(layout.px, 'px') * GeV;
  const py = fields.number(layout.px + 1, 'py') * GeV;
  const pz = fields.number(layout.px + 2, 'pz') * GeV;
  const mass = fields.number(layout.mass, 'the mass') * GeV;
  const energy =
    layout.energy === undefined
      ? Math.sqrt(px ** 2 + py ** 2 + pz ** 2 + mass ** 2)
      : fields.number(layout.energy, 'the energy') * GeV;
  const pdg = fields.integer(layout.pdg, 'the PDG code');
  const status = layout.status === undefined ? 1 : fields.integer(layout.status, 'isthep');
  const mother = readIndex(reading, layout.mothers, 'jmohep1');
  const row = event.push(pdg, hepevtRole(status), px, py, pz, energy);
  readRelatives(reading, layout, row, mother);
  if (layout.vertex !== undefined) {
    const time = layout.time === undefined ? 0 : fields.coordinate(layout.time, 'vt');
    placeParticle(reading, row, layout.vertex, time);
  }
  reading.awaitsVertex = layout.hasVertexLine === true;
}

/** Commas separate columns; two whole words of the form 1,5 mean decimals. */
function refuseDecimalCommas({ source }: HepevtReading, text: string): void {
  const words = text.trim().split(/\s+/);
  if (words.filter((word) => /^[-+]?\d+,\d+([eEdD][-+]?\d+)?$/.test(word)).length < 2) return;
  throw source.malformed(quoted(text), 'points in numbers: decimal commas are not read');
}

/** Number of another particle, from 1; 0 for none and for a column that the form does not have. */
function readIndex(
  { fields, expected }: HepevtReading,
  column: number | undefined,
  name: string,
): number {
  return column === undefined ? 0 : fields.integer(column, name, 0, expected);
}

function readRelatives(
  reading: HepevtReading,
  { mothers, daughters }: Layout,
  row: number,
  mother: number,
): void {
  const { event } = reading;
  const second = readIndex(reading, mothers && mothers + 1, 'jmohep2');
  if (mother > 0) event.link(mother - 1, row);
  if (second > 0 && second !== mother) event.link(second - 1, row);
  reading.hasMother.push(mother > 0);
  reading.firstDaughter.push(readIndex(reading, daughters, 'jdahep1'));
  reading.lastDaughter.push(readIndex(reading, daughters && daughters + 1, 'jdahep2'));
}

function readVertexLine(reading: HepevtReading): void {
  const { source, fields, event } = reading;
  if (fields.count !== 4)
    throw source.malformed(
      `${fields.count} columns in ${quoted(fields.line)}`,
      'the vertex of the particle before: vx vy vz vt',
    );
  placeParticle(reading, event.size - 1, 0, fields.coordinate(3, 'vt'));
  reading.awaitsVertex = false;
}

function placeParticle(
  { fields, event }: HepevtReading,
  row: number,
  column: number,
  time: number,
): void {
  event.place(
    row,
    fields.coordinate(column, 'vx') * mm,
    fields.coordinate(column + 1, 'vy') * mm,
    fields.coordinate(column + 2, 'vz') * mm,
    time * mm,
  );
}

function wrongColumns({ source, fields, layout }: HepevtReading): Error {
  const forms = Object.entries(layouts).map(([count, { name }]) => `${count} (${name})`);
  return source.malformed(
    `${fields.count} columns in ${quoted(fields.line)}`,
    layout ? `columns as in the event's first particle (${layout.name})` : forms.join(', '),
  );
}

function finishEvent(reading: HepevtReading): void {
  const { info, event, layout } = reading;
  linkDaughters(reading);
  if (layout !== undefined && layout.vertex === undefined && !layout.hasVertexLine)
    info.notes.add('READER_NO_VERTICES', 'particles have no vertices in this form of HEPEVT');
  if (layout !== undefined && layout.status === undefined && markLeadingBeams(event))
    info.notes.add(
      'READER_LEADING_BEAMS',
      'the two leading e+ and e- of an event have the momentum of all others together: they ' +
        'are its beams',
    );
  reading.expected = -1;
  reading.sink.take(event);
}

/**
 * Forms without a status have no mark for beams, yet some generators list them first. Returns
 * whether the event has such a pair.
 */
function markLeadingBeams({ size, pdg, role: roles, px, py, pz, energy }: RawEvent): boolean {
  if (size < 3 || pdg[0]! + pdg[1]! !== 0 || Math.abs(pdg[0]!) !== electronPdg) return false;
  const difference = [px, py, pz, energy].map((column) => {
    const sum = column.subarray(0, size).reduce((total, value) => total + value, 0);
    return sum - 2 * (column[0]! + column[1]!);
  });
  const largest = sameMomentum * (energy[0]! + energy[1]!);
  if (!difference.every((value) => Math.abs(value) < largest)) return false;
  roles[0] = roles[1] = role.beam;
  return true;
}

/** Daughter ranges make links where daughters do not name a mother themselves. */
function linkDaughters(reading: HepevtReading): void {
  const { source, event, firstDaughter, lastDaughter, hasMother } = reading;
  let links = 0;
  for (let row = 0; row < event.size; row++) {
    const first = firstDaughter[row]!;
    const last = lastDaughter[row]! || first;
    if (first === 0 && last > 0)
      throw source.malformed(
        `daughters ${first} to ${last} of particle ${row + 1}`,
        'a first daughter where there is a last',
      );
    if (first === 0) continue;
    event.link(row, first - 1);
    // PYTHIA names two daughters that do not stand together with the larger number first.
    const next = first > last ? last : first + 1;
    links += Math.max(0, last - next + 1);
    // Strings share their daughters, so ranges overlap, but not all with all.
    if (links > 4 * maxParticles)
      throw source.malformed('daughters of all particles together', 'fewer');
    for (let daughter = next; daughter <= last; daughter++) {
      if (!hasMother[daughter - 1]) event.link(row, daughter - 1);
    }
  }
}

function end({ source, info, event, expected }: HepevtReading, isWhole: boolean): void {
  if (expected >= 0) throw source.truncated(`inside event ${event.number}`);
  if (!isWhole)
    info.notes.add(
      'READER_NO_LINE_END',
      'the last line has no line end: its last number may have been cut',
    );
}

/**
 * ISTHEP: 1 final, 2 decayed, 3 documentation, above 200 free for the tracking of a simulation; 4
 * is what HepMC writes for a beam.
 */
function hepevtRole(status: number): Role {
  if (status === 1) return role.final;
  if (status === 4) return role.beam;
  if (status === 3) return role.documented;
  return status > 200 ? role.secondary : role.intermediate;
}
