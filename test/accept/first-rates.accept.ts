import { expect, it } from 'vitest';
import { openFeed } from '../monitor/feed-client.js';
import { until } from '../monitor/support.js';
import { startDaemon } from '../support/command.js';

/** On two idle cores it is five seconds; a busy machine is slow, not wrong [s]. */
const limit = 60;

/** Of the topics, what this test looks at. */
interface Shown {
  readonly machine?: { readonly luminosity: number };
  readonly acceptHz?: number | null;
  readonly detectors?: readonly { readonly rates: { readonly data: readonly number[] } }[];
  readonly curves?: readonly { readonly selected: { readonly data: readonly number[] } }[];
}

const isAnyAbove0 = (values: readonly number[]): boolean => values.some((value) => value > 0);

/** What the page shows first, and how it is told that it is there. */
const firsts: Readonly<Record<string, (data: Shown) => boolean>> = {
  luminosity: ({ machine }) => (machine?.luminosity ?? 0) > 0,
  'background by source': ({ detectors = [] }) =>
    detectors.some(({ rates }) => isAnyAbove0(rates.data)),
  'L1 rate': ({ acceptHz }) => (acceptHz ?? 0) > 0,
  'turn-on curves': ({ curves = [] }) => curves.some(({ selected }) => isAnyAbove0(selected.data)),
};

it('tells luminosity, background, L1 rate and turn-on curves soon after its start', async () => {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const daemon = await startDaemon();
  const client = await openFeed(daemon.port, ['b2l1.v1.json']);
  client.say({ subscribe: ['run', 'rates', 'backgrounds', 'efficiencies'], everyMs: 100 });
  for (const [what, isThere] of Object.entries(firsts)) {
    await until(
      () => seconds() > limit || client.messages.some(({ data }) => isThere((data ?? {}) as Shown)),
      what,
      2000 * limit,
    );
    const after = seconds();
    process.stdout.write(`${what}: ${after.toFixed(1)} s after the start of the process\n`);
    expect(after).toBeLessThan(limit);
  }
  await client.close();
  await daemon.stop('SIGKILL');
}, 180_000);
