import { GeV, mm } from '../../detector/base/units.js';
import { Fields } from './fields.js';
import type { FileInfo, MakeParser } from './parser.js';
import { RawEvent, type Role, role } from './raw-event.js';
import { maxParticles, quoted, type Source } from './source.js';

/**
 * ISTUP: −1 incoming, −9 incoming beam, 1 outgoing, ±2 and 3 intermediate.
 * @see arXiv:hep-ph/0109068, section 2.2.
 */
const roles: Readonly<Record<number, Role>> = { [-9]: role.beam, [-1]: role.beam, 1: role.final };

const particleColumns = 13;

// long: one state machine, its places in the order of a file.
/**
 * Les Houches event files of versions 1 to 3: the first weight (XWGTUP) counts, further weights,
 * comments and other tags inside an event are passed over. Events have no numbers: they are counted
 * from 0.
 * @see J. Alwall et al., arXiv:hep-ph/0609017; arXiv:hep-ph/0109068 for the columns.
 */
export const lheParser: MakeParser = (source, info, emit) => {
  const fields = new Fields(source);
  const event = new RawEvent(source);
  let place:
    | 'head'
    | 'header'
    | 'init'
    | 'events'
    | 'eventHead'
    | 'particles'
    | 'eventTail'
    | 'over' = 'head';
  let inComment = false;
  let isFirstOfTail = false;
  let eventCount = 0;
  let expected = 0;

  function particleOrHead(text: string): void {
    if (text.startsWith('</event>')) {
      throw source.malformed(
        'the end of the event',
        place === 'eventHead'
          ? 'its line of 6 columns'
          : `${expected} particles in it, not ${event.size}`,
      );
    }
    if (place === 'eventHead') {
      fields.split(text);
      expected = readCount(fields, source);
      event.clear(eventCount, fields.number(2, 'XWGTUP'));
      place = 'particles';
    } else {
      readParticle(fields, text, event, expected);
    }
    if (event.size < expected) return;
    place = 'eventTail';
    isFirstOfTail = true;
  }

  /** Text may follow the particles, but not one more of them. */
  function refuseSurplus(text: string): void {
    isFirstOfTail = false;
    if (!/^[-+\d]/.test(text) || fields.split(text) !== particleColumns) return;
    throw source.malformed(`one more particle, ${quoted(text)}`, `${expected} as announced`);
  }

  function tag(text: string): void {
    if (place === 'init') {
      if (text.startsWith('</init')) place = 'events';
      else if (info.beams === undefined) readInit(fields, text, info);
    } else if (text.startsWith('<header')) place = text.includes('</header') ? place : 'header';
    else if (text.startsWith('<init>') || text.startsWith('<init ')) place = 'init';
    else if (text.startsWith('</LesHouchesEvents')) place = 'over';
    else if (text.startsWith('<LesHouchesEvents')) place = 'head';
    else if (/^<event[\s>]/.test(text)) {
      place = 'eventHead';
      if (!text.endsWith('>')) throw source.malformed(quoted(text), '<event> alone on its line');
    }
  }

  function line(raw: string): void {
    if (place === 'header') {
      if (raw.includes('</header')) place = 'head';
      return;
    }
    const text = raw.trim();
    if (inComment || text.startsWith('<!--')) {
      inComment = !text.includes('-->');
      return;
    }
    if (text === '' || text.startsWith('#')) return;
    if (place === 'eventHead' || place === 'particles') particleOrHead(text);
    else if (place !== 'eventTail') tag(text);
    else if (text.startsWith('</event>')) {
      emit(event);
      eventCount++;
      place = 'events';
    } else if (/^<event[\s>]/.test(text))
      throw source.malformed('a new event', '</event> of the one before');
    else if (isFirstOfTail) refuseSurplus(text);
  }

  function end(): void {
    if (place === 'over') return;
    const isInside = place === 'eventHead' || place === 'particles' || place === 'eventTail';
    if (isInside) throw source.truncated(`inside event ${eventCount}`);
    info.notes.add('the end mark </LesHouchesEvents> is missing: the file may have lost events');
  }
  return { line, end };
};

function readCount(fields: Fields, source: Source): number {
  const count = fields.integer(0, 'NUP, the number of particles', 0);
  if (count > maxParticles)
    throw source.error(
      'READER_LIMIT',
      `${count} particles in an event, at most ${maxParticles} are read`,
    );
  return count;
}

/** Columns: IDUP ISTUP MOTHUP(1,2) ICOLUP(1,2) PUP(1..5) VTIMUP SPINUP. */
function readParticle(fields: Fields, text: string, event: RawEvent, expected: number): void {
  fields.split(text);
  fields.atLeast(particleColumns);
  const pdg = fields.integer(0, 'IDUP, the PDG code');
  const status = fields.integer(1, 'ISTUP, the status');
  const first = fields.integer(2, 'MOTHUP(1), the first mother', 0, expected);
  const second = fields.integer(3, 'MOTHUP(2), the second mother', 0, expected);
  const px = fields.number(6, 'px') * GeV;
  const py = fields.number(7, 'py') * GeV;
  const pz = fields.number(8, 'pz') * GeV;
  const row = event.push(
    pdg,
    roles[status] ?? role.intermediate,
    px,
    py,
    pz,
    fields.number(9, 'the energy') * GeV,
  );
  const mass = fields.number(10, 'the mass') * GeV;
  const lifetime = fields.number(11, 'VTIMUP, the proper lifetime') * mm;
  if (mass > 0 && lifetime > 0) event.flight[row] = lifetime / mass;
  if (first > 0) event.link(first - 1, row);
  if (second > 0 && second !== first) event.link(second - 1, row);
}

/** The head's beams: IDBMUP(1,2) EBMUP(1,2); the first goes along +z. */
function readInit(fields: Fields, text: string, info: FileInfo): void {
  fields.split(text);
  const pdg = [fields.integer(0, 'IDBMUP(1)'), fields.integer(1, 'IDBMUP(2)')] as const;
  const first = fields.number(2, 'EBMUP(1)') * GeV;
  const second = fields.number(3, 'EBMUP(2)') * GeV;
  info.beams = {
    pdg,
    momentum: [
      { px: 0, py: 0, pz: first, energy: first },
      { px: 0, py: 0, pz: -second, energy: second },
    ],
  };
}
