import { expect, it } from 'vitest';
import type { Addresses } from '../../../detector/event.js';
import { depositPxd } from '../../../detector/pxd/deposit.js';
import { digitizePxd } from '../../../detector/pxd/digitize.js';
import type { SiliconDeposits } from '../../../detector/silicon/deposit.js';
import { depositSvd } from '../../../detector/svd/deposit.js';
import { digitizeSvd } from '../../../detector/svd/digitize.js';
import { move, particlesOf, type Shot } from '../cdc/chamber.js';
import { addressesOf, pxdConfig, svdConfig } from './crossings.js';

const context = { seed: 4 };
/** More rows than the kernels have room for at first, or copy at once. */
const eventCount = 120;
const tracks = 40;

const shots = (event: number): Shot[] =>
  Array.from({ length: tracks }, (_, track) => {
    const phi = 0.37 * event + 2.4 * track;
    return { pdg: 211, p: [0.6 * Math.cos(phi), 0.6 * Math.sin(phi), 0.3 * Math.sin(event)] };
  });

type Rows = Readonly<Record<string, ArrayLike<number>>> & { readonly offsets: Uint32Array };

/** Rows of an event of a table, column by column. */
const rowsOf = (table: Rows, event: number): readonly (readonly number[])[] =>
  Object.entries(table)
    .filter(([name]) => name !== 'offsets')
    .map(([, column]) => Array.from(column).slice(table.offsets[event], table.offsets[event + 1]));

/** The same numbers in other arrays, which the kernels have not. */
const copyOf = (deposits: SiliconDeposits): SiliconDeposits =>
  Object.fromEntries(
    Object.entries(deposits).map(([name, column]) => [name, column.slice()]),
  ) as unknown as SiliconDeposits;

it.each([
  ['pixels', depositPxd(pxdConfig(), context), digitizePxd(pxdConfig(), context), 9_000],
  ['strips', depositSvd(svdConfig(), context), digitizeSvd(svdConfig(), context), 17_000],
] as const)(
  '%s of an event are the same in a batch that outgrows its room, alone, and from copies',
  (_, deposit, digitize, rows) => {
    const addresses = addressesOf(eventCount);
    const all = Array.from({ length: eventCount }, (_, event) => shots(event));
    const { particles, arcs } = move(particlesOf(all));
    const deposits = deposit(particles, addresses, arcs);
    expect(deposits.sensor.length).toBeGreaterThan(rows);
    // There is room from now on.
    expect(deposit(particles, addresses, arcs)).toEqual(deposits);
    const hits = digitize([deposits], addresses) as Rows;
    expect(digitize([copyOf(deposits)], addresses)).toEqual(hits);
    for (const event of [0, 1, 63, eventCount - 1]) {
      const name: Addresses = { run: 1, slice: Uint32Array.of(0), index: Uint32Array.of(event) };
      // Alone in its batch; transport and deposit draw from its name.
      const own = move(particlesOf(all.map((tracks, row) => (row === event ? tracks : []))));
      const whole = deposit(own.particles, addresses, own.arcs);
      expect(rowsOf(whole, event)).toEqual(rowsOf(deposits, event));
      const single = { ...whole, offsets: Uint32Array.of(0, whole.sensor.length) };
      expect(rowsOf(digitize([single], name) as Rows, 0)).toEqual(rowsOf(hits, event));
    }
  },
);
