import { firstValueFrom, from, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { eclMenu } from '../../../triggers/menus/ecl.js';
import { makeChain } from '../../../emulator/chain/chain.js';
import type { Observer } from '../../../emulator/chain/observed.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { defineCard } from '../../../emulator/studies/define-card.js';

const point = (name: string, values?: Readonly<Record<string, number>>) => ({
  name,
  generator: 'gun',
  share: 1,
  config: { pdg: 22, frame: 'lab' },
  ...(values !== undefined && { values }),
});

it('events of a point share its values, beside what is read off each event', async () => {
  const card = defineCard({
    name: 'mine',
    title: '',
    doc: '',
    events: 20,
    points: [point('near', { flight: 1 }), point('far', { flight: 50 }), point('none')],
    lines: [],
    families: [],
    selections: { far: { text: 'far', ranges: { flight: [10, 100] } } },
    curves: [],
  });
  const config = emulatorConfig({});
  const setup = { seed: 1, run: 1, config, menu: eclMenu, points: card.points };
  const observe = card.observe(setup);
  const chain = makeChain(setup, {
    observer: {
      ...card.reading,
      observe: (batch, which) => observe(batch as Parameters<Observer>[0], which),
    },
  });
  const jobs = [0, 1, 2].map(
    (index) => ({ kind: 'generate', slice: index, first: 0, count: 5, point: index }) as const,
  );
  const batches = await firstValueFrom(from(jobs).pipe(chain.decide, toArray()));
  const seen = batches.map(({ observations }) => observations);
  expect(seen.map(({ variables }) => variables.flight?.[4])).toEqual([1, 50, undefined]);
  expect(seen.map(({ variables }) => variables.energyLab!.length)).toEqual([5, 5, 5]);
  // Bit 0 is that of all events.
  expect(seen.slice(0, 2).map(({ selected }) => selected[0])).toEqual([1, 3]);
});
