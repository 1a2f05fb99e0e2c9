import { lastValueFrom, tap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { outputWords } from '../../triggers/batches.js';
import { makeDecider } from '../../triggers/gdl/decide.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../../emulator/chain/chain.js';
import type { Job } from '../../emulator/chain/jobs.js';
import { nominalConfig } from '../../emulator/chain/parts.js';
import { slicePeriod } from '../../emulator/chain/slices.js';
import { machineWindows } from '../../emulator/settings/machine-in-time.js';
import { loadMenu } from '../../emulator/settings/menu-source.js';
import { playedMachine } from '../../emulator/settings/played-machine.js';
import { decideInOrder } from '../../emulator/workers/pool.js';

const menu = loadMenu('physics');
const compiled = compileMenu(menu);
const thinning = 32;
const slices = 10;
const seconds = (slices * slicePeriod) / 1e9;

/** How often each line rises in some slices, by number, and accepts of lines without prescale. */
async function countsWith(factor: number) {
  const { machine, config } = playedMachine(
    { machine: '2022-peak', machineSet: [`thinning=${factor}`] },
    nominalConfig(),
  );
  const setup: ChainSetup = { seed: 3, run: 0, config, menu, points: [], machine };
  const windows = machineWindows(setup)!;
  const jobs = Array.from(
    { length: slices },
    (_, slice): Job => ({ kind: 'windows', slice, first: 0, count: windows.count(slice) }),
  );
  const { decide } = makeDecider(compiled, config.gdl, setup);
  const unprescaled = compiled.lines.filter(({ prescale }) => prescale === 1);
  const [rises, standing, level1] = [new Float64Array(256), new Float64Array(256), [0, 0]];
  await lastValueFrom(
    decideInOrder(jobs, { setup, workers: 2 }).pipe(
      tap(({ batch }) => {
        const { risingBits } = decide(batch);
        for (const [event, weight] of batch.weights.entries()) {
          const isUp = (number: number): boolean =>
            ((risingBits[event * outputWords + (number >>> 5)]! >>> (number & 31)) & 1) === 1;
          const isStanding = weight > 1;
          for (const { number } of compiled.lines)
            if (isUp(number)) (isStanding ? standing : rises)[number]! += weight;
          if (unprescaled.some(({ number }) => isUp(number))) level1[Number(isStanding)]! += weight;
        }
      }),
    ),
  );
  return { rises: rises.map((count, number) => count + standing[number]!), standing, level1 };
}

describe('thinning of the machine in time at 2022-peak', async () => {
  const all = await countsWith(1);
  const thinned = await countsWith(thinning);
  // The windows that stand for themselves are the same: what differs are those that stand for k, of
  // which one in k is drawn, so the variance of k times their number is k − 1 times what is drawn
  // from. Of fewer than five drawn it is no normal distribution.
  const lines = compiled.lines.flatMap(({ name, number }) => {
    const sampled = all.rises[number]! - (thinned.rises[number]! - thinned.standing[number]!);
    const difference = thinned.standing[number]! - sampled;
    return sampled < 5 * thinning
      ? []
      : [{ name, pull: difference / Math.sqrt((thinning - 1) * sampled) }];
  });
  const chi2 = lines.reduce((sum, { pull }) => sum + pull * pull, 0);
  const [alone, many] = thinned.level1 as [number, number];

  it('leaves the rate of every line: χ² likely, none beyond 5σ', () => {
    const largest = lines.reduce((most, { pull }) => Math.max(most, Math.abs(pull)), 0);
    process.stdout.write(
      `thinning 1 against ${thinning}, ${seconds} s: χ² ${chi2.toFixed(1)} of ${lines.length} ` +
        `lines, largest pull ${largest.toFixed(1)} σ\n`,
    );
    expect(lines.length).toBeGreaterThan(11);
    expect(lines.filter(({ pull }) => Math.abs(pull) > 5)).toStrictEqual([]);
    // Beyond it in one case of a thousand, by Wilson and Hilferty.
    const spread = 2 / (9 * lines.length);
    expect(chi2).toBeLessThan(lines.length * (1 - spread + 3.09 * Math.sqrt(spread)) ** 3);
  });

  it('leaves the rate of all lines without prescale, of which thinned seeds are below 1 %', () => {
    const full = all.level1[0]!;
    const sampled = full - alone;
    process.stdout.write(
      `lines without prescale: ${(full / seconds).toFixed(0)} Hz, of which ` +
        `${((100 * sampled) / full).toFixed(2)} % are thinned; with thinning ` +
        `${((alone + many) / seconds).toFixed(0)} Hz\n`,
    );
    expect(sampled / full).toBeLessThan(0.01);
    expect(Math.abs(many - sampled)).toBeLessThan(4 * Math.sqrt((thinning - 1) * sampled));
  });
});
