import { kernels } from '#kernels';
import { KernelColumn } from '../../detector/base/kernel-column.js';
import { lazily } from '../../detector/base/lazily.js';
import { inputWords, outputWords } from '../batches.js';
import { type GateNetwork, type Literal, networkInputs } from './gates.js';

/** Output bit of the menu and the literal that drives it. */
interface Output {
  readonly number: number;
  readonly literal: Literal;
}

/** Events that the kernel decides at once: it wants room for whole blocks. */
const blockEvents = 128;
/** A register: a bit of each event of a block. */
const registerBytes = blockEvents / 8;

/** A program and a batch in the memory of the kernels; the next ones take their place. */
const memory = lazily(() => ({
  gates: new KernelColumn(Uint32Array, 0),
  outputs: new KernelColumn(Uint32Array, 0),
  registers: new KernelColumn(Uint8Array, 0),
  inputBits: new KernelColumn(Uint32Array, 0),
  outputBits: new KernelColumn(Uint32Array, 0),
}));

/**
 * The network as a function from input bits (`inputWords` words per event) to output bits
 * (`outputWords` words per event). Registers hold one node each, or its inverse, as literals count
 * them: the constant, the inputs, the gates; an event is a bit of every register.
 */
export function bitSlicedProgram(
  { left, right }: GateNetwork,
  outputs: readonly Output[],
): (inputBits: Uint32Array, eventCount: number) => Uint32Array {
  const registerAt = (literal: Literal): number => registerBytes * literal;
  const gateRegisters = Uint32Array.from(
    left.flatMap((literal, gate) => [literal, right[gate]].map(registerAt)),
  );
  // Literal 0, the constant, where no line drives an output.
  const outputRegisters = new Uint32Array(32 * outputWords);
  for (const { number, literal } of outputs) outputRegisters[number] = registerAt(literal);
  const registerCount = 2 * (1 + networkInputs + left.length);

  return (inputBits, eventCount) => {
    const held = memory();
    const room = blockEvents * Math.ceil(eventCount / blockEvents);
    held.registers.reserve(registerBytes * registerCount);
    held.inputBits.reserve(inputWords * room);
    held.outputBits.reserve(outputWords * room);
    kernels.evaluateGates(
      held.inputBits.place(inputBits),
      eventCount,
      held.registers.address,
      held.gates.place(gateRegisters),
      left.length,
      held.outputs.place(outputRegisters),
      held.outputBits.address,
    );
    return held.outputBits.values.slice(0, outputWords * eventCount);
  };
}
