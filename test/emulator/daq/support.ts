import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { sliceAddresses } from '../../../detector/event.js';
import type { RecordableBatch } from '../../../emulator/daq/events-record.js';
import { encodeFrame, magic } from '../../../emulator/daq/frames.js';
import { menuHash } from '../../../emulator/daq/menu-hash.js';
import { Recorder, type RecorderOptions } from '../../../emulator/daq/recorder.js';
import type { RecordingItem } from '../../../emulator/daq/recording.js';
import { decodeRecord, encodeRecord } from '../../../emulator/daq/record-codec.js';
import type { EventsRecord, RunEnd } from '../../../emulator/daq/records.js';
import { segmentsIn } from '../../../emulator/daq/segments.js';
import { noObservations } from '../../../emulator/chain/observations.js';
import { inputWords, outputWords } from '../../../triggers/batches.js';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { quietLog } from '../../monitor/synthetic-run.js';

/** A directory that is gone after the tests of the file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'b2l1-daq-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * Events of which every third is accepted, every third fires a line that its prescale drops, and
 * every third fires none.
 */
export function syntheticBatch(slice: number, first: number, count: number): RecordableBatch {
  const every = (words: number, of: (event: number) => number): Uint32Array => {
    const bits = new Uint32Array(count * words);
    for (let event = 0; event < count; event++) bits[event * words] = of(event);
    return bits;
  };
  const events = Uint32Array.from({ length: count }, (_, event) => event).filter(
    (event) => event % 3 < 2,
  );
  const offsets = Uint32Array.from(
    { length: events.length + 1 },
    (_, row) => (row * (row + 1)) / 2,
  );
  const rows = offsets.at(-1)!;
  return {
    eventCount: count,
    addresses: sliceAddresses(1, slice, first, count),
    weights: Float64Array.from({ length: count }, (_, event) => 1 / (event + 1)),
    time: Float64Array.from({ length: count }, (_, event) => 1e9 * slice + event / 3),
    inputBits: every(inputWords, (event) => 0x8000_0001 + event),
    ftdlBits: every(outputWords, (event) => (event % 3 < 2 ? 6 : 0)),
    risingBits: every(outputWords, (event) => (event % 3 < 2 ? 6 : 0)),
    psnmBits: every(outputWords, (event) => (event % 3 === 0 ? 2 : 0)),
    timingSource: Uint8Array.from({ length: count }, (_, event) => event % 4),
    observations: noObservations(count),
    kept: {
      events,
      hits: {
        wires: {
          offsets,
          wire: Uint16Array.from({ length: rows }, (_, row) => row),
          time: new Float32Array(rows).fill(slice + 0.1),
        },
        crystals: {
          sums: {
            offsets,
            energy: Float64Array.from({ length: rows }, (_, row) => Math.sqrt(row)),
          },
        },
        occupancy: Int16Array.from({ length: 2 * events.length }, (_, row) => -row),
      },
    },
  };
}

/** Ascending prescale counters, as if each batch moved them. */
export function syntheticRecorder(
  directory: string,
  options: Partial<RecorderOptions> = {},
): Recorder {
  let state = 0;
  return new Recorder({
    directory,
    run: {
      version: '0.1.0',
      seed: 2 ** 40,
      run: 1,
      card: 'single-photon',
      source: 'synthetic batches',
      pace: 'max',
      rate: 1000,
      points: [{ generator: 'gun', config: { pdg: 22 } }],
      schedule: [0],
      conditions: 'nominal',
      config: {},
      menu: { ...eclMenu, lines: eclMenu.lines.slice(0, 2) },
      menuHash: menuHash(eclMenu),
    },
    maxBytes: Number.POSITIVE_INFINITY,
    maxMilliseconds: Number.POSITIVE_INFINITY,
    onFull: 'end',
    onFailure: 'end',
    deciderState: () => ({ prescale: new Uint32Array(192).fill(state++) }),
    clock: { now: () => 0 },
    log: quietLog,
    ...options,
  });
}

export const someEnd: Omit<RunEnd, 'kind' | 'recorded'> = {
  outcome: 'ended',
  reason: 'enough',
  slices: 0,
  processed: 0,
  sumWeights: 0,
  accepted: 0,
  givenUp: { slices: 0, events: 0 },
  lines: [],
};

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export const eventsOf = (items: readonly RecordingItem[]): readonly EventsRecord[] =>
  items.filter((item) => item.kind === 'events');
export const faultsOf = (items: readonly RecordingItem[]): readonly string[] =>
  items.flatMap((item) => (item.kind === 'fault' ? [item.text] : []));

/** The bodies of the frames of a segment file, checksums aside. */
export function bodiesOf(file: string): readonly Buffer[] {
  const bytes = readFileSync(file);
  const bodies: Buffer[] = [];
  for (let offset = magic.length; offset < bytes.length; ) {
    const end = offset + 12 + bytes.readUInt32LE(offset);
    bodies.push(bytes.subarray(offset + 12, end));
    offset = end;
  }
  return bodies;
}

/** A segment file of these bodies, with right checksums and numbers. */
export function segmentOf(bodies: readonly Uint8Array[]): Buffer {
  return Buffer.concat([
    magic,
    ...bodies.flatMap((body, sequence) => encodeFrame(sequence, Buffer.from(body))),
  ]);
}

/** A copy of a recording in which `change` has changed the bodies of one segment. */
export function rewritten(
  original: string,
  directory: string,
  change: (bodies: readonly Buffer[]) => readonly Uint8Array[],
  segment = 0,
): string {
  cpSync(original, directory, { recursive: true });
  const file = join(directory, segmentsIn(directory)[segment]!.name);
  writeFileSync(file, segmentOf(change(bodiesOf(file))));
  return directory;
}

/**
 * A copy of a recording in which `change` has put another record in place of the first events,
 * checksum and all.
 */
export function forged(
  original: string,
  directory: string,
  change: (record: EventsRecord) => EventsRecord,
): string {
  let done = false;
  return rewritten(original, directory, (bodies) =>
    bodies.map((body) => {
      const record = decodeRecord(body);
      if (done || record.kind !== 'events') return body;
      done = true;
      return encodeRecord(change(record));
    }),
  );
}
