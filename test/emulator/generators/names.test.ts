import { expect, it } from 'vitest';
import { makeEvents$ } from '../../../emulator/chain/event-source.js';
import {
  findGenerator,
  type GeneratorConfig,
  type GeneratorName,
  generators,
} from '../../../emulator/generators/index.js';

it('generators are found by the names that they have themselves', () => {
  for (const { name } of generators) expect(findGenerator(name).name).toBe(name);
  expect(new Set(generators.map(({ name }) => name)).size).toBe(generators.length);
});

it('names and parameters of generators are types: what does not exist does not compile', () => {
  const right: GeneratorConfig<'dark-photon'> = { mass: '8 GeV', epsilon: 1e-3, isr: false };
  const known: GeneratorName = 'mumu-zprime';
  expect(makeEvents$({ generator: 'dark-photon', config: right, events: 1 })).toBeDefined();
  expect(makeEvents$({ generator: known, events: 1 })).toBeDefined();
  // @ts-expect-error: there is no such generator.
  expect(makeEvents$({ generator: 'dark-foton', events: 1 })).toBeDefined();
  // @ts-expect-error: pairs of photons have no mass to choose.
  expect(makeEvents$({ generator: 'gamma-gamma', config: { mass: 1 }, events: 1 })).toBeDefined();
  // @ts-expect-error: a Z' does not decay to pions.
  const wrongChoice: GeneratorConfig<'mumu-zprime'> = { decay: 'pipi' };
  // @ts-expect-error: whether beams radiate is no number.
  const wrongKind: GeneratorConfig<'dark-photon'> = { isr: 1 };
  expect([wrongChoice, wrongKind]).toHaveLength(2);
});
