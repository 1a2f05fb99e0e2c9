import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import type { HitTree } from '../../../emulator/chain/kept-hits.js';
import { isTypedArray } from '../../../emulator/chain/kept-hits.js';
import { eventsRecord } from '../../../emulator/daq/events-record.js';
import { segmentsIn } from '../../../emulator/daq/segments.js';
import { inputWords, outputWords } from '../../../triggers/batches.js';
import { describeWith, python } from '../../support/components.js';
import { someEnd, syntheticBatch, syntheticRecorder, temporaryDirectory } from './support.js';

const scratch = temporaryDirectory();
const batches = [syntheticBatch(0, 0, 9), syntheticBatch(3, 0, 30), syntheticBatch(4, 0, 2)];

interface PythonRecord {
  readonly head: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<
    Record<string, { readonly rows: number; readonly columns: Readonly<Record<string, unknown>> }>
  >;
}

/** Hits as the other reader shows them: by the names of tables, columns as lists of rows. */
function shownHits(
  node: HitTree,
  events: number,
  name = 'hits',
): Readonly<Record<string, unknown>> {
  const { offsets } = node;
  const rows = offsets instanceof Uint32Array ? offsets.at(-1)! : events;
  const own = Object.entries(node).filter(
    ([, value]) => typeof value !== 'object' || isTypedArray(value),
  );
  const below = Object.entries(node).filter(
    ([, value]) => typeof value === 'object' && !isTypedArray(value),
  );
  const columns = own.map(([column, value]) => [
    column,
    !isTypedArray(value) || column === 'offsets' ? [...(value as Uint32Array)] : byRow(value, rows),
  ]);
  return {
    ...(own.length === 0 ? {} : { [name]: { rows, columns: Object.fromEntries(columns) } }),
    ...Object.assign(
      {},
      ...below.map(([part, value]) => shownHits(value as HitTree, events, `${name}/${part}`)),
    ),
  };
}

function byRow(values: ArrayLike<number>, rows: number, width = values.length / rows): unknown[] {
  const all = Array.from(values);
  if (rows === 0 || width === 1) return all;
  return Array.from({ length: rows }, (_, row) => all.slice(row * width, (row + 1) * width));
}

describeWith(python, 'a reader in Python, written from README.md alone', (path) => {
  let records: readonly PythonRecord[];
  beforeAll(async () => {
    const directory = join(scratch, 'run');
    // Segments of one batch each; what was given up stands in the second.
    const recorder = syntheticRecorder(directory, { maxBytes: 1 });
    await recorder.open();
    recorder.giveUp(1, 2, 17);
    for (const batch of batches) recorder.write(batch);
    await recorder.close({ ...someEnd, slices: 5, sumWeights: 0.1 + 0.2 });
    const script = fileURLToPath(new URL('../../support/read_recording.py', import.meta.url));
    const segments = segmentsIn(directory).map(({ name }) => join(directory, name));
    const { stdout } = await promisify(execFile)(path, [script, ...segments]);
    records = JSON.parse(stdout) as readonly PythonRecord[];
  });

  it('finds checksums, numbers, end marks and the records of each segment in order', () => {
    expect(records.map(({ head }) => head.kind)).toEqual(
      [
        ['run', 'state', 'events', 'run', 'segment-end'],
        ['run', 'state', 'given-up', 'events', 'run', 'segment-end'],
        ['run', 'state', 'events', 'run-end', 'run', 'segment-end'],
      ].flat(),
    );
    const end = records.find(({ head }) => head.kind === 'run-end')!;
    expect(end.head).toMatchObject({ outcome: 'ended', slices: 5, sumWeights: 0.1 + 0.2 });
    expect(records[0]!.head).toMatchObject({ seed: 2 ** 40, rate: 1000, schedule: [0] });
    expect(records[6]!.tables.prescale!.columns.state).toEqual(Array(192).fill(1));
  });

  it('reads every column of events and hits to the last bit', () => {
    const events = records.filter(({ head }) => head.kind === 'events');
    expect(events).toHaveLength(batches.length);
    let before = 0;
    for (const [number, { head, tables }] of events.entries()) {
      const expected = eventsRecord(batches[number]!, before);
      const { index, hits } = expected;
      before += index.length;
      const { slice, first, played, recordedBefore } = expected;
      expect(head).toEqual({ kind: 'events', slice, first, played, recordedBefore });
      const { events: rows, ...others } = tables;
      expect(rows).toEqual({
        rows: index.length,
        columns: {
          index: [...index],
          time: [...expected.time!],
          weight: [...expected.weight!],
          inputBits: byRow(expected.inputBits, index.length, inputWords),
          ftdlBits: byRow(expected.ftdlBits, index.length, outputWords),
          psnmBits: byRow(expected.psnmBits, index.length, outputWords),
          timingSource: [...expected.timingSource!],
        },
      });
      expect(others).toEqual(shownHits(hits, index.length));
    }
  });
});
