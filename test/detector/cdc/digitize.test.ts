import { describe, expect, it } from 'vitest';
import { TableBuilder } from '../../../detector/base/columns.js';
import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { tdcBin } from '../../../detector/cdc/digitize.js';
import { type CdcHits, type CdcSignals, cdcSignalSchema } from '../../../detector/cdc/hits.js';
import { sliceAddresses } from '../../../detector/event.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;

function deposits(
  events: readonly (readonly (readonly [wire: number, time: number])[])[],
): CdcSignals {
  const builder = new TableBuilder(cdcSignalSchema);
  for (const rows of events) {
    builder.reserve(rows.length);
    for (const [wire, time] of rows) {
      builder.columns.wire[builder.rowCount] = wire;
      builder.columns.time[builder.rowCount++] = time;
    }
    builder.endEvent();
  }
  return builder.take();
}

function digitize(lists: readonly CdcSignals[], raw: unknown = {}): CdcHits {
  const events = lists[0] === undefined ? 0 : lists[0].offsets.length - 1;
  return cdc.digitize(parseConfig(cdc.schema, raw, 'test'), { seed: 8 })(
    lists,
    sliceAddresses(1, 0, 0, events),
  );
}

const rows = ({ wire, tdc }: CdcHits) => [...wire].map((w, row) => [w, at(tdc, row)]);

describe('hits of the chamber', () => {
  it('count time in bins of 0.98254 ns', () => {
    expect(rows(digitize([deposits([[[5, 100]]])]))).toEqual([[5, 101]]);
    expect(rows(digitize([deposits([[[5, -0.1]]])]))).toEqual([[5, -1]]);
  });

  it('are in order of wire, then time', () => {
    const hits = rows(
      digitize([
        deposits([
          [
            [14335, 10],
            [70, 200],
            [3, 5],
            [70, 20],
            [71, 0],
          ],
        ]),
      ]),
    );
    expect(hits.map(([wire]) => wire)).toEqual([3, 70, 70, 71, 14335]);
    expect(at(hits[1] ?? [], 1)).toBeLessThan(at(hits[2] ?? [], 1));
  });

  it('keep the earliest of a wire in each window of 32 bins, whichever list it comes from', () => {
    const bin = (count: number) => (count + 0.5) * tdcBin;
    const first = deposits([
      [
        [9, bin(40)],
        [9, bin(63)],
      ],
    ]);
    const second = deposits([
      [
        [9, bin(35)],
        [9, bin(64)],
        [9, bin(95)],
      ],
    ]);
    expect(rows(digitize([first, second]))).toEqual([
      [9, 35],
      [9, 64],
    ]);
    expect(rows(digitize([second, first]))).toEqual([
      [9, 35],
      [9, 64],
    ]);
    // Windows go on below zero: −1 and 0 are in different ones.
    expect(
      rows(
        digitize([
          deposits([
            [
              [9, bin(-1)],
              [9, bin(0)],
              [9, bin(-32)],
            ],
          ]),
        ]),
      ),
    ).toEqual([
      [9, -32],
      [9, 0],
    ]);
  });

  it('lie in the window of acceptance, −100 ns and 500 bins by default', () => {
    const hits = rows(
      digitize([
        deposits([
          [
            [1, -101],
            [2, -99],
            [3, 390],
            [4, 392],
          ],
        ]),
      ]),
    );
    expect(hits.map(([wire]) => wire)).toEqual([2, 3]);
  });

  it('belong to their events', () => {
    const { offsets } = digitize([
      deposits([
        [[1, 0]],
        [],
        [
          [1, 0],
          [2, 0],
        ],
      ]),
    ]);
    expect([...offsets]).toEqual([0, 1, 1, 3]);
  });
});
