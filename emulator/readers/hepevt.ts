// kernel: runs over every line of a file; one closure holds the state of the event in hand
import { GeV, mm } from '../../detector/base/units.js';
import { Fields } from './fields.js';
import type { MakeParser } from './parser.js';
import { RawEvent, type Role, role } from './raw-event.js';
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

const electronPdg = 11;

/**
 * HEPEVT as text: a head line (`E number count`, `number count [weight]` or only `count`), then one
 * line per particle in the long form or one of the reduced ones, told apart by their columns. `#`
 * begins a comment; commas and semicolons separate like blanks.
 */
export const hepevtParser: MakeParser = (source, info, emit) => {
  const fields = new Fields(source, true);
  const event = new RawEvent(source);
  /** First and last daughter of each row, from 1; 0 for none. */
  const firstDaughter: number[] = [];
  const lastDaughter: number[] = [];
  const hasMother: boolean[] = [];
  let expected = -1;
  let eventCount = 0;
  let awaitsVertex = false;
  let layout: Layout | undefined;

  function head(text: string): void {
    const marked = fields.text(0) === 'E' ? 1 : 0;
    const columns = fields.count - marked;
    if (columns < 1 || columns > 3)
      throw source.malformed(
        quoted(text),
        'the head of an event: number of particles, or event number and number of particles',
      );
    const countColumn = marked + (columns === 1 ? 0 : 1);
    const count = fields.integer(countColumn, 'the number of particles', 0);
    if (count > maxParticles)
      throw source.error(
        'READER_LIMIT',
        `${count} particles in an event, at most ${maxParticles} are read`,
      );
    const number =
      columns === 1
        ? eventCount
        : fields.integer(
            marked,
            'the event number',
            Number.MIN_SAFE_INTEGER,
            Number.MAX_SAFE_INTEGER,
          );
    event.clear(number, columns === 3 ? fields.number(marked + 2, 'the weight') : 1);
    firstDaughter.length = lastDaughter.length = hasMother.length = 0;
    expected = count;
    layout = undefined;
  }

  function particle(text: string): void {
    const found = layouts[fields.count];
    if (found === undefined || (layout !== undefined && layout !== found)) throw wrongColumns(text);
    layout = found;
    const number = (column: number | undefined, name: string) =>
      column === undefined ? 0 : fields.number(column, name);
    const index = (column: number | undefined, name: string) =>
      column === undefined ? 0 : fields.integer(column, name, 0, expected);
    const px = fields.number(found.px, 'px') * GeV;
    const py = fields.number(found.px + 1, 'py') * GeV;
    const pz = fields.number(found.px + 2, 'pz') * GeV;
    const mass = fields.number(found.mass, 'the mass') * GeV;
    const energy =
      found.energy === undefined
        ? Math.sqrt(px ** 2 + py ** 2 + pz ** 2 + mass ** 2)
        : fields.number(found.energy, 'the energy') * GeV;
    const pdg = fields.integer(found.pdg, 'the PDG code');
    const mothers = [
      index(found.mothers, 'jmohep1'),
      index(found.mothers && found.mothers + 1, 'jmohep2'),
    ] as const;
    const status = found.status === undefined ? 1 : fields.integer(found.status, 'isthep');
    const row = event.push(pdg, hepevtRole(status, pdg, mothers[0] > 0), px, py, pz, energy);
    for (const mother of new Set(mothers)) if (mother > 0) event.link(mother - 1, row);
    hasMother.push(mothers[0] > 0);
    firstDaughter.push(index(found.daughters, 'jdahep1'));
    lastDaughter.push(index(found.daughters && found.daughters + 1, 'jdahep2'));
    if (found.vertex !== undefined) place(row, found.vertex, number(found.time, 'vt'));
    awaitsVertex = fields.count === 11;
  }

  function place(row: number, column: number, time: number): void {
    event.place(
      row,
      fields.number(column, 'vx') * mm,
      fields.number(column + 1, 'vy') * mm,
      fields.number(column + 2, 'vz') * mm,
      time * mm,
    );
  }

  function wrongColumns(text: string): Error {
    const forms = Object.entries(layouts).map(([count, { name }]) => `${count} (${name})`);
    return source.malformed(
      `${fields.count} columns in ${quoted(text)}`,
      layout ? `columns as in the event's first particle (${layout.name})` : forms.join(', '),
    );
  }

  /** Daughter ranges make links where daughters do not name a mother themselves. */
  function linkDaughters(): void {
    let links = 0;
    for (let row = 0; row < event.size; row++) {
      const first = firstDaughter[row]!;
      const last = lastDaughter[row]! || first;
      if (first > last || (first === 0 && last > 0))
        throw source.malformed(
          `daughters ${first} to ${last} of particle ${row + 1}`,
          'a range in rising order',
        );
      if (first === 0) continue;
      links += last - first + 1;
      // Strings share their daughters, so ranges overlap, but not all with all.
      if (links > 4 * maxParticles)
        throw source.malformed('daughters of all particles together', 'fewer');
      event.link(row, first - 1);
      for (let daughter = first + 1; daughter <= last; daughter++) {
        if (!hasMother[daughter - 1]) event.link(row, daughter - 1);
      }
    }
  }

  function line(raw: string): void {
    const comment = raw.indexOf('#');
    const text = comment < 0 ? raw : raw.slice(0, comment);
    if (fields.split(text) === 0) return;
    if (expected < 0) head(text);
    else if (awaitsVertex) {
      if (fields.count !== 4)
        throw source.malformed(
          `${fields.count} columns in ${quoted(text)}`,
          'the vertex of the particle before: vx vy vz vt',
        );
      place(event.size - 1, 0, fields.number(3, 'vt'));
      awaitsVertex = false;
    } else particle(text);
    if (event.size < expected || awaitsVertex) return;
    linkDaughters();
    if (layout?.vertex === undefined && layout?.mothers === undefined)
      info.notes.add('particles have no vertices in this form of HEPEVT');
    expected = -1;
    eventCount++;
    emit(event);
  }

  function end(isWhole: boolean): void {
    if (expected >= 0) throw source.truncated(`inside event ${event.number}`);
    if (!isWhole)
      info.notes.add('the last line has no line end: its last number may have been cut');
  }
  return { line, end };
};

/**
 * ISTHEP: 1 final, 2 decayed, 3 documentation, above 200 free for the tracking of a simulation; 4
 * is what HepMC writes for a beam.
 */
function hepevtRole(status: number, pdg: number, hasMother: boolean): Role {
  if (status === 1) return role.final;
  if (status === 4 || (status === 3 && Math.abs(pdg) === electronPdg && !hasMother))
    return role.beam;
  return status > 200 ? role.secondary : role.intermediate;
}
