import { describe, expect, it } from 'vitest';
import { compileMenu } from '../../../triggers/gdl/menu.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import { bToKsModesCard } from '../../../emulator/studies/cards/b-to-ks-modes.js';
import { bToKsCard } from '../../../emulator/studies/cards/b-to-ks.js';
import { tauToPiNCard } from '../../../emulator/studies/cards/tau-to-pi-n.js';
import { displacedCard } from '../../../emulator/studies/displaced-card.js';
import { lookUpIn } from '../../../emulator/studies/document.js';
import { makeCurve } from './curve-builder.js';
import { runCard } from './run-card.js';

const card = displacedCard({
  name: 'toy',
  title: 'Toy',
  doc: 'A toy.',
  events: 100,
  generator: 'b-to-ks',
  config: { decay: 'ee' },
  flying: 9_000_006,
  masses: [1, 2],
  flights: [1, 10, 100],
  selection: { text: 'two products', ranges: { products: [2, 3] } },
  lines: ['ffy'],
  families: ['two-track'],
});

describe('the final states of B → K S', () => {
  it('are eight, each with the products that it says, from where the S decays', async () => {
    const few = 1056;
    const own = bToKsModesCard;
    const document = await runCard(own.name, few);
    const states = new Set(
      own.points.map(({ config }) => {
        const { kaon, decay } = config as { kaon: string; decay: string };
        return `${kaon} ${decay}`;
      }),
    );
    expect(states.size).toBe(8);
    const { selected, edges } = document.curves.find(({ id }) => id === 'mode')!;
    expect([selected.length, edges[0], edges.at(-1)]).toEqual([8, -0.5, 7.5]);
    // Points have equal shares: six masses, four of KK; a third is lost by flight and angles.
    const made = [6, 6, 6, 4, 6, 6, 6, 4].map((points) => (points * few) / own.points.length);
    selected.forEach((count, mode) => {
      expect(count, `${mode}`).toBeGreaterThan(0.3 * made[mode]!);
      expect(count, `${mode}`).toBeLessThan(made[mode]!);
    });
    // A hadronic BB̄ is all but whole in the lines of clusters and energy.
    const c4 = document.lines.find(({ name }) => name === 'c4')!;
    expect(c4.efficiency).toBeGreaterThan(0.97);
    // Muons of the S alone fire those of the KLM more often than kaons do.
    const klm = (name: string): number =>
      document.readings.find((one) => one.name === `cdcklm1: ${name}`)!.value!;
    expect(klm('K+ S, S → μμ')).toBeGreaterThan(klm('K+ S, S → KK'));
  }, 120_000);
});

describe('cards of what flies', () => {
  it('make each mass with each flight, and tell the flight of their events', () => {
    expect(card.points).toHaveLength(6);
    expect(card.points[4]).toEqual({
      name: '2 GeV, cτ = 10 cm',
      generator: 'b-to-ks',
      share: 1,
      config: { decay: 'ee', mass: '2 GeV', flight: '10 cm' },
      values: { flight: 10 },
    });
  });

  it('count among the selected, against flight, vertex, and mass at each flight', () => {
    expect(card.curves.map(({ id }) => id)).toEqual([
      'flight',
      'vertexRadius',
      'mass, cτ = 1 cm',
      'mass, cτ = 10 cm',
      'mass, cτ = 100 cm',
    ]);
    const { axis, positions } = card.curves[0]!;
    expect(positions).toEqual([1, 10, 100]);
    positions!.forEach((flight, bin) => {
      expect(axis.edges[bin]!).toBeLessThan(flight);
      expect(axis.edges[bin + 1]!).toBeGreaterThan(flight);
    });
    const { ranges } = card.selectionOf(card.curves[3]!.selection);
    expect(ranges).toEqual({ products: [2, 3], flight: [...axis.edges.subarray(1, 3)] });
  });

  it('read off each flight', () => {
    const edges = [...card.curves[0]!.axis.edges];
    const counted = ['ffy', 'two-track'].map((line) => ({
      ...makeCurve(edges, [10, 10, 10], [1, 2, 6], line),
      id: 'flight',
    }));
    const read = card.readings!(lookUpIn(counted)).slice(0, 4);
    expect(read.map(({ name, value }) => [name, value])).toEqual([
      ['ffy: all', 0.3],
      ['ffy: cτ = 1 cm', 0.1],
      ['ffy: cτ = 10 cm', 0.2],
      ['ffy: cτ = 100 cm', 0.6],
    ]);
  });
});

describe.each([bToKsCard, tauToPiNCard])('card $name', ({ name, layout }) => {
  it('finds its lines in the whole menu, and events in every flight', async () => {
    expect(layout(compileMenu(physicsMenu)).subjects.length).toBeGreaterThan(5);
    const { curves, events } = await runCard(name, 280);
    expect(events).toBe(280);
    const { selected } = curves.find(({ id }) => id === 'flight')!;
    expect(selected.filter((count) => count === 0)).toEqual([]);
  });
});
