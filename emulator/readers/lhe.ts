// kernel: runs over every line of a file; one record holds the state of the event in hand
import { GeV, mm } from '../../detector/base/units.js';
import { type Markup, readMarkup } from './lhe-markup.js';
import type { MakeParser, ParserInput } from './parser.js';
import { RawEvent, type Role, role } from './raw-event.js';
import { maxParticles, quoted } from './source.js';

/**
 * ISTUP: −1 incoming, −9 incoming beam, 1 outgoing, ±2 and 3 intermediate.
 * @see arXiv:hep-ph/0109068, section 2.2.
 */
const roles: Readonly<Record<number, Role>> = { [-9]: role.beam, [-1]: role.beam, 1: role.final };

const particleColumns = 13;
const numberSign = 35;

/** Parts of a file, by what a line of text means in them. */
type Place =
  | 'head'
  | 'header'
  | 'init'
  | 'events'
  | 'eventHead'
  | 'particles'
  | 'eventTail'
  /** Rest of an event that was passed over. */
  | 'badEvent'
  | 'over';

/** The event in hand, and where in the file it is. */
interface LheReading extends ParserInput {
  readonly event: RawEvent;
  readonly markup: Markup;
  place: Place;
  /** Whether no text came after the particles yet. */
  isFirstOfTail: boolean;
  /** Number of the event in hand, from 0. */
  number: number;
  /** Particles that the event's first line announced. */
  expected: number;
}

/**
 * Les Houches event files of versions 1 to 3: the first weight (XWGTUP) counts, further weights,
 * comments and other tags inside an event are passed over. Events have no numbers: they are counted
 * from 0, those passed over too.
 * @see J. Alwall et al., arXiv:hep-ph/0609017; arXiv:hep-ph/0109068 for the columns.
 */
export const lheParser: MakeParser = (input) => {
  const reading: LheReading = {
    ...input,
    event: new RawEvent(input.source),
    markup: {
      open: undefined,
      text: (text, at) => readPart(reading, text, at),
      tag: (name) => readTag(reading, name),
    },
    place: 'head',
    isFirstOfTail: false,
    number: -1,
    expected: 0,
  };
  return { line: () => readLine(reading), end: () => end(reading) };
};

function readLine(reading: LheReading): void {
  const { fields, markup, sink } = reading;
  try {
    // Numbers alone are neither tag nor remark.
    if (markup.open === undefined && fields.isPlain) readColumns(reading);
    else readWords(reading, fields.line);
  } catch (error) {
    if (!isInEvent(reading)) throw error;
    reading.place = 'badEvent';
    sink.passOver(error);
  }
}

function readWords(reading: LheReading, raw: string): void {
  const { markup } = reading;
  if (markup.open === undefined && !raw.includes('<')) readText(reading, raw);
  else if (markup.open !== undefined || !isRemark(reading, raw)) readMarkup(markup, raw);
}

function isInEvent({ place }: LheReading): boolean {
  return place === 'eventHead' || place === 'particles' || place === 'eventTail';
}

/** Whether text would be taken apart. */
function awaitsColumns(reading: LheReading): boolean {
  const { place, isFirstOfTail } = reading;
  return place === 'eventTail' ? isFirstOfTail : place === 'init' || isInEvent(reading);
}

/** A line that begins with # says nothing, tags in it neither; a header is free text. */
function isRemark({ place }: LheReading, raw: string): boolean {
  return place !== 'header' && /^\s*#/.test(raw);
}

/** Text between tags; `at` is where in the line it begins. */
function readPart(reading: LheReading, text: string, at: number): void {
  if (awaitsColumns(reading)) reading.fields.narrow(at, at + text.length);
  readText(reading, text);
}

function readText(reading: LheReading, raw: string): void {
  const text = raw.trim();
  if (text === '') return;
  if (text.charCodeAt(0) === numberSign) readRemark(reading, text);
  else readColumns(reading);
}

/** Text that is no remark. */
function readColumns(reading: LheReading): void {
  const { place } = reading;
  if (place === 'particles') readParticle(reading);
  else if (place === 'eventHead') readEventHead(reading);
  else if (place === 'eventTail') refuseSurplus(reading);
  else if (place === 'init') readInit(reading);
}

