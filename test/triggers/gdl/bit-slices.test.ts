import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, purpose } from '../../../detector/base/random.js';
import { hasBit, inputWords, outputWords } from '../../../triggers/batches.js';
import { bitSlicedProgram } from '../../../triggers/gdl/bit-slices.js';
import { GateNetwork } from '../../../triggers/gdl/gates.js';
import { anyFormula, holds } from './support.js';

function randomWords(count: number, seed: number): Uint32Array {
  const stream = new RandomStream().seed(seed, 0, 0, 0, purpose.test);
  return new Uint32Array(count).map(() => stream.bits());
}

describe('bit-sliced evaluation', () => {
  it('gives each event what its formulas say, for any formulas, bits and batch size', () => {
    const cases = fc.record({
      formulas: fc.array(anyFormula, { minLength: 1, maxLength: 12 }),
      stride: fc.constantFrom(1, 7, 17),
      eventCount: fc.integer({ min: 0, max: 300 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ formulas, stride, eventCount, seed }) => {
        const network = new GateNetwork();
        const outputs = formulas.map((formula, index) => ({
          number: index * stride,
          literal: network.add(formula),
        }));
        // Spare slots carry noise on purpose: they are no input of any formula.
        const bits = randomWords(eventCount * inputWords, seed);
        const found = bitSlicedProgram(network, outputs)(bits, eventCount);
        expect(found).toHaveLength(eventCount * outputWords);
        for (let event = 0; event < eventCount; event++) {
          formulas.forEach((formula, index) => {
            expect(hasBit(found, outputWords, event, index * stride)).toBe(
              holds(formula, (slot) => hasBit(bits, inputWords, event, slot)),
            );
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('shares gates between lines: a common veto is one input, a common product one gate', () => {
    const network = new GateNetwork();
    const [a, b, c] = [0, 1, 2].map((slot) => network.input(slot)) as [number, number, number];
    expect(network.and(network.and(a, b), c)).toBe(network.and(c, network.and(b, a)));
    expect(network.left).toHaveLength(2);
    expect(network.and(a, a ^ 1)).toBe(0);
    expect(network.and(a, 1)).toBe(a);
    expect(network.and(a, a)).toBe(a);
  });

  it('leaves no trace of a batch in the next one', () => {
    const network = new GateNetwork();
    const run = bitSlicedProgram(network, [{ number: 3, literal: network.input(0) }]);
    const full = new Uint32Array(133 * inputWords).fill(0xffff_ffff);
    expect(run(full, 133).filter((word) => word !== 0)).toHaveLength(133);
    expect(run(new Uint32Array(5 * inputWords), 5).every((word) => word === 0)).toBe(true);
  });
});
