import { describe, expect, it } from 'vitest';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { inputSlots } from '../../../triggers/slots.js';
import type { DecidableBatch } from '../../../emulator/chain/chain.js';
import type { Need } from '../../../emulator/chain/need.js';
import { builtInCard } from '../../../emulator/studies/card.js';
import { runCard, runFile } from './run-card.js';

/** Each counts other lines, or observes other subdetectors; all cards are in the accept part. */
const different = [
  'single-photon',
  'single-muon',
  'two-track',
  'three-track',
  'nn-single-track',
  'track-finders',
  'top-timing',
  'under-background',
  'reference-triggers',
];

/** A run that keeps its batches. */
const kept = (need: Need, set: readonly string[] = []) => {
  const batches: DecidableBatch[] = [];
  return { batches, run: { need, set, seen: (batch: DecidableBatch) => batches.push(batch) } };
};

type Batches = readonly DecidableBatch[];
const anyEvent = ({ eventCount }: DecidableBatch, holds: (event: number) => boolean): boolean =>
  Array.from({ length: eventCount }, (_, event) => event).some(holds);
const anyTrack = (batches: Batches): boolean =>
  batches.some((batch) =>
    anyEvent(batch, (event) => hasBit(batch.inputBits, inputWords, event, inputSlots.typ)),
  );
const firedLines = (batches: Batches): readonly string[] =>
  physicsMenu.lines
    .filter(({ number }) =>
      batches.some((batch) =>
        anyEvent(batch, (event) => hasBit(batch.ftdlBits, outputWords, event, number)),
      ),
    )
    .map(({ name }) => name);

describe('a study simulates what those lines read that its card counts', () => {
  it.each(different)('with the counts of simulating everything (%s)', async (name) => {
    expect(await runCard(name, 60)).toEqual(await runCard(name, 60, { need: 'all' }));
  });

  it('lines of single photons need no tracks of conversions, and no other line fires', async () => {
    const [some, all] = [kept('lines'), kept('all')];
    expect(await runCard('single-photon', 400, some.run)).toEqual(
      await runCard('single-photon', 400, all.run),
    );
    expect(anyTrack(all.batches)).toBe(true);
    expect(anyTrack(some.batches)).toBe(false);
    const { lines } = builtInCard('single-photon');
    const others = firedLines(all.batches).filter((name) => !lines.includes(name));
    expect(others.length).toBeGreaterThan(3);
    expect(firedLines(some.batches)).toEqual(
      firedLines(all.batches).filter((name) => lines.includes(name)),
    );
  });

  it.each([{ stage: 'psnm' }, { references: [{ probe: 'fyo', reference: ['c2'] }] }])(
    'but all lines where one in N is kept by chance, drawn for each that fires (%o)',
    async (more) => {
      const muons = { name: 'muons', events: 300, points: [{ generator: 'mumu' }], lines: ['fyo'] };
      const content = { ...muons, ...more, curves: [], selections: {} };
      const chance = ['gdl.prescale.method=random'];
      const [some, all] = [kept('lines', chance), kept('all', chance)];
      expect(await runFile(content, some.run)).toEqual(await runFile(content, all.run));
      expect(firedLines(some.batches)).toEqual(firedLines(all.batches));
    },
  );
});
