import { lastValueFrom, map, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { type Decidable, decide, decideSchema, makeDecider } from '../../../triggers/gdl/decide.js';
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

describe('the global decision on windows', () => {
  const seven = Array.from({ length: 7 }, (_, at) => at);
  const windows = (at: readonly number[] = seven): Decidable => {
    const bits = inputBits(at.map(() => ['ecl_active', 'ehigh'] as const));
    return {
      eventCount: at.length,
      addresses: sliceAddresses(1, 0, at[0] ?? 0, at.length),
      time: Float64Array.from(at, (window) => 200 * window),
      windows: { lastMember: Float64Array.from(at, (window) => 200 * window) },
      weights: Float64Array.from(at, (window) => (window === 6 ? 5 : 1)),
      inputBits: bits,
      ftdlBits: menu.ftdl(bits, at.length),
    };
  };
  const alternate = [0, 2, 4, 6];

  it('counts a line when it rises: what stays up is one occurrence', () => {
    const decider = makeDecider(menu, config, { seed: 1 });
    const decision = decider.decide(windows());
    expect([...decision.risingBits].filter((word) => word !== 0)).toHaveLength(2);
    expect(decision.ftdlBits).toEqual(windows().ftdlBits);
    expect([...decider.state().prescale].filter((count) => count > 0)).toEqual([1]);
  });

  it('accepts as often as the risen lines are kept, a window counted for all it stands for', () => {
    const decider = makeDecider(menu, config, { seed: 1 });
    const { standing, psnmBits } = decider.decide(windows(alternate));
    // 400 ns apart: the line of the calorimeter, prescale 3, rises each time: 1, 2, kept, 5 more.
    expect([...standing!.accepts]).toEqual([0, 0, 1, 1]);
    expect(alternate.map((_, event) => isAccepted(psnmBits, event))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(decider.state().prescale[41]).toBe(2);
  });

  it('goes on from its state, lines that are up included', () => {
    const whole = makeDecider(menu, config, { seed: 1 });
    const { risingBits } = whole.decide(windows());
    const first = makeDecider(menu, config, { seed: 1 });
    const parts = [...first.decide(windows(seven.slice(0, 4))).risingBits];
    const second = makeDecider(menu, config, { seed: 9 }, first.state());
    parts.push(...second.decide(windows(seven.slice(4))).risingBits);
    expect(parts).toEqual([...risingBits]);
    expect(second.state()).toEqual(whole.state());
  });

  it('leaves events that are no windows alone: all their lines rise', () => {
    const { windows: _, weights: __, ...events } = windows();
    const decider = makeDecider(menu, config, { seed: 1 });
    const decision = decider.decide(events);
    expect(decision.risingBits).toBe(events.ftdlBits);
    expect(decision.standing).toBeUndefined();
    expect(decider.state()).not.toHaveProperty('upUntil');
  });

  it('takes windows without weights for one each', () => {
    const { weights: _, ...ones } = windows(alternate);
    const { standing } = makeDecider(menu, config, { seed: 1 }).decide(ones);
    expect([...standing!.accepts]).toEqual([0, 0, 1, 0]);
  });
});
