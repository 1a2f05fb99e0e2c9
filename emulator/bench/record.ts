import type { Addresses } from '../../detector/event.js';
import { outputWords } from '../../triggers/batches.js';
import { eventsRecord, type RecordableBatch } from '../daq/events-record.js';
import { encodeFrame } from '../daq/frames.js';
import { type HitTree, selectHits } from '../chain/kept-hits.js';
import { encodeRecord } from '../daq/record-codec.js';
import { noObservations } from '../chain/observations.js';

/** An accepted batch as the recorder gets it: every event is taken. */
export function acceptedBatch(
  addresses: Addresses,
  hits: HitTree,
  inputBits: Uint32Array,
): RecordableBatch {
  const eventCount = addresses.index.length;
  const events = addresses.index.map((_, event) => event);
  const bits = new Uint32Array(eventCount * outputWords).fill(1);
  return {
    eventCount,
    addresses,
    weights: new Float64Array(eventCount).fill(1),
    time: new Float64Array(eventCount),
    inputBits,
    ftdlBits: bits,
    risingBits: bits,
    psnmBits: bits,
    timingSource: new Uint8Array(eventCount),
    observations: noObservations(eventCount),
    kept: { events, hits: selectHits(hits, eventCount, events) },
  };
}

/**
 * What the main thread does to record a batch, up to the bytes that go to the disk. Returns how
 * many.
 */
export function recordBatch(batch: RecordableBatch): number {
  return encodeFrame(0, encodeRecord(eventsRecord(batch, 0))).reduce(
    (sum, { length }) => sum + length,
    0,
  );
}
