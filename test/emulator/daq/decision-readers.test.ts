import { describe, expect, it } from 'vitest';
import { DecisionReaders } from '../../../emulator/daq/decision-readers.js';
import type { DecidedEvents } from '../../../monitor/decided-events.js';
import { syntheticBatch } from './support.js';

const follow = (readers: DecisionReaders, hasRoom = () => true) => {
  const taken: DecidedEvents[] = [];
  return { taken, credit: readers.add({ take: (events) => taken.push(events), hasRoom }) };
};
const slicesOf = (taken: readonly DecidedEvents[]) => taken.map(({ slice }) => slice[0]);

describe('readers of all decisions', () => {
  it('get each batch once, in order, for a credit; the chain waits for the last', async () => {
    const readers = new DecisionReaders();
    const [quick, slow] = [follow(readers), follow(readers)];
    quick.credit.grant(10);
    for (const slice of [1, 2, 3]) readers.send(syntheticBatch(slice, 0, 4));
    expect(slicesOf(quick.taken)).toEqual([1, 2, 3]);
    expect(slow.taken).toEqual([]);
    expect([quick.credit.waiting(), slow.credit.waiting()]).toEqual([0, 3]);
    let isReady = false;
    const room = readers.ready()!.then(() => {
      isReady = true;
    });
    slow.credit.grant(2);
    expect(slicesOf(slow.taken)).toEqual([1, 2]);
    await Promise.resolve();
    expect(isReady).toBe(false);
    slow.credit.grant(1);
    await room;
    expect(slicesOf(slow.taken)).toEqual([1, 2, 3]);
    expect(readers.ready()).toBeUndefined();
  });

  it('are not waited for once they have gone', async () => {
    const readers = new DecisionReaders();
    const { credit, taken } = follow(readers);
    readers.send(syntheticBatch(1, 0, 4));
    const room = readers.ready();
    credit.close();
    await room;
    readers.send(syntheticBatch(2, 0, 4));
    expect([readers.ready(), taken]).toEqual([undefined, []]);
  });

  it('get nothing while what they took has not left, whatever their credit', () => {
    const readers = new DecisionReaders();
    let hasRoom = false;
    const { credit, taken } = follow(readers, () => hasRoom);
    credit.grant(5);
    readers.send(syntheticBatch(1, 0, 4));
    expect(taken).toEqual([]);
    hasRoom = true;
    credit.grant(0);
    expect(slicesOf(taken)).toEqual([1]);
  });

  it('are told of every event, refused ones too, and of what windows stand for', () => {
    const readers = new DecisionReaders();
    const { credit, taken } = follow(readers);
    credit.grant(1);
    const batch = syntheticBatch(6, 20, 4);
    readers.send({ ...batch, standing: { accepts: Uint32Array.of(0, 3, 0, 1) } });
    const { run, index, time, ftdlBits, psnmBits, timingSource, accepts } = taken[0]!;
    expect({ run, index: [...index] }).toEqual({ run: 1, index: [20, 21, 22, 23] });
    expect(accepts).toEqual(Uint32Array.of(0, 3, 0, 1));
    expect([time, ftdlBits, psnmBits, timingSource]).toEqual([
      batch.time,
      batch.ftdlBits,
      batch.psnmBits,
      batch.timingSource,
    ]);
  });
});
