import { type Particles, ParticleBuilder } from '../../detector/particles.js';
import { type ByteOptions, fileBytes } from './bytes.js';
import { type FormatName, parsers, sniffer, unknownFormat } from './format.js';
import { type LineBlock, lineBlocks, lineTooLong } from './lines.js';
import { LineTable, maxLines } from './line-table.js';
import { Fields } from './fields.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { EventParser, EventSink, FileInfo } from './parser.js';
import type { RawEvent } from './raw-event.js';
import { ReadingCounts } from './reading-counts.js';
import { eventResolver } from './resolve.js';
import { maxLineLength, type Source } from './source.js';

/** Some events of a file, in the file's own frame. */
export interface RawChunk {
  readonly particles: Particles;
  readonly weights: Float64Array;
  readonly numbers: Float64Array;
  /** Proper lifetimes × c that the file gives final particles, by row [cm]. */
  readonly lifetimes: ReadonlyMap<number, number>;
  /**
   * Whether the events come after the limit: they may be looked at, but are neither counted nor
   * delivered.
   */
  readonly isSurplus: boolean;
}

/** What the file turned out to be; complete once the first chunk is there. */
export interface OpenedFile {
  format: FormatName | undefined;
  readonly info: FileInfo;
  readonly counts: ReadingCounts;
}

/** Rows after which a chunk ends, however few events it has: bounds memory. */
const maxChunkRows = 1 << 18;

/** How events are read. */
interface ChunkOptions extends Pick<ByteOptions, 'signal'> {
  /** Most events of a chunk. */
  readonly batchSize: number;
  /** Events that count; no chunk holds events of both sides of it. */
  readonly limit: number;
  /** Whether an event that cannot be used ends the reading. */
  readonly strict: boolean;
}

/**
 * Reads events as they stand in the file. Events that cannot be used are counted, noted and passed
 * over; when reading is strict, or what is wrong is more than an event, the good events before it
 * come first, then the error.
 */
export async function* readChunks(
  source: Source,
  opened: OpenedFile,
  options: ChunkOptions,
): AsyncGenerator<RawChunk> {
  const { counts, info } = opened;
  const events = new EventCollector(source, opened, options);
  const lines = new LineFeed(source, opened, events);
  let failure: unknown;
  const bytes = fileBytes(source, { notes: info.notes, signal: options.signal });
  try {
    for await (const block of lineBlocks(bytes, source)) {
      lines.take(block);
      while (lines.next()) if (events.isChunkFull) yield events.takeChunk();
    }
    if (!options.signal?.aborted) {
      lines.end();
      events.end();
    }
  } catch (error) {
    failure = error;
    if (!events.isSurplus) counts.badEvents++;
  }
  if (events.size > 0) yield events.takeChunk();
  if (failure !== undefined) throw failure;
}

/** Events between parser and chunks: resolved, counted, the unusable ones passed over. */
class EventCollector implements EventSink {
  /** Whether events come after the limit. */
  isSurplus = false;
  /** Whether the line in hand has its end. */
  isWhole = true;
  readonly #source: Source;
  readonly #opened: OpenedFile;
  readonly #options: ChunkOptions;
  readonly #builder = new ParticleBuilder();
  readonly #resolve: (event: RawEvent) => void;
  readonly #resolveSurplus: (event: RawEvent) => void;
  readonly #lifetimes = new Map<number, number>();
  #weights: number[] = [];
  #numbers: number[] = [];
  #firstBad: unknown;

  constructor(source: Source, opened: OpenedFile, options: ChunkOptions) {
    this.#source = source;
    this.#opened = opened;
    this.#options = options;
    const resolver = (counts: ReadingCounts) =>
      eventResolver(source, {
        builder: this.#builder,
        counts,
        lifetimes: this.#lifetimes,
        strict: options.strict,
      });
    this.#resolve = resolver(opened.counts);
    this.#resolveSurplus = resolver(new ReadingCounts());
  }

  get size(): number {
    return this.#builder.eventCount;
  }

  get isChunkFull(): boolean {
    const reachesLimit = !this.isSurplus && this.#opened.counts.events >= this.#options.limit;
    const { eventCount, rowCount } = this.#builder;
    return reachesLimit || eventCount >= this.#options.batchSize || rowCount >= maxChunkRows;
  }

  take(event: RawEvent): void {
    try {
      if (this.isSurplus) this.#resolveSurplus(event);
      else this.#resolve(event);
    } catch (error) {
      this.#builder.dropEvent();
      return this.passOver(error);
    }
    if (!this.isSurplus) this.#opened.counts.events++;
    this.#weights.push(event.weight);
    this.#numbers.push(event.number);
  }

