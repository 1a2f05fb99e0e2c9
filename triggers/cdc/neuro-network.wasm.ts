// kernel: every product of every layer of the neural network; AssemblyScript. In whole numbers of
// 16 bits as the firmware has them, eight products at a time, and in double precision.
import { exp } from '../../detector/base/elementary.wasm';

/** Activation of all nodes, tanh(x/2). */
export function nodeActivation(sum: f64): f64 {
  return 1 - 2 / (exp(sum) + 1);
}

/** The numbers at `places`, of 16 bits, of `inputs`. */
export function chosenInputs(inputs: usize, places: usize, count: i32, chosen: usize): void {
  for (let input = 0; input < count; input++) {
    const place = <usize>load<u16>(places + ((<usize>input) << 1));
    store<f64>(chosen + ((<usize>input) << 3), load<f64>(inputs + (place << 3)));
  }
}

/**
 * Whole steps of numbers: those at `places` of `inputs`, `one` steps to 1, cut off towards zero or
 * rounded, from −one to one − 1. Places and steps have 16 bits.
 */
export function wholeInputs(
  inputs: usize,
  places: usize,
  count: i32,
  one: f64,
  rounded: bool,
  steps: usize,
): void {
  for (let input = 0; input < count; input++) {
    const at = (<usize>input) << 1;
    const value = load<f64>(inputs + ((<usize>load<u16>(places + at)) << 3)) * one;
    const whole = rounded ? Math.round(value) : trunc(value);
    store<i16>(steps + at, <i16>max(-one, min(one - 1, whole)));
  }
}

/**
 * Nodes of one layer: the activation of bias + Σ weight · input, with `shift` bits of the sum
 * dropped. `blocks` counts the inputs in eights. 16 bits: inputs, weights (of each node one after
 * the other), table, outputs; 32 bits: biases. Beyond the `tableLength` values of the table the
 * activation is `largest`; it is odd, so the table is that of positive sums. All sums are exact:
 * who places a layer here has seen that they fit into 32 bits.
 */
export function denseLayer(
  inputs: usize,
  blocks: i32,
  weights: usize,
  biases: usize,
  nodeCount: i32,
  outputs: usize,
  shift: i32,
  table: usize,
  tableLength: i32,
  largest: i32,
): void {
  const end = inputs + ((<usize>blocks) << 4);
  for (let node = 0; node < nodeCount; node++) {
    let sums = i32x4.splat(0);
    for (let input = inputs; input < end; input += 16) {
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load(input), v128.load(weights)));
      weights += 16;
    }
    const sum =
      load<i32>(biases + ((<usize>node) << 2)) +
      i32x4.extract_lane(sums, 0) +
      i32x4.extract_lane(sums, 1) +
      i32x4.extract_lane(sums, 2) +
      i32x4.extract_lane(sums, 3);
    // A shift rounds down, also below zero.
    const step = sum >> shift;
    const size = abs(step);
    const value = size < tableLength ? load<i16>(table + ((<usize>size) << 1)) : <i16>largest;
    store<i16>(outputs + ((<usize>node) << 1), step < 0 ? -value : value);
  }
}

/** Inputs or nodes of 16 bits in double precision. */
export function widenNodes(words: usize, count: i32, nodes: usize): void {
  for (let node = 0; node < count; node++)
    store<f64>(nodes + ((<usize>node) << 3), <f64>load<i16>(words + ((<usize>node) << 1)));
}

/**
 * Sums bias + Σ weight · input of one layer in double precision, each summed in the order of its
 * inputs. Nodes come in blocks of four: `weights` has of each block the four weights of the first
 * input, then those of the next; `biases` and `sums` have room for whole blocks.
 */
export function plainSums(
  inputs: usize,
  inputCount: i32,
  weights: usize,
  biases: usize,
  nodeCount: i32,
  sums: usize,
): void {
  const end = inputs + ((<usize>inputCount) << 3);
  for (let node = 0; node < nodeCount; node += 4) {
    const at = (<usize>node) << 3;
    let low = v128.load(biases + at);
    let high = v128.load(biases + at, 16);
    for (let input = inputs; input < end; input += 8) {
      const value = f64x2.splat(load<f64>(input));
      low = f64x2.add(low, f64x2.mul(v128.load(weights), value));
      high = f64x2.add(high, f64x2.mul(v128.load(weights, 16), value));
      weights += 32;
    }
    v128.store(sums + at, low);
    v128.store(sums + at, high, 16);
  }
}

/** Nodes of sums, in place. */
export function activateSums(sums: usize, count: i32): void {
  for (let node = 0; node < count; node++) {
    const at = sums + ((<usize>node) << 3);
    store<f64>(at, nodeActivation(load<f64>(at)));
  }
}

/** Nodes of sums in steps of the table of `denseLayer`, in place. */
export function activateSteps(
  sums: usize,
  count: i32,
  table: usize,
  tableLength: i32,
  largest: i32,
): void {
  for (let node = 0; node < count; node++) {
    const at = sums + ((<usize>node) << 3);
    const step = floor(load<f64>(at));
    const size = abs(step);
    const value: i32 = size < <f64>tableLength ? load<i16>(table + ((<usize>size) << 1)) : largest;
    store<f64>(at, step < 0 ? <f64>-value : <f64>value);
  }
}