/** Generators put what they want into remarks; some a place, which would matter here. */
function readRemark({ info, place }: LheReading, text: string): void {
  if (place !== 'eventTail' || !/^#\s*vertex\b/i.test(text)) return;
  info.notes.add(
    'READER_REMARK',
    `lines like ${quoted(text)} in events are no part of LHE and are passed over: their places ` +
      'are not used',
  );
}

function readTag(reading: LheReading, name: string): void {
  const { place } = reading;
  // A header holds text of any kind, whole event files too.
  if (place === 'header') {
    if (name === '/header') reading.place = 'head';
  } else if (name === 'event') startEvent(reading);
  else if (name === '/event') endEvent(reading);
  else if (isInEvent(reading)) reading.isFirstOfTail = false;
  else if (name === 'header') reading.place = 'header';
  else if (name === 'init') reading.place = 'init';
  else if (name === '/init') reading.place = 'events';
  else if (name === '/leshouchesevents') reading.place = 'over';
  else if (name === 'leshouchesevents') reading.place = 'head';
}

function startEvent(reading: LheReading): void {
  const { source, sink } = reading;
  if (isInEvent(reading)) {
    reading.place = 'badEvent';
    sink.passOver(source.malformed('a new event', '</event> of the one before'));
  }
  reading.place = 'eventHead';
  reading.number++;
}

function endEvent(reading: LheReading): void {
  const { source, sink, event, place, expected } = reading;
  if (place === 'eventHead')
    throw source.malformed('the end of the event', 'its line of 6 columns');
  if (place === 'particles')
    throw source.malformed(
      'the end of the event',
      `${expected} particles in it, not ${event.size}`,
    );
  reading.place = 'events';
  if (place === 'eventTail') sink.take(event);
}

/** Columns: NUP IDPRUP XWGTUP SCALUP AQEDUP AQCDUP. */
function readEventHead(reading: LheReading): void {
  const { source, fields, event } = reading;
  const count = fields.integer(0, 'NUP, the number of particles', 0);
  if (count > maxParticles) throw source.tooMany(count, 'particles');
  event.clear(reading.number, fields.number(2, 'XWGTUP'));
  reading.expected = count;
  reading.isFirstOfTail = true;
  reading.place = count > 0 ? 'particles' : 'eventTail';
}

/** Columns: IDUP ISTUP MOTHUP(1,2) ICOLUP(1,2) PUP(1..5) VTIMUP SPINUP. */
function readParticle(reading: LheReading): void {
  const { fields, event, expected } = reading;
  fields.atLeast(particleColumns);
  const pdg = fields.integer(0, 'IDUP, the PDG code');
  const status = fields.integer(1, 'ISTUP, the status');
  const first = fields.integer(2, 'MOTHUP(1), the first mother', 0, expected);
  const second = fields.integer(3, 'MOTHUP(2), the second mother', 0, expected);
  const px = fields.number(6, 'px') * GeV;
  const py = fields.number(7, 'py') * GeV;
  const pz = fields.number(8, 'pz') * GeV;
  const energy = fields.number(9, 'the energy') * GeV;
  const kind = roles[status] ?? role.intermediate;
  const row = event.push(pdg, kind, px, py, pz, energy);
  const mass = fields.number(10, 'the mass') * GeV;
  const lifetime = fields.number(11, 'VTIMUP, the proper lifetime') * mm;
  if (mass > 0 && lifetime > 0) event.flight[row] = lifetime / mass;
  if (kind === role.final && lifetime > 0) event.lifetimes.set(row, lifetime);
  if (first > 0) event.link(first - 1, row);
  if (second > 0 && second !== first) event.link(second - 1, row);
  if (event.size === expected) reading.place = 'eventTail';
}

/** Text may follow the particles, but not one more of them. */
function refuseSurplus(reading: LheReading): void {
  if (!reading.isFirstOfTail) return;
  reading.isFirstOfTail = false;
  const { source, fields, expected } = reading;
  if (fields.count !== particleColumns || !/^[-+\d]/.test(fields.line.trim())) return;
  throw source.malformed(`one more particle, ${quoted(fields.line)}`, `${expected} as announced`);
}

/** The head's beams: IDBMUP(1,2) EBMUP(1,2); the first goes along +z. */
function readInit({ info, fields }: LheReading): void {
  if (info.beams !== undefined) return;
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

function end(reading: LheReading): void {
  const { source, info, place, markup, number } = reading;
  if (isInEvent(reading)) throw source.truncated(`inside event ${number}`);
  if (markup.open === 'comment' || markup.open === 'cdata')
    throw source.truncated(`inside a ${markup.open === 'comment' ? 'comment' : 'CDATA section'}`);
  if (place === 'over') return;
  info.notes.add(
    'READER_NO_END_MARK',
    'the end mark </LesHouchesEvents> is missing: the file may have lost events',
  );
}