  passOver(error: unknown): void {
    const { counts } = this.#opened;
    const isOfEvent =
      error instanceof EmulatorError &&
      (error.code === 'READER_MALFORMED' || error.code === 'READER_LIMIT');
    if (this.#options.strict || !isOfEvent) throw error;
    if (!this.isWhole && counts.events > 0) throw this.#source.truncated('within this line');
    if (this.isSurplus) return;
    this.#firstBad ??= error;
    counts.badEvents++;
    counts.passedOver++;
    counts.firstBad ||= error.message;
  }

  /** @throws the first error when all events had one. */
  end(): void {
    if (this.#opened.counts.events > 0 || this.#firstBad === undefined) return;
    this.#opened.counts.badEvents--;
    throw this.#firstBad;
  }

  takeChunk(): RawChunk {
    const chunk = {
      particles: this.#builder.take(),
      weights: Float64Array.from(this.#weights),
      numbers: Float64Array.from(this.#numbers),
      lifetimes: new Map(this.#lifetimes),
      isSurplus: this.isSurplus,
    };
    this.#lifetimes.clear();
    this.#weights = [];
    this.#numbers = [];
    this.isSurplus = this.#opened.counts.events >= this.#options.limit;
    this.#opened.info.notes.isSilent = this.isSurplus;
    return chunk;
  }
}

/** Counts lines, finds out the format from the first ones, then hands all to its parser. */
class LineFeed {
  readonly #source: Source;
  readonly #opened: OpenedFile;
  readonly #events: EventCollector;
  readonly #sniff: (line: string) => FormatName | undefined;
  readonly #fields: Fields;
  /** Lines of the block in hand that were taken apart together, and the next one of them. */
  readonly #table = new LineTable();
  #index = 0;
  /** What of the block comes after them. */
  #block: LineBlock = { text: Buffer.alloc(0), from: 0, end: 0, whole: true };
  #at = 0;
  /** Begin of the first line that is not blank. */
  #first: string | undefined;
  #parser: EventParser | undefined;

  constructor(source: Source, opened: OpenedFile, events: EventCollector) {
    this.#source = source;
    this.#opened = opened;
    this.#events = events;
    this.#sniff = sniffer(source);
    this.#fields = new Fields(source);
  }

  /** Goes on with lines of which all before were read. */
  take(block: LineBlock): void {
    this.#block = block;
    this.#at = block.from;
    this.#events.isWhole = block.whole;
  }

  /** Reads the next line; false when there is none in the block. */
  next(): boolean {
    if (this.#index === this.#table.count && !this.#split()) return false;
    this.#fields.take(this.#block.text, this.#table, this.#index++);
    this.#source.line++;
    if (this.#fields.length > maxLineLength) throw lineTooLong(this.#source);
    try {
      if (this.#parser) this.#parser.line();
      else this.#look();
    } catch (error) {
      if (this.#block.whole || this.#opened.counts.events === 0) throw error;
      throw this.#source.truncated('within this line');
    }
    return true;
  }

  /** Until the format is known lines are taken one by one: it says what separates columns. */
  #split(): boolean {
    const { text, end } = this.#block;
    if (this.#at === end) return false;
    const isList = this.#parser?.isList === true;
    this.#at = this.#table.split(text, this.#at, end, isList, this.#parser ? maxLines : 1);
    this.#index = 0;
    return true;
  }

  /** Lines before the one that shows the format say nothing to its parser. */
  #look(): void {
    const text = this.#fields.line;
    if (text.trim() !== '') this.#first ??= text.slice(0, 200);
    const format = this.#sniff(text);
    if (format === undefined) return;
    this.#opened.format = format;
    this.#parser = parsers[format]({
      source: this.#source,
      info: this.#opened.info,
      sink: this.#events,
      fields: this.#fields,
    });
    const { base } = this.#table;
    this.#table.split(this.#block.text, base, this.#at, this.#parser.isList === true, 1);
    this.#fields.take(this.#block.text, this.#table, 0);
    this.#parser.line();
  }

  /** @throws READER_EMPTY, READER_UNKNOWN_FORMAT, READER_TRUNCATED */
  end(): void {
    if (this.#parser) return this.#parser.end(this.#block.whole);
    if (this.#first !== undefined) throw unknownFormat(this.#source, this.#first);
    this.#source.line = 0;
    throw this.#source.error('READER_EMPTY', 'the file is empty');
  }
}
