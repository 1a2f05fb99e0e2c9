import { lastValueFrom, map, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { decide, decideSchema } from '../../../triggers/gdl/decide.js';
import { ftdl } from '../../../triggers/gdl/ftdl.js';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { isAccepted } from '../../../triggers/gdl/prescale.js';
import { timingSources } from '../../../triggers/gdl/timing.js';
import { inputBits, line, menuOf } from './support.js';

const menu = compileMenu(menuOf(line(41, 'ehigh & !veto', 3), line(74, 'ecl_active', 0)));
const config = parseConfig(decideSchema, { prescale: { phase: 'zero' } }, 'test');
const events = Array.from({ length: 9 }, (_, event) =>
  event === 4 ? (['ecl_active', 'ehigh', 'veto'] as const) : (['ecl_active', 'ehigh'] as const),
);

const batches = (...sizes: readonly number[]) =>
  of(
    ...sizes.map((size, position) => ({
      size,
      first: sizes.slice(0, position).reduce((sum, earlier) => sum + earlier, 0),
    })),
  ).pipe(
    map(({ size, first }) => ({
      eventCount: size,
      addresses: sliceAddresses(1, 0, first, size),
      time: Float64Array.from({ length: size }, (_, event) => 1000 * (first + event)),
      inputBits: inputBits(events.slice(first, first + size)),
    })),
    ftdl(menu),
  );

describe('the global decision', () => {
  it('accepts every third event that the line fired on, with the time of the ECL', async () => {
    const decision = await lastValueFrom(batches(9).pipe(decide(menu, config, { seed: 1 })));
    // The veto takes event 4 out of the count.
    expect([...events.keys()].filter((event) => isAccepted(decision.psnmBits, event))).toEqual([
      2, 6,
    ]);
    expect([...decision.timingSource]).toEqual(
      [...events.keys()].map((event) =>
        event === 2 || event === 6 ? timingSources.ecl : timingSources.none,
      ),
    );
    expect([...decision.time]).toEqual([...events.keys()].map((event) => 1000 * event));
  });

  it('is the same for any batch size', async () => {
    const bits = async (...sizes: readonly number[]) =>
      (
        await lastValueFrom(batches(...sizes).pipe(decide(menu, config, { seed: 1 }), toArray()))
      ).flatMap(({ psnmBits }) => [...psnmBits]);
    expect(await bits(1, 1, 4, 3)).toEqual(await bits(9));
  });

  it('starts its counters fresh for each subscriber', async () => {
    const decisions$ = batches(9).pipe(decide(menu, config, { seed: 1 }));
    const first = await lastValueFrom(decisions$);
    expect((await lastValueFrom(decisions$)).psnmBits).toEqual(first.psnmBits);
  });
});
