import { chanceSums } from '../../../emulator/rates/chance-sums.js';
import type { FoundClass } from '../../../emulator/rates/class-rates.js';

/** A class of a thousand events of weight 1, of which a share fires the only line of a menu. */
export function foundClass(
  name: string,
  hz: number,
  share: number,
  more: Partial<FoundClass> = {},
): FoundClass {
  const quantities = [{ kind: 'accepted', name: 'accepted' }] as const;
  const sums = chanceSums({ quantities, chanceOf: new Float64Array(2), familyCount: 2 });
  sums.events = 1000;
  sums.sumWeights = 1000;
  sums.sumSquares = 1000;
  for (const column of [sums.weighted, sums.squares, sums.squaredChances])
    column.fill(1000 * share);
  return {
    name,
    sender: name,
    tier: 'anchor',
    origin: 'stray',
    generator: 'stray',
    config: {},
    hz,
    sums,
    ...more,
  };
}
