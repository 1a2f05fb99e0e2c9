import { chanceSums } from '../../../emulator/rates/chance-sums.js';
import type { FoundClass } from '../../../emulator/rates/class-rates.js';

/**
 * A class of a thousand seeds, of which a share fires the only line of a menu; at other rates as
 * often, but for those that are given.
 */
export function foundClass(
  name: string,
  hz: number,
  share: number,
  { variedShares = [], ...more }: Partial<FoundClass> & { variedShares?: readonly number[] } = {},
): FoundClass {
  const quantities = [{ kind: 'accepted', name: 'accepted' }] as const;
  const sums = chanceSums({ quantities, chanceOf: new Float64Array(2), familyCount: 2 }, 6);
  sums.events = 1000;
  for (const column of [sums.chances, sums.squares, ...sums.varied]) column.fill(1000 * share);
  for (const [set, varied] of variedShares.entries()) sums.varied[set]!.fill(1000 * varied);
  return {
    name,
    sender: name,
    source: 101,
    tier: 'anchor',
    origin: 'stray',
    generator: 'stray',
    config: {},
    hz,
    sums,
    ...more,
  };
}
