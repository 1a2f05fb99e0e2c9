import { describe, expect, it } from 'vitest';
import { cards } from '../../emulator/studies/cards/index.js';
import { runCard } from '../emulator/studies/run-card.js';
import { maxProcessorSeconds, timed } from '../../tools/house/card-times.mjs';

interface Row {
  readonly selected: number;
  readonly fired: number;
  readonly efficiency: number | null;
  readonly low: number;
  readonly high: number;
}
interface StudyDocument {
  readonly card: string;
  readonly events: number;
  readonly weighted: boolean;
  readonly points: readonly { readonly events: number }[];
  readonly lines: readonly Row[];
  readonly families: readonly Row[];
  readonly curves: readonly {
    readonly edges: readonly number[];
    readonly selected: readonly number[];
    readonly fired: readonly number[];
  }[];
}

const events = 2000;
/**
 * A tenth of the events of the bound, with the second that each thread takes to start, three times
 * over. `node tools/house/card-times.mjs` takes all 20 000 events.
 */
const maxSeconds = maxProcessorSeconds / 10 + 3;
const study = async (card: string, workers: number) => {
  const flags = ['--events', `${events}`, '--seed', '7', '--workers', `${workers}`];
  const { code, stderr, ...said } = await timed(['study', card, '--json', ...flags]);
  expect(code, stderr).toBe(0);
  return said;
};

describe.each(cards.map(({ name }) => name))('card %s at 2000 events', (name) => {
  it('counts its events, within intervals, with the same bytes on two workers', async () => {
    const { stdout } = await study(name, 1);
    const two = await study(name, 2);
    expect(two.stdout === stdout).toBe(true);
    const seconds = two.processorSeconds;
    process.stdout.write(
      `card ${name}: ${seconds.toFixed(1)} s of processor time for ${events} events\n`,
    );
    expect(seconds).toBeLessThan(maxSeconds);

    const document = JSON.parse(stdout) as StudyDocument;
    expect(document).toMatchObject({ card: name, events });
    expect(document.points.reduce((sum, point) => sum + point.events, 0)).toBe(events);
    for (const { selected, fired, efficiency, low, high } of [
      ...document.lines,
      ...document.families,
    ]) {
      expect(fired).toBeLessThanOrEqual(selected);
      expect(selected).toBeLessThanOrEqual(events);
      if (efficiency === null) expect([low, high]).toEqual([0, 1]);
      else expect(low <= efficiency && efficiency <= high).toBe(true);
      if (efficiency !== null && !document.weighted)
        expect(efficiency).toBeCloseTo(fired / selected, 12);
    }
    for (const { edges, selected, fired } of document.curves) {
      expect(selected).toHaveLength(edges.length - 1);
      for (const [bin, count] of fired.entries()) expect(count).toBeLessThanOrEqual(selected[bin]!);
    }
  });

  it('counts what it would of everything, though it simulates what its lines read', async () => {
    expect(await runCard(name, 50)).toEqual(await runCard(name, 50, { need: 'all' }));
  });
});
