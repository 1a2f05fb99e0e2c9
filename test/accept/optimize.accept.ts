import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { OptimizeDocument } from '../../emulator/optimize/optimize-document.js';
import { b2l1 } from '../support/command.js';

// Half of the present rate, for searches with photons, muons and displaced electrons.
it('optimize: at half the rate 1.2 times what one factor keeps, on unseen events', async () => {
  const home = await mkdtemp(join(tmpdir(), 'b2l1-optimize-'));
  const { code, stdout, stderr } = await b2l1(
    'optimize',
    '--budget',
    '50%',
    '--out',
    home,
    ...['dark-photon', 'mumu-zprime', 'inelastic-dark-matter'].flatMap((card) => [
      '--signal',
      card,
    ]),
    '--events',
    '120000',
    '--signal-events',
    '12000',
    '--json',
  );
  expect(code, stderr).toBe(0);
  const { optimized, tradeOff, budgets }: OptimizeDocument = JSON.parse(stdout);
  const { gain, difference, uniform, unseen, promised } = optimized;
  console.log('gain', gain, 'difference', JSON.stringify(difference));
  console.log(
    'efficiency',
    promised.efficiency.value,
    unseen.efficiency,
    uniform.unseen.efficiency,
  );
  expect(gain.value! - 2 * gain.error!).toBeGreaterThan(1.2);
  // What was promised holds: one in two thousand seeds would be beyond these by chance.
  expect(Math.abs(difference.efficiency.pull!)).toBeLessThan(3.5);
  expect(Math.abs(difference.hz.pull!)).toBeLessThan(3.5);
  for (const point of tradeOff) {
    expect(Math.abs(point.difference.hz.pull!), `${point.budgetHz} Hz`).toBeLessThan(4);
    expect(point.gain.value).toBeGreaterThan(1);
  }

  // The menu is one, and other seeds of the machine have its rate.
  const menu = join(home, 'menu.yaml');
  expect((await b2l1('menu', 'check', menu)).code).toBe(0);
  const rates = await b2l1('rates', '--menu', menu, '--seed', '7', '--events', '120000', '--json');
  const { totalHz, totalErrorHz } = JSON.parse(rates.stdout) as {
    totalHz: number;
    totalErrorHz: number;
  };
  console.log(
    'budget',
    budgets[0]!.hz,
    'promised',
    promised.hz,
    'unseen',
    unseen.hz,
    'rates',
    totalHz,
  );
  expect(Math.abs(totalHz - unseen.hz) / Math.hypot(totalErrorHz, unseen.errorHz)).toBeLessThan(4);
  await rm(home, { recursive: true });
});
