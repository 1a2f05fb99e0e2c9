import type { EventParser, ParserInput } from './parser.js';
import type { RawEvent } from './raw-event.js';
import { quoted } from './source.js';

/** Codes of the letters that lines begin with. */
export const letters = {
  A: 65,
  C: 67,
  E: 69,
  F: 70,
  H: 72,
  N: 78,
  P: 80,
  T: 84,
  U: 85,
  V: 86,
  W: 87,
} as const;

/** What readers of both versions hold: the file, the line and the event in hand. */
export interface HepmcReading extends ParserInput {
  readonly event: RawEvent;
  /** Whether an E line was read and its event is not complete yet. */
  inEvent: boolean;
  /** Whether an event was passed over, and lines are until the next E line. */
  isSkipping: boolean;
  /** Whether a start mark was read and its end mark was not. */
  awaitsEndMark: boolean;
}

/** What a version of HepMC does with its lines, whose columns are in `fields` by then. */
export interface HepmcVersion<R extends HepmcReading> {
  /** How the marks around its events begin. */
  readonly mark: 'HepMC::IO_GenEvent' | 'HepMC::Asciiv3';
  /** Letters that its lines begin with, in words. */
  readonly letters: string;
  /** An E line. */
  startEvent(reading: R): void;
  /**
   * Any line but marks and E lines, by its letter; V and P only inside an event. Returns false for
   * one that the version does not have.
   */
  readLine(reading: R, letter: number): boolean;
  /** Whether lines of the event in hand are missing. */
  lacksLines(reading: R): boolean;
  /** Joins what was read, after the last line of the event. */
  completeEvent(reading: R): void;
}

/**
 * What both versions share: an event ends where the next one or a mark begins, and marks stand
 * around all events.
 */
export function hepmcLines<R extends HepmcReading>(
  version: HepmcVersion<R>,
  reading: R,
): EventParser {
  return {
    line: () => readLine(version, reading),
    end: (isWhole) => end(version, reading, isWhole),
  };
}

function readLine<R extends HepmcReading>(version: HepmcVersion<R>, reading: R): void {
  const { fields } = reading;
  if (fields.count === 0) return;
  if (fields.firstByte === letters.H && fields.line.startsWith('HepMC::'))
    return readMark(version, reading, fields.line);
  const letter = fields.letter(0);
  if (letter === letters.E) {
    finishEvent(version, reading);
    reading.inEvent = true;
    reading.isSkipping = false;
  } else if (reading.isSkipping) return;
  try {
    readColumns(version, reading, letter);
  } catch (error) {
    if (!reading.inEvent) throw error;
    reading.inEvent = false;
    reading.isSkipping = true;
    reading.sink.passOver(error);
  }
}

function readColumns<R extends HepmcReading>(
  version: HepmcVersion<R>,
  reading: R,
  letter: number,
): void {
  const { source, fields } = reading;
  if (letter === letters.E) return version.startEvent(reading);
  if (!reading.inEvent && (letter === letters.V || letter === letters.P))
    throw source.malformed(quoted(fields.line), 'an E line before it');
  if (!version.readLine(reading, letter))
    throw source.malformed(quoted(fields.line), `a line that begins with ${version.letters}`);
}

function readMark<R extends HepmcReading>(
  version: HepmcVersion<R>,
  reading: R,
  text: string,
): void {
  finishEvent(version, reading);
  reading.isSkipping = false;
  if (text.startsWith(`${version.mark}-START`)) reading.awaitsEndMark = true;
  if (text.startsWith(`${version.mark}-END`)) reading.awaitsEndMark = false;
}

function finishEvent<R extends HepmcReading>(version: HepmcVersion<R>, reading: R): void {
  if (!reading.inEvent) return;
  reading.inEvent = false;
  try {
    version.completeEvent(reading);
  } catch (error) {
    return reading.sink.passOver(error);
  }
  reading.sink.take(reading.event);
}

function end<R extends HepmcReading>(version: HepmcVersion<R>, reading: R, isWhole: boolean): void {
  const { source, info, event } = reading;
  if (reading.inEvent && (version.lacksLines(reading) || !isWhole))
    throw source.truncated(`inside event ${event.number}`);
  finishEvent(version, reading);
  if (reading.awaitsEndMark)
    info.notes.add(
      'READER_NO_END_MARK',
      `the end mark ${version.mark}-END_EVENT_LISTING is missing: the file may have lost events`,
    );
}
