import type { Fields } from './fields.js';
import type { EventParser, FileInfo } from './parser.js';
import type { RawEvent } from './raw-event.js';
import { quoted, type Source } from './source.js';

/** What a version of HepMC does with its lines, which are in `fields` by then. */
interface HepmcVersion {
  /** How the marks around its events begin. */
  readonly mark: 'HepMC::IO_GenEvent' | 'HepMC::Asciiv3';
  /** Letters that its lines begin with, in words. */
  readonly letters: string;
  /** An E line. */
  startEvent(): void;
  /**
   * Any line but marks and E lines; V and P only inside an event. Returns false for one that the
   * version does not have.
   */
  readLine(kind: string, text: string): boolean;
  /** Whether lines of the event in hand are missing. */
  lacksLines(): boolean;
  /** Joins what was read, after the last line of the event. */
  completeEvent(): void;
}

interface HepmcContext {
  readonly source: Source;
  readonly info: FileInfo;
  readonly fields: Fields;
  readonly event: RawEvent;
  readonly emit: (event: RawEvent) => void;
}

/**
 * What both versions share: an event ends where the next one or a mark begins, and marks stand
 * around all events.
 */
export function hepmcLines(
  version: HepmcVersion,
  { source, info, fields, event, emit }: HepmcContext,
): EventParser {
  const { mark, letters } = version;
  let inEvent = false;
  let awaitsEndMark = false;

  function finishEvent(): void {
    if (!inEvent) return;
    version.completeEvent();
    inEvent = false;
    emit(event);
  }

  function line(text: string): void {
    if (text.startsWith('HepMC::')) {
      finishEvent();
      if (text.startsWith(`${mark}-START`)) awaitsEndMark = true;
      if (text.startsWith(`${mark}-END`)) awaitsEndMark = false;
      return;
    }
    if (fields.split(text) === 0) return;
    const kind = fields.text(0);
    if (kind === 'E') {
      finishEvent();
      version.startEvent();
      inEvent = true;
      return;
    }
    if (!inEvent && (kind === 'V' || kind === 'P'))
      throw source.malformed(quoted(text), 'an E line before it');
    if (!version.readLine(kind, text))
      throw source.malformed(quoted(text), `a line that begins with ${letters}`);
  }

  function end(isWhole: boolean): void {
    if (inEvent && (version.lacksLines() || !isWhole))
      throw source.truncated(`inside event ${event.number}`);
    finishEvent();
    if (awaitsEndMark)
      info.notes.add(
        `the end mark ${mark}-END_EVENT_LISTING is missing: the file may have lost events`,
      );
  }
  return { line, end };
}
