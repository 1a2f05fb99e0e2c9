import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTableName, openEventTable } from '../../../emulator/writers/event-table.js';
import type { EventRows } from '../../../emulator/writers/table-encoder.js';
import { outputWords, setBit } from '../../../triggers/batches.js';

const lines = [
  { name: 'any', numbers: [3, 159] },
  { name: 'lml1', numbers: [40] },
  { name: 'lml6', numbers: [3] },
  { name: 'hie', numbers: [159] },
];

const origin = { version: '1.2.3', seed: 7, machine: '2022-peak', file: undefined };

/** Event i fires line j when (i >> j) is odd; it is accepted when i is a multiple of 3. */
function rowsOf(first: number, eventCount: number): EventRows {
  const bits = new Uint32Array(eventCount * outputWords);
  const events = Array.from({ length: eventCount }, (_, event) => first + event);
  for (const event of events) {
    for (const [line, { numbers }] of lines.slice(1).entries())
      if ((event >> line) & 1) setBit(bits, outputWords, event - first, numbers[0]!);
  }
  return {
    eventCount,
    numbers: Float64Array.from(events, (event) => 10 * event),
    weights: Float64Array.from(events, (event) => event / 3),
    accepted: Uint8Array.from(events, (event) => (event % 3 === 0 ? 1 : 0)),
    prescale: Float64Array.from(events, (event) => event / 2),
    bits,
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'b2l1-tables-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function writeTable(name: string, eventCount: number, batchSize: number): Promise<string> {
  const path = join(folder, name);
  const table = await openEventTable(path, lines, origin);
  for (let first = 0; first < eventCount; first += batchSize)
    await table.write(rowsOf(first, Math.min(batchSize, eventCount - first)));
  await table.close();
  return path;
}

describe('a table of events', () => {
  it('as CSV has number, weight, decision, prescale and 0 or 1 per family and line', async () => {
    const path = await writeTable('out.csv', 6, 4);
    expect(readFileSync(path, 'utf8')).toBe(
      'number,weight,accepted,prescale,any,lml1,lml6,hie\n0,0,1,0,0,0,0,0\n' +
        '10,0.3333333333333333,0,0.5,0,1,0,0\n20,0.6666666666666666,0,1,1,0,1,0\n' +
        '30,1,1,1.5,1,1,1,0\n40,1.3333333333333333,0,2,1,0,0,1\n' +
        '50,1.6666666666666667,0,2.5,1,1,0,1\n',
    );
  });

  it('as Parquet reads back to the same values with another library', async () => {
    const file = await asyncBufferFromFile(await writeTable('out.parquet', 6, 4));
    expect(await parquetReadObjects({ file })).toEqual(
      [0, 1, 2, 3, 4, 5].map((event) => ({
        number: BigInt(10 * event),
        weight: event / 3,
        accepted: event % 3 === 0,
        prescale: event / 2,
        any: event > 1,
        lml1: Boolean(event & 1),
        lml6: Boolean(event & 2),
        hie: Boolean(event & 4),
      })),
    );
  });

  it.each(['a.csv', 'a.parquet'])(
    'has the same bytes whatever the batches were (%s)',
    async (name) => {
      const whole = readFileSync(await writeTable(name, 20_000, 20_000));
      expect(readFileSync(await writeTable(name, 20_000, 1000)).equals(whole)).toBe(true);
      expect(readFileSync(await writeTable(name, 20_000, 777)).equals(whole)).toBe(true);
    },
  );

  it('as Parquet has row groups of 16384, so memory does not grow with the events', async () => {
    const file = await asyncBufferFromFile(await writeTable('groups.parquet', 40_000, 1024));
    const { row_groups: groups } = await parquetMetadataAsync(file);
    expect(groups.map(({ num_rows: rows }) => Number(rows))).toEqual([16_384, 16_384, 7232]);
    const rows = await parquetReadObjects({ file, rowStart: 39_999 });
    expect(rows).toEqual([
      {
        number: 399_990n,
        weight: 39_999 / 3,
        accepted: true,
        prescale: 39_999 / 2,
        any: true,
        lml1: true,
        lml6: true,
        hie: true,
      },
    ]);
  });

  it.each(['empty.csv', 'empty.parquet'])(
    'without events is a valid table without rows (%s)',
    async (name) => {
      const path = await writeTable(name, 0, 1);
      if (name.endsWith('csv'))
        expect(readFileSync(path, 'utf8')).toBe(
          'number,weight,accepted,prescale,any,lml1,lml6,hie\n',
        );
      else expect(await parquetReadObjects({ file: await asyncBufferFromFile(path) })).toEqual([]);
    },
  );

  it('has its name only when it is whole; dropped, it leaves nothing behind', async () => {
    const path = join(folder, 'late.csv');
    const table = await openEventTable(path, lines, origin);
    await table.write(rowsOf(0, 10));
    expect(existsSync(path)).toBe(false);
    await table.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces an older table only when the new one is whole', async () => {
    const path = await writeTable('twice.csv', 3, 3);
    const before = readFileSync(path, 'utf8');
    const table = await openEventTable(path, lines, origin);
    await table.write(rowsOf(0, 1));
    expect(readFileSync(path, 'utf8')).toBe(before);
    await table.close();
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    expect(readdirSync(folder)).toEqual(['twice.csv', 'twice.csv.json']);
  });

  it('says what made its events: Parquet in the file, CSV beside it', async () => {
    const beside = readFileSync(`${await writeTable('out.csv', 1, 1)}.json`, 'utf8');
    expect(JSON.parse(beside)).toEqual({ version: '1.2.3', seed: 7, machine: '2022-peak' });
    const file = await asyncBufferFromFile(await writeTable('out.parquet', 1, 1));
    const { key_value_metadata: pairs } = await parquetMetadataAsync(file);
    expect(pairs).toContainEqual({ key: 'machine', value: '2022-peak' });
    expect(pairs?.map(({ key }) => key)).toEqual(['version', 'seed', 'machine']);
  });

  it('quotes names that CSV would cut', async () => {
    const path = join(folder, 'quoted.CSV');
    const table = await openEventTable(path, [{ name: 'a "b", c', numbers: [0] }], origin);
    await table.close();
    expect(readFileSync(path, 'utf8')).toBe('number,weight,accepted,prescale,"a ""b"", c"\n');
  });
});

describe('a table that cannot be', () => {
  it('is refused for its ending before any event is processed', async () => {
    expect(() => checkTableName('out.root')).toThrow(
      expect.objectContaining({
        code: 'WRITER_ENDING',
        message: 'out.root: a table of events ends in .csv or .parquet',
      }),
    );
    await expect(openEventTable(join(folder, 'x.txt'), lines, origin)).rejects.toMatchObject({
      code: 'WRITER_ENDING',
    });
    expect(() => checkTableName('OUT.Parquet')).not.toThrow();
  });

  it('is refused when two columns would have one name', async () => {
    await expect(
      openEventTable(join(folder, 'x.csv'), [{ name: 'weight', numbers: [1] }], origin),
    ).rejects.toMatchObject({ code: 'WRITER_COLUMN' });
  });

  it('says where and why', async () => {
    await expect(
      openEventTable(join(folder, 'no/such/x.csv'), lines, origin),
    ).rejects.toMatchObject({
      code: 'WRITER_FAILED',
      message: expect.stringMatching(/no\/such\/x\.csv: the table cannot be written: ENOENT/),
    });
  });
});
