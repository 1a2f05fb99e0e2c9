import type { Fields } from './fields.js';
import type { EventParser, EventSink, FileInfo } from './parser.js';
import type { RawEvent } from './raw-event.js';
import { quoted, type Source } from './source.js';

/** What readers of both versions hold: the file, the columns of the line, the event in hand. */
export interface HepmcReading {
  readonly source: Source;
  readonly info: FileInfo;
  readonly fields: Fields;
  readonly event: RawEvent;
  readonly sink: EventSink;
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
   * Any line but marks and E lines; V and P only inside an event. Returns false for one that the
   * version does not have.
   */
  readLine(reading: R, kind: string, text: string): boolean;
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
    line: (text) => readLine(version, reading, text),
    end: (isWhole) => end(version, reading, isWhole),
  };
}

function readLine<R extends HepmcReading>(
  version: HepmcVersion<R>,
  reading: R,
  text: string,
): void {
  if (text.startsWith('HepMC::')) return readMark(version, reading, text);
  const { fields } = reading;
  if (fields.split(text) === 0) return;
  const kind = fields.text(0);
  if (kind === 'E') {
    finishEvent(version, reading);
    reading.inEvent = true;
    reading.isSkipping = false;
  } else if (reading.isSkipping) return;
  try {
    readColumns(version, reading, kind, text);
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
  kind: string,
  text: string,
): void {
  const { source } = reading;
  if (kind === 'E') return version.startEvent(reading);
  if (!reading.inEvent && (kind === 'V' || kind === 'P'))
    throw source.malformed(quoted(text), 'an E line before it');
  if (!version.readLine(reading, kind, text))
    throw source.malformed(quoted(text), `a line that begins with ${version.letters}`);
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
