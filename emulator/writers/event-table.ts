import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { EmulatorError } from '../../detector/base/errors.js';
import { writeWhole } from '../files/write-whole.js';
import { csvEncoder } from './csv-table.js';
import { parquetEncoder } from './parquet-table.js';
import {
  type EventRows,
  type FlagColumn,
  leadingColumns,
  type TableEncoder,
  type TableOrigin,
} from './table-encoder.js';

/**
 * A table of events that grows on disk under another name until it is closed, so that no
 * half-written file is ever taken for a whole one.
 */
export interface EventTable {
  readonly path: string;
  /** @throws WRITER_FAILED */
  write(rows: EventRows): Promise<void>;
  /** Completes the table and gives it its name. @throws WRITER_FAILED */
  close(): Promise<void>;
  /** Drops the table. */
  abort(): Promise<void>;
}

type MakeEncoder = (flags: readonly FlagColumn[], origin: TableOrigin) => TableEncoder;

const encoders: Readonly<Record<string, MakeEncoder>> = {
  '.csv': csvEncoder,
  '.parquet': parquetEncoder,
};

/**
 * Throws where a table of this name could not be written: for a check before the events are
 * processed.
 * @throws WRITER_ENDING
 */
export function checkTableName(path: string): void {
  encoderOf(path);
}

function encoderOf(path: string): MakeEncoder {
  const ending = Object.keys(encoders).find((candidate) => path.toLowerCase().endsWith(candidate));
  if (ending !== undefined) return encoders[ending]!;
  throw new EmulatorError(
    'WRITER_ENDING',
    `${path}: a table of events ends in ${Object.keys(encoders).join(' or ')}`,
  );
}

/**
 * Opens a table with one row per event: number, weight, whether it is accepted, prescale, and for
 * each family and line whether it fired; CSV or Parquet by the ending. What made the events is
 * written with it: into the file of Parquet, beside that of CSV, with `.json` behind its name.
 * @throws WRITER_ENDING, WRITER_COLUMN, WRITER_FAILED
 */
export async function openEventTable(
  path: string,
  flags: readonly FlagColumn[],
  origin: TableOrigin,
): Promise<EventTable> {
  const encoder = encoderOf(path)(flags, origin);
  const taken = new Set<string>(leadingColumns);
  for (const { name } of flags) {
    if (taken.has(name))
      throw new EmulatorError(
        'WRITER_COLUMN',
        `${path}: two columns would be called "${name}"; rename that line or family of the menu`,
      );
    taken.add(name);
  }
  const partial = `${path}.${process.pid}.partial`;
  const file = await guarded(path, () => open(partial, 'w'));
  const append = (bytes: Uint8Array | string) => guarded(path, () => writeAll(file, bytes));
  await append(encoder.start());
  return {
    path,
    write: (rows) => append(encoder.rows(rows)),
    close: async () => {
      await append(encoder.finish());
      await guarded(path, () => file.close());
      await guarded(path, () => rename(partial, path));
      const { beside } = encoder;
      if (beside !== undefined) await guarded(path, () => writeWhole(`${path}.json`, beside));
    },
    abort: async () => {
      await file.close();
      await rm(partial, { force: true });
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array | string): Promise<void> {
  const rest = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let at = 0; at < rest.length; ) at += (await file.write(rest, at)).bytesWritten;
}

async function guarded<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new EmulatorError(
      'WRITER_FAILED',
      `${path}: the table cannot be written: ${(cause as Error).message}`,
      { cause },
    );
  }
}
