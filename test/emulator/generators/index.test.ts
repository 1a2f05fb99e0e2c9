import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import { buildGenerator, findGenerator, generators } from '../../../emulator/generators/index.js';
import { nominal } from './machine.js';

describe('generators', () => {
  it('have names of their own, a document and defaults that work', () => {
    expect(new Set(generators.map(({ name }) => name)).size).toBe(generators.length);
    for (const { name, doc, schema } of generators) {
      expect(doc).not.toBe('');
      expect(() => parseConfig(schema, {}, name)).not.toThrow();
      const { weights, particles } = buildGenerator(
        name,
        {},
        { seed: 7, beams: nominal },
      )(sliceAddresses(1, 2, 3, 20));
      expect([...weights]).toEqual(Array.from({ length: 20 }, () => 1));
      expect(particles.offsets.length).toBe(21);
    }
  });

  it('give other events for another seed, run, slice or index, and the same ones again', () => {
    for (const { name } of generators) {
      const built = [1, 2].map((seed) => buildGenerator(name, {}, { seed, beams: nominal }));
      const first = (seed: number, run: number, slice: number, index: number): number =>
        built[seed - 1]!(sliceAddresses(run, slice, index, 1)).particles.px[0]!;
      const again = buildGenerator(name, {}, { seed: 1, beams: nominal });
      expect(first(1, 1, 1, 1)).toBe(again(sliceAddresses(1, 1, 1, 1)).particles.px[0]);
      expect(
        new Set([
          first(1, 1, 1, 1),
          first(2, 1, 1, 1),
          first(1, 2, 1, 1),
          first(1, 1, 2, 1),
          first(1, 1, 1, 2),
        ]).size,
      ).toBe(5);
    }
  });

  it('are named in the message when one does not exist', () => {
    expect(() => findGenerator('dark-foton')).toThrow(/GENERATOR|nearest is "dark-photon"/);
    expect(() => buildGenerator('gun', { energy: 1 }, { seed: 1, beams: nominal })).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNKNOWN_KEY' }),
    );
  });
});
