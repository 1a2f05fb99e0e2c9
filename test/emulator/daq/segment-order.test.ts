import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord } from '../../../emulator/daq/record-codec.js';
import type { RunRecord } from '../../../emulator/daq/records.js';
import { batches, expected, read, recordIn } from './short-run.js';
import {
  bodiesOf,
  eventsOf,
  faultsOf,
  segmentOf,
  someEnd,
  syntheticRecorder,
  temporaryDirectory,
} from './support.js';

const scratch = temporaryDirectory();
const record = (name: string, maxBytes?: number): Promise<string> =>
  recordIn(join(scratch, name), maxBytes);

describe('the segments of a run', () => {
  /** What is read of a copy in which files were renamed, copied or removed. */
  async function changedNames(name: string, change: (path: string) => void) {
    const path = await record(name, 1);
    change(path);
    const items = await read(path);
    const lost = items.reduce((sum, item) => sum + (item.kind === 'fault' ? item.events : 0), 0);
    return { events: eventsOf(items), faults: faultsOf(items), lost };
  }
  const segment = (path: string, number: number): string =>
    join(path, `segment-${String(number).padStart(6, '0')}.b2l1`);

  it('are not complete without the last one', async () => {
    const { events, faults } = await changedNames('no-last', (path) => rmSync(segment(path, 4)));
    expect(events).toEqual(expected.slice(0, 4));
    expect(faults).toEqual(['the last segment does not hold the end of the run']);
  });

  it('are one gap up to a number that is far away', async () => {
    const { events, faults, lost } = await changedNames('far', (path) => {
      const bodies = bodiesOf(segment(path, 4));
      const far = { ...(decodeRecord(bodies[0]!) as RunRecord), segment: 999_999_999 };
      rmSync(segment(path, 4));
      writeFileSync(
        segment(path, 999_999_999),
        segmentOf([encodeRecord(far), ...bodies.slice(1, -2), encodeRecord(far), bodies.at(-1)!]),
      );
    });
    expect(events).toEqual(expected);
    expect(faults).toEqual(['segments 4 to 999999998 are missing']);
    expect(lost).toBe(0);
  });

  it('whose names were swapped are read as what they hold', async () => {
    const { events, faults, lost } = await changedNames('swapped', (path) => {
      renameSync(segment(path, 1), join(path, 'x'));
      renameSync(segment(path, 2), segment(path, 1));
      renameSync(join(path, 'x'), segment(path, 2));
    });
    expect(events).toEqual(expected);
    expect(lost).toBe(0);
    expect(faults).toEqual([
      'segment-000002.b2l1 holds segment 1: it is read as that',
      'segment-000001.b2l1 holds segment 2: it is read as that',
    ]);
  });

  it('that were copied are read once, those in the making and odd names among them', async () => {
    const { events, faults, lost } = await changedNames('copied', (path) => {
      cpSync(segment(path, 1), segment(path, 3));
      cpSync(segment(path, 0), `${segment(path, 0)}.part`);
      cpSync(segment(path, 2), join(path, 'segment-2 (copy).b2l1'));
      cpSync(segment(path, 2), join(path, 'segment-0000002.b2l1'));
    });
    expect(events).toEqual(expected.filter((_, batch) => batch !== 3));
    expect(lost).toBe(10);
    expect(faults).toEqual([
      'segment-2 (copy).b2l1 is not the name of a segment: it is not read',
      'segment-000000.b2l1.part holds segment 0 once more: it is not read',
      'segment-000003.b2l1 holds segment 1 once more: it is not read',
      'segment-0000002.b2l1 holds segment 2 once more: it is not read',
      'segment 3 is missing',
      '10 recorded events are missing before the next segment',
    ]);
  });

  it('of another run are not read, whatever they are called', async () => {
    const other = join(scratch, 'other-run');
    const stranger = syntheticRecorder(other);
    await stranger.open();
    stranger.write(batches[0]!);
    await stranger.close(someEnd);
    const { events, faults } = await changedNames('foreign', (path) => {
      const bodies = bodiesOf(segment(other, 0));
      const header = encodeRecord({ ...(decodeRecord(bodies[0]!) as RunRecord), run: 2 });
      const strange = segmentOf([header, ...bodies.slice(1, -2), header, bodies.at(-1)!]);
      writeFileSync(segment(path, 5), strange);
      // The first header is damaged: the second tells whose it is.
      strange[60] = strange[60]! ^ 1;
      writeFileSync(segment(path, 6), strange);
    });
    expect(events).toEqual(expected);
    expect(faults).toEqual([
      'segment-000005.b2l1 belongs to another run (seed 1099511627776, run 2)',
      'segment-000006.b2l1 belongs to another run (seed 1099511627776, run 2)',
    ]);
  });

  it('without any header that repeat what was read are named once and not shown', async () => {
    const { events, faults, lost } = await changedNames('repeated', (path) => {
      const bodies = bodiesOf(segment(path, 3));
      const state = bodies[1]!;
      writeFileSync(
        segment(path, 4),
        segmentOf([state, bodies[2]!, ...bodiesOf(segment(path, 4))]),
      );
    });
    expect(events).toEqual(expected);
    expect(lost).toBe(0);
    expect(faults.filter((text) => text.includes('twice'))).toEqual([
      'the next segment stands twice',
    ]);
  });
});
