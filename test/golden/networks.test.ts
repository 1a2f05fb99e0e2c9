import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../detector/base/config.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { textTable } from '../../emulator/files/text-table.js';
import { experts } from '../../triggers/cdc/networks/experts.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import {
  firmwareSizes,
  fixedNetwork,
  type NetworkWeights,
  weightCountOf,
} from '../../triggers/cdc/neuro-network.js';
import { quantizationSchema } from '../../triggers/cdc/neuro-quantization.js';

/**
 * What networks in fixed point say, in steps of a node: those of the package and one of six layers.
 * The files change only with a line under "Physics changes" in the changelog.
 */

const deep = [inputCount, 128, 64, 32, 16, 8, 2];
const rows = 40;

function networks(stream: RandomStream): Readonly<Record<string, NetworkWeights>> {
  const weights = Float32Array.from(
    { length: weightCountOf(deep) },
    () => 0.8 * (2 * stream.uniform() - 1),
  );
  const own = experts.map(
    (expert, number) => [`expert ${number}`, { sizes: firmwareSizes, weights: expert }] as const,
  );
  return { ...Object.fromEntries(own), [deep.join('–')]: { sizes: deep, weights } };
}

describe('golden: networks in fixed point', () => {
  it.each<[string, string, object]>([
    ['weights of 16 bits, eight products at a time', 'sixteen-bits', {}],
    ['weights of 19 bits, in double precision', 'wide', { weight: { bits: 16 } }],
  ])('with %s say what is recorded', async (_, name, raw) => {
    const quantization = parseConfig(quantizationSchema, raw, 'test');
    const stream = new RandomStream().seed(9, 0, 0, 0, purpose.test);
    const members = networks(stream);
    const evaluators = Object.values(members).map((member) => fixedNetwork(member, quantization));
    const outputs = new Float64Array(2);
    const table = Array.from({ length: rows }, (_track, track) => {
      const inputs = Float64Array.from({ length: inputCount }, () => 2 * stream.uniform() - 1);
      const said = evaluators.map((evaluate) => {
        evaluate(inputs, outputs);
        return [...outputs].map((output) => output * 2 ** quantization.node.bits).join(' ');
      });
      return [track, ...said];
    });
    await expect(
      `${textTable(['track', ...Object.keys(members)], table)}\n`,
    ).toMatchFileSnapshot(`./networks-${name}.txt`);
  });
});
