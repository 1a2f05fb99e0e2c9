import { lastValueFrom, reduce, tap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { s } from '../../detector/base/units.js';
import { beams } from '../../detector/beams.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { makeDecider } from '../../triggers/gdl/decide.js';
import { KeptChances } from '../../triggers/gdl/kept-chances.js';
import { KeptTogether } from '../../triggers/gdl/kept-together.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup } from '../../emulator/chain/chain.js';
import { slicePeriod } from '../../emulator/chain/slices.js';
import { nominalConfig } from '../../emulator/chain/parts.js';
import type { Job } from '../../emulator/chain/jobs.js';
import { openRates } from '../../emulator/rates/rates.js';
import type { RatesDocument } from '../../emulator/rates/rates-document.js';
import { withDiffuse } from '../../emulator/settings/diffuse-conditions.js';
import { machineInTime, machineWindows } from '../../emulator/settings/machine-in-time.js';
import { loadMachine } from '../../emulator/settings/machine.js';
import { loadMenu } from '../../emulator/settings/menu-source.js';
import { collisionClasses } from '../../emulator/sources/collision-classes.js';
import { decideInOrder } from '../../emulator/workers/pool.js';

/** Without injection there is no veto: all of the time is alike. */
const machine = loadMachine('2022-peak', ['her.injection.on=false', 'ler.injection.on=false']);
const base = nominalConfig();
const around = beams(base.beams);
const menu = loadMenu('physics');
const compiled = compileMenu(menu);
const collisions = collisionClasses(around);
const workers = 2;

async function ratesOf(events: number): Promise<RatesDocument> {
  const opened = openRates({
    version: 'test',
    seed: 1,
    menu,
    conditions: 'nominal',
    config: base,
    machine,
    collisions,
    events,
    emptyWindows: 0,
  });
  const { setup } = opened;
  await lastValueFrom(
    decideInOrder(
      opened.jobs(() => false),
      { setup, workers },
    ).pipe(
      tap(({ job, batch }) => {
        if (job.kind === 'windows') opened.add(job, batch);
      }),
    ),
  );
  return opened.document();
}

/** How many events of a process the menu accepts, prescales as chances. */
async function acceptedOf(generator: string, config: object, events: number): Promise<number> {
  const setup: ChainSetup = {
    seed: 77,
    run: 0,
    config: withDiffuse(base, machine),
    menu,
    points: [{ generator, config }],
  };
  const kept = new KeptChances(compiled);
  const jobs: Job[] = [];
  for (let first = 0; first < events; first += 1000)
    jobs.push({ kind: 'generate', slice: 0, first, count: 1000, point: 0 });
  return lastValueFrom(
    decideInOrder(jobs, { setup, workers }).pipe(
      reduce((sum, { batch: { ftdlBits, eventCount } }) => {
        for (let event = 0; event < eventCount; event++)
          if (kept.look(ftdlBits, event) > 0) sum += kept.chances.at(-1)!;
        return sum;
      }, 0),
    ),
  );
}

/**
 * Seeds that rise and accepts of one line alone, in so many runs of a second of the machine in
 * time: in each the currents are those of the start, for none is injected.
 */
async function countsOf(runs: number) {
  const config = withDiffuse(base, machine);
  const { machine: inTime } = machineInTime(machine, around);
  const slices = Math.round(s / slicePeriod);
  const together = new KeptTogether(compiled);
  const count = new Float64Array(256);
  /** Squared weights of windows in which two lines rise, and on the diagonal one. */
  const products = new Float64Array(256 * 256);
  for (let run = 0; run < runs; run++) {
    const setup: ChainSetup = { seed: 5, run, config, menu, points: [], machine: inTime };
    const windows = machineWindows(setup)!;
    const jobs = function* (): Generator<Job> {
      for (let slice = 0; slice < slices; slice++) {
        const all = windows.count(slice);
        for (let first = 0; first < all; first += 1024)
          yield { kind: 'windows', slice, first, count: Math.min(1024, all - first) };
      }
    };
    const { decide } = makeDecider(compiled, config.gdl, setup, undefined, together);
    const counted = decideInOrder(jobs(), { setup, workers }).pipe(
      tap(({ batch }) => {
        const { risingBits } = decide(batch);
        for (const [event, weight] of batch.weights.entries()) {
          const risen = compiled.lines
            .map(({ number }) => number)
            .filter((number) => hasBit(risingBits, outputWords, event, number));
          for (const one of risen) {
            count[one] = count[one]! + weight;
            for (const other of risen)
              products[256 * one + other] = products[256 * one + other]! + weight * weight;
          }
        }
      }),
    );
    await lastValueFrom(counted);
  }
  const exclusive = together.exclusive();
  const squares = Float64Array.from(count, (_, line) => products[257 * line]!);
  return { count, squares, products, exclusive, seconds: (runs * slices * slicePeriod) / s };
}

/**
 * Of how many independent lines the mean of the squared pulls of these is as well known: lines fire
 * in the same windows.
 */
function independentLines(numbers: readonly number[], products: Float64Array): number {
  const variance = (one: number): number => products[257 * one]!;
  let sum = 0;
  for (const one of numbers)
    for (const other of numbers)
      sum += products[256 * one + other]! ** 2 / (variance(one) * variance(other));
  return numbers.length ** 2 / sum;
}

/** Runs of a second of beam, and seeds of the rates: more by hand, for the page on backgrounds. */
const seconds = Number(process.env.B2L1_RATES_SECONDS ?? 1);
const seeds = Number(process.env.B2L1_RATES_SEEDS ?? 100_000);

describe('rates at 2022-peak', async () => {
  const document = await ratesOf(seeds);

  it('are known to 2 % in total', () => {
    expect(document.totalErrorHz / document.totalHz).toBeLessThan(0.02);
  });

  it.each(['bbbar', 'mumu', 'two-photon-hadrons'])(
    'of windows that %s opens are its ε of a study of it alone, within 4σ and 3 % of pile-up',
    async (name) => {
      const rate = document.sources.find(({ generator }) => generator === name)!;
      const events = 20_000;
      const accepted = await acceptedOf(name, {}, events);
      const share = accepted / events;
      const error = Math.sqrt((share * (1 - share)) / events + 1 / (events * events));
      const alone = rate.windowHz * share;
      const difference = Math.max(0, Math.abs(alone - rate.l1Hz) - 0.03 * alone);
      expect(difference).toBeLessThan(4 * Math.hypot(rate.errorHz, rate.seedHz * error));
      // The others come in windows that something else has opened.
      expect(rate.windowHz / rate.seedHz).toBeGreaterThan(0.9);
      expect(rate.windowHz / rate.seedHz).toBeLessThan(0.99);
    },
  );

  const counts = await countsOf(seconds);

  it('are the counts of windows, line by line: χ² likely, none beyond 5σ', () => {
    const { count, squares, products, seconds: time } = counts;
    const pulls = document.lines.flatMap(({ name, ftdlHz, errorHz }, place) => {
      const { number } = compiled.lines[place]!;
      if (ftdlHz === null || ftdlHz * time < 50) return [];
      // Thinned windows stand for many, and come in groups.
      const variance = squares[number]! + ((errorHz ?? 0) * time) ** 2;
      const pull = (count[number]! - ftdlHz * time) / Math.sqrt(variance);
      return [{ name, number, pull }];
    });
    expect(pulls.filter(({ pull }) => Math.abs(pull) > 5)).toStrictEqual([]);
    const mean = pulls.reduce((sum, { pull }) => sum + pull * pull, 0) / pulls.length;
    const independent = independentLines(
      pulls.map(({ number }) => number),
      products,
    );
    const farthest = pulls
      .toSorted((a, b) => Math.abs(b.pull) - Math.abs(a.pull))
      .slice(0, 3)
      .map(({ name, pull }) => `${name} ${pull.toFixed(1)}`);
    console.log(
      `${seconds} s of windows against ${seeds} seeds: χ² of ${pulls.length} lines, ` +
        `${independent.toFixed(0)} independent ones: ${mean.toFixed(2)} of its degrees of ` +
        `freedom; largest pulls ${farthest.join(', ')}`,
    );
    expect(pulls.length).toBeGreaterThan(100);
    expect(mean).toBeLessThan(1 + 4 * Math.sqrt(2 / independent));
  });

  it('of one line alone are the accepts that a run counts of it: none beyond 5σ', () => {
    const { count, squares, exclusive, seconds: time } = counts;
    const pulls = document.lines.flatMap(({ name, ftdlHz, exclusiveHz, errorHz }, place) => {
      const { number, prescale } = compiled.lines[place]!;
      if (exclusiveHz === null || ftdlHz === null || exclusiveHz * time < 20) return [];
      const expected = exclusiveHz * time;
      // Accepts of a thinned window come in groups; a part of a line is known no better than it.
      const group = Math.max(1, squares[number]! / count[number]! / prescale);
      const error = (errorHz ?? 0) * time * Math.sqrt(exclusiveHz / ftdlHz);
      const pull = (exclusive[place]! - expected) / Math.sqrt(expected * group + error ** 2);
      return [{ name, counted: exclusive[place]!, expected, pull }];
    });
    expect(pulls.filter(({ pull }) => Math.abs(pull) > 5)).toStrictEqual([]);
    expect(pulls.length).toBeGreaterThan(8);
  });
});
