import { lastValueFrom, map, reduce } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { DecidableBatch } from '../../../emulator/chain/chain.js';
import type { WindowsJob } from '../../../emulator/chain/jobs.js';
import { machineWindows } from '../../../emulator/settings/machine-in-time.js';
import { decideInOrder } from '../../../emulator/workers/pool.js';
import { busySetup } from '../sources/machine.js';

const setup = busySetup(4);
const slices = [3, 4];
const count = machineWindows(setup)!.count;

/** Jobs of some seeds each, over the first 700 seeds of two slices. */
function* jobs(size: number): Generator<WindowsJob> {
  for (const slice of slices) {
    const seeds = Math.min(700, count(slice));
    for (let first = 0; first < seeds; first += size)
      yield { kind: 'windows', slice, first, count: Math.min(size, seeds - first) };
  }
}

/** Everything that was decided, a list for each column. */
function decided(workers: number, size: number): Promise<readonly (readonly number[])[]> {
  const columnsOf = ({ addresses, windows, ...batch }: DecidableBatch) => [
    addresses.index,
    batch.time,
    batch.weights,
    windows!.lastMember,
    windows!.anchor,
    batch.inputBits,
    batch.ftdlBits,
  ];
  return lastValueFrom(
    decideInOrder(jobs(size), { setup, workers }).pipe(
      map(({ batch }) => columnsOf(batch)),
      reduce(
        (all, columns) => all.map((column, at) => [...column, ...columns[at]!]),
        Array.from({ length: 7 }, (): readonly number[] => []),
      ),
    ),
  );
}

describe('windows of the machine in time', () => {
  it('have the same bytes with 1 worker, batches of 1024, and with 2, batches of 64', async () => {
    const expected = await decided(1, 1024);
    expect(expected[0]!.length).toBeGreaterThan(100);
    expect(await decided(2, 64)).toStrictEqual(expected);
  });
});
