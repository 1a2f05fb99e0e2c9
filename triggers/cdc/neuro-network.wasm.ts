// AssemblyScript: the neural network in the fixed point of the firmware, eight products of 16 bits
// at a time. All sums are exact: who places a network here has seen that they fit into 32 bits.

/** A layer in memory: addresses and counts, 32 bits each. */
/**
 * Nodes of one layer: the activation of bias + Σ weight · input, with `shift` bits of the sum
 * dropped. `blocks` counts the inputs in eights. 16 bits: inputs, weights (of each node one after
 * the other), table, outputs; 32 bits: biases. Beyond the `tableLength` values of the table the
 * activation is `largest`; it is odd, so the table is that of positive sums.
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
