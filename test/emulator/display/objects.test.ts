import { firstValueFrom, of } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DetectorHits } from '../../../detector/index.js';
import { objectsOf } from '../../../monitor/dashboard/explain-objects.js';
import { drawEvent } from '../../../monitor/display/draw-event.js';
import { listingsOf } from '../../../monitor/display/listing.js';
import type { ExplainedStage } from '../../../monitor/explanation.js';
import type { EventDisplay } from '../../../monitor/ports.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { type ChainSetup, type FullBatch, makeChain } from '../../../emulator/chain/chain.js';
import { eventDisplay } from '../../../emulator/display/event.js';
import { explainEvent } from '../../../emulator/explain/explain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';

const setup: ChainSetup = {
  seed: 2,
  run: 1,
  config: emulatorConfig(),
  menu: physicsMenu,
  points: [{ generator: 'bbbar', config: {} }],
};

let display: EventDisplay;
let stages: readonly ExplainedStage[];
let svg: string;

beforeAll(async () => {
  const chain = makeChain(setup);
  const job = { kind: 'generate', slice: 0, first: 3, count: 1, point: 0 } as const;
  const made = await firstValueFrom(of(chain.generate(job)).pipe(chain.full));
  const batch = made as FullBatch<DetectorHits>;
  display = eventDisplay(batch, chain.menu.lines, 'bbbar');
  ({ stages } = explainEvent(batch, chain.menu, setup));
  svg = drawEvent(display);
});

const stageOf = (name: string): ExplainedStage => stages.find(({ stage }) => stage === name)!;
/** What the drawings say of an object, wherever they draw it. */
const hintsOf = (name: string): readonly string[] =>
  [...svg.matchAll(new RegExp(`data-of="${name}"[^>]*><title>([^<]*)</title>`, 'g'))].map(
    ([, words]) => words!,
  );
const columnOf = ({ columns, rows }: ExplainedStage, column: string) =>
  rows.map((row) => row[columns.indexOf(column)]!);

describe('objects of the drawings', () => {
  it.each([
    'ECL crystals',
    'trigger cells',
    'track segments',
    'full tracks',
    'neural tracks',
    'short and inner tracks',
    'clusters',
    'matched tracks',
    'TOP photons',
    'TOP slots',
  ])('are there for each row of %s', (name) => {
    const names = objectsOf(stageOf(name));
    expect(names.length).toBeGreaterThan(0);
    for (const each of names.flatMap((row) => row!.split(' ')))
      expect(hintsOf(each), each).not.toHaveLength(0);
  });

  it('are those of the row: energies, momenta, places and counts agree', () => {
    const tracks = stageOf('full tracks');
    for (const [row, pt] of columnOf(tracks, 'pt [GeV]').entries())
      for (const words of hintsOf(`track-${row + 1}`))
        expect(words).toContain(`pT ${Number(pt).toFixed(2)} GeV`);
    for (const [row, energy] of columnOf(stageOf('clusters'), 'E* [GeV]').entries())
      for (const words of hintsOf(`cluster-${row + 1}`))
        expect(Number(/E\* ([\d.]+)/.exec(words)![1])).toBeCloseTo(Number(energy), 1);
    for (const [id, energy] of stageOf('ECL crystals').rows) {
      const [, megaelectronvolts] = /: (\d+) MeV/.exec(hintsOf(`crystal-${id}`)[0]!) ?? [];
      // From a GeV on it is told in other words.
      if (megaelectronvolts !== undefined)
        expect(Math.abs(Number(megaelectronvolts) - Number(energy))).toBeLessThan(0.56);
    }
    for (const [row, layer] of columnOf(stageOf('track segments'), 'super-layer').entries())
      expect(hintsOf(`segment-${row + 1}`)[0]).toContain(`in super-layer ${layer}`);
    for (const [slot, photons] of stageOf('TOP photons').rows)
      expect(hintsOf(`slot-${slot}`)).toEqual([`TOP slot ${slot}: ${photons} photons`]);
  });

  it('have the names of the rows of the tables beside the picture', () => {
    const [clusters, tracks, particles] = listingsOf(display);
    expect(clusters!.objects).toEqual(clusters!.rows.map(([name]) => `cluster-${name!.slice(1)}`));
    expect(tracks!.objects).toEqual(tracks!.rows.map(([name]) => `track-${name!.slice(1)}`));
    expect(particles!.objects).toHaveLength(particles!.rows.length);
    const drawn = particles!.objects.flatMap((name, row) =>
      hintsOf(name).map((words) => [words, particles!.rows[row]!] as const),
    );
    expect(drawn.length).toBeGreaterThan(5);
    for (const [words, [symbol, energy]] of drawn)
      expect(words).toContain(`${symbol}, ${energy} GeV`);
  });

  it('are not those of rows that are counts', () => {
    expect(objectsOf(stageOf('CDC hits')).every((name) => name === undefined)).toBe(true);
  });
});
