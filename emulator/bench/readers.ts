import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Notes } from '../../detector/base/notes.js';
import type { Beams } from '../../detector/beams.js';
import { openEventFile } from '../readers/events.js';
import { fileBytes } from '../readers/bytes.js';
import { Fields } from '../readers/fields.js';
import { type FormatName, parsers } from '../readers/format.js';
import { LineTable } from '../readers/line-table.js';
import { lineBlocks } from '../readers/lines.js';
import { Source } from '../readers/source.js';
import { fileEvent, particlesPerEvent } from './file-events.js';
import { fileTexts } from './file-texts.js';
import { median } from './median.js';
import { hepmcLibrary, type HepmcLibrary } from './native/hepmc-library.js';

/** One row of `b2l1 bench readers`; rates in MB of the file per second of processor time. */
export interface ReaderRow {
  readonly format: FormatName;
  readonly megabytes: number;
  readonly events: number;
  readonly particlesPerEvent: number;
  /** From the file to batches for the chain: median and best of the rounds. */
  readonly rate: number;
  readonly bestRate: number;
  /** From the file to events as they stand in it. */
  readonly parsingRate: number;
  /** The HepMC3 library on the same file; undefined without it, or where it does not read it. */
  readonly libraryRate: number | undefined;
  /** Median over rounds in turn of our rate over the library's. */
  readonly ratio: number | undefined;
  /** Memory of the process while it read [MB]. */
  readonly residentMegabytes: number;
}

/** What is measured, and how long. */
interface ReaderBench {
  readonly beams: Beams;
  readonly seed: number;
  /** Size of each file. */
  readonly megabytes: number;
  readonly rounds: number;
  readonly compiler?: string;
}

/** Events that differ in a file; they are repeated. */
const differentEvents = 400;
/** As `emulate` takes them. */
const batchSize = 256;

/** Whether there is a library to compare with, and the rows one by one. */
interface ReaderReport {
  /** Why nothing is compared, if so. */
  readonly skipped: string | undefined;
  readonly rows: AsyncIterable<ReaderRow>;
}

/** Reads a large file of each format, in turn with the HepMC3 library where that is there. */
export function benchReaders(bench: ReaderBench): ReaderReport {
  const library = hepmcLibrary(bench.compiler);
  async function* rows(): AsyncGenerator<ReaderRow> {
    const folder = mkdtempSync(join(tmpdir(), 'b2l1-readers-'));
    try {
      for (const format of Object.keys(fileTexts) as FormatName[])
        yield await readerRow(format, join(folder, 'events.dat'), bench, library);
    } finally {
      rmSync(folder, { recursive: true });
      library.remove();
    }
  }
  return { skipped: library.skipped, rows: rows() };
}

async function readerRow(
  format: FormatName,
  path: string,
  bench: ReaderBench,
  library: HepmcLibrary,
): Promise<ReaderRow> {
  const events = writeFile(format, path, bench);
  const megabytes = 1e-6 * statSync(path).size;
  const rates: number[] = [];
  const parsingRates: number[] = [];
  const libraryRates: number[] = [];
  let resident = 0;
  // The optimizing compiler's time is part of no row.
  await readWhole(path, events, bench);
  for (let round = 0; round < bench.rounds; round++) {
    rates.push(megabytes / (await secondsOf(() => readWhole(path, events, bench))));
    resident = Math.max(resident, 1e-6 * process.memoryUsage.rss());
    parsingRates.push(megabytes / (await secondsOf(() => parse(format, path))));
    const seconds = library.read(format, path, events);
    if (seconds !== undefined) libraryRates.push(megabytes / seconds);
  }
  const isCompared = libraryRates.length === bench.rounds;
  return {
    format,
    megabytes,
    events,
    particlesPerEvent,
    rate: median(rates),
    bestRate: Math.max(...rates),
    parsingRate: median(parsingRates),
    libraryRate: isCompared ? median(libraryRates) : undefined,
    ratio: isCompared ? median(rates.map((rate, round) => rate / libraryRates[round]!)) : undefined,
    residentMegabytes: resident,
  };
}

/** Writes a file of about the size asked for; returns its number of events. */
function writeFile(format: FormatName, path: string, { seed, megabytes }: ReaderBench): number {
  const { head, event, tail } = fileTexts[format];
  const different = Array.from({ length: differentEvents }, (_, number) => fileEvent(seed, number));
  const file = openSync(path, 'w');
  let bytes = writeSync(file, head);
  let count = 0;
  for (; bytes < 1e6 * megabytes; count++)
    bytes += writeSync(file, event(different[count % differentEvents]!, count));
  writeSync(file, tail);
  closeSync(file);
  return count;
}

async function readWhole(
  path: string,
  events: number,
  { beams, seed }: ReaderBench,
): Promise<void> {
  const file = await openEventFile(path, { beams, seed, batchSize });
  let found = 0;
  for await (const { eventCount } of file) found += eventCount;
  if (found !== events) throw new Error(`${found} of ${events} events were read`);
}

/** What the parser of a format does, without anyone to take its events. */
async function parse(format: FormatName, path: string): Promise<void> {
  const source = new Source(path);
  const notes = new Notes();
  const fields = new Fields(source);
  const table = new LineTable();
  const parser = parsers[format]({
    source,
    info: { notes },
    sink: {
      take: () => undefined,
      passOver: (error) => {
        throw error;
      },
    },
    fields,
  });
  for await (const { text, from, end } of lineBlocks(fileBytes(source, { notes }), source)) {
    for (let at = from; at < end; ) {
      at = table.split(text, at, end, parser.isList === true);
      for (let line = 0; line < table.count; line++) {
        fields.take(text, table, line);
        parser.line();
      }
    }
  }
}

/** Processor time of all threads of this process. */
async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return 1e-6 * (user + system);
}
