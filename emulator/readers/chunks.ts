import { type Particles, ParticleBuilder } from '../../detector/particles.js';
import { fileBytes } from './bytes.js';
import { type FormatName, parsers, sniffer, unknownFormat } from './format.js';
import { type LineBlock, lineBlocks } from './lines.js';
import type { EventParser, FileInfo } from './parser.js';
import { ReadingCounts } from './reading-counts.js';
import { eventResolver } from './resolve.js';
import type { Source } from './source.js';

/** Some events of a file, in the file's own frame. */
export interface RawChunk {
  readonly particles: Particles;
  readonly weights: Float64Array;
  readonly numbers: Float64Array;
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

/**
 * Reads events as they stand in the file. When a line is wrong, the good events before it come
 * first, then the error.
 * @param limit events that count; no chunk holds events of both sides of it.
 */
export async function* readChunks(
  source: Source,
  opened: OpenedFile,
  batchSize: number,
  limit: number,
): AsyncGenerator<RawChunk> {
  const { counts, info } = opened;
  const builder = new ParticleBuilder();
  const resolve = eventResolver(source, builder, counts);
  const resolveSurplus = eventResolver(source, builder, new ReadingCounts());
  let isSurplus = false;
  let weights: number[] = [];
  let numbers: number[] = [];
  const take = (): RawChunk => {
    const chunk = {
      particles: builder.take(),
      weights: Float64Array.from(weights),
      numbers: Float64Array.from(numbers),
      isSurplus,
    };
    weights = [];
    numbers = [];
    isSurplus = counts.events >= limit;
    return chunk;
  };
  const lines = new LineFeed(source, opened, (format) =>
    parsers[format](source, info, (event) => {
      if (isSurplus) resolveSurplus(event);
      else {
        resolve(event);
        counts.events++;
      }
      weights.push(event.weight);
      numbers.push(event.number);
    }),
  );

  let failure: unknown;
  const blocks = lineBlocks(fileBytes(source), source);
  try {
    for await (const block of blocks) {
      for (const text of block.lines) {
        lines.line(text, block.whole);
        const reachesLimit = !isSurplus && counts.events >= limit;
        if (reachesLimit || builder.eventCount >= batchSize || builder.rowCount >= maxChunkRows)
          yield take();
      }
    }
    lines.end();
  } catch (error) {
    builder.dropEvent();
    failure = error;
    if (!isSurplus) counts.badEvents = 1;
  }
  if (builder.eventCount > 0) yield take();
  if (failure !== undefined) throw failure;
}

/** Counts lines, finds out the format from the first ones, then hands all to its parser. */
class LineFeed {
  readonly #source: Source;
  readonly #opened: OpenedFile;
  readonly #makeParser: (format: FormatName) => EventParser;
  readonly #sniff: (line: string) => FormatName | undefined;
  /** Begin of the first line that is not blank. */
  #first: string | undefined;
  #parser: EventParser | undefined;
  #isWhole: LineBlock['whole'] = true;

  constructor(source: Source, opened: OpenedFile, makeParser: (format: FormatName) => EventParser) {
    this.#source = source;
    this.#opened = opened;
    this.#makeParser = makeParser;
    this.#sniff = sniffer(source);
  }

  /** @param isWhole whether the line has its end. */
  line(raw: string, isWhole: boolean): void {
    this.#isWhole = isWhole;
    this.#source.line++;
    const text = this.#source.line === 1 ? raw.replace(/^\xef\xbb\xbf/, '') : raw;
    try {
      if (this.#parser) this.#parser.line(text);
      else this.#look(text);
    } catch (error) {
      if (isWhole || this.#opened.counts.events === 0) throw error;
      throw this.#source.truncated('within this line');
    }
  }

  /** Lines before the one that shows the format say nothing to its parser. */
  #look(text: string): void {
    if (text.trim() !== '') this.#first ??= text.slice(0, 200);
    const format = this.#sniff(text);
    if (format === undefined) return;
    this.#opened.format = format;
    this.#parser = this.#makeParser(format);
    this.#parser.line(text);
  }

  /** @throws READER_EMPTY, READER_UNKNOWN_FORMAT, READER_TRUNCATED */
  end(): void {
    if (this.#parser) return this.#parser.end(this.#isWhole);
    if (this.#first !== undefined) throw unknownFormat(this.#source, this.#first);
    this.#source.line = 0;
    throw this.#source.error('READER_EMPTY', 'the file is empty');
  }
}
