import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../emulator/neuro/onnx-export.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { inputCount } from '../../../triggers/cdc/neuro-inputs.js';
import { firmwareSizes, floatNetwork } from '../../../triggers/cdc/neuro-network.js';

/**
 * What is used of onnxruntime-node, which is no dependency: whoever has it installed beside the
 * project runs this.
 */
interface Runtime {
  readonly InferenceSession: {
    readonly create: (model: Uint8Array) => Promise<{
      readonly run: (
        feeds: object,
      ) => Promise<{ readonly outputs: { readonly data: Float32Array } }>;
    }>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => object;
}

function installed(): Runtime | undefined {
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as Runtime;
  } catch {
    return undefined;
  }
}

const runtime = installed();

describe.skipIf(runtime === undefined)(
  'exported networks in onnxruntime (optional: onnxruntime-node is not installed)',
  () => {
    it.each([0, 1, 2, 3, 4])(
      'expert %i gives the same outputs to 1e-5, for many tracks at once',
      async (expert) => {
        const { InferenceSession, Tensor } = runtime!;
        const network = { sizes: firmwareSizes, weights: experts[expert]! };
        const tracks = 7;
        const inputs = Float32Array.from({ length: tracks * inputCount }, (_, at) =>
          Math.sin(at * at),
        );
        const session = await InferenceSession.create(exportOnnx(network, expert, ''));
        const { data } = (
          await session.run({ inputs: new Tensor('float32', inputs, [tracks, inputCount]) })
        ).outputs;
        const evaluate = floatNetwork(network);
        const outputs = new Float64Array(2);
        for (let track = 0; track < tracks; track++) {
          evaluate(
            Float64Array.from(inputs.subarray(track * inputCount, (track + 1) * inputCount)),
            outputs,
          );
          for (const output of [0, 1])
            expect(Math.abs(data[2 * track + output]! - outputs[output]!)).toBeLessThan(1e-5);
        }
      },
    );
  },
);
