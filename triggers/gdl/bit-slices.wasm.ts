// kernel: all formulas of a menu for 128 events at once, a bit each; AssemblyScript

/** Words of input bits of an event, and of output bits. */
const words: usize = 6;
const eventBytes: usize = 4 * words;
/** Events of a block: four of each row of bits, side by side. */
const blockBytes: usize = 128 * eventBytes;
/** Rows of a word. */
const bits: usize = 32;
/** A node's register and that of its inverse. */
const nodeBytes: usize = 32;

/** Registers of the outputs of a word. */
const columns = memory.data(1024, 16);

/**
 * Swaps rows and columns of 32 registers, each of four lanes on its own: bit b of row e becomes bit
 * e of row b.
 */
function transposeBits(rows: usize): void {
  let mask = 0x0000ffff;
  for (let distance: usize = 16; distance > 0; distance >>= 1) {
    const masks = i32x4.splat(mask);
    for (let row: usize = 0; row < bits; row = (row + distance + 1) & ~distance) {
      const upper = rows + row * nodeBytes;
      const lower = upper + distance * nodeBytes;
      const above = v128.load(upper);
      const below = v128.load(lower);
      const swapped = v128.and(v128.xor(i32x4.shr_u(above, <i32>distance), below), masks);
      v128.store(lower, v128.xor(below, swapped));
      v128.store(upper, v128.xor(above, i32x4.shl(swapped, <i32>distance)));
    }
    mask ^= mask << (<i32>distance >> 1);
  }
}

/** A register and its inverse. */
function setRegister(register: usize, value: v128): void {
  v128.store(register, value);
  v128.store(register, v128.not(value), 16);
}

/** The inputs of a word from the input bits of a block, from that word of the first event on. */
function loadInputs(inputBits: usize, registers: usize): void {
  for (let row: usize = 0; row < bits; row++, inputBits += 4 * eventBytes) {
    let four = v128.load32_zero(inputBits);
    four = v128.load_lane<i32>(inputBits, four, 1, eventBytes);
    four = v128.load_lane<i32>(inputBits, four, 2, 2 * eventBytes);
    four = v128.load_lane<i32>(inputBits, four, 3, 3 * eventBytes);
    v128.store(registers + row * nodeBytes, four);
  }
  transposeBits(registers);
  for (const end = registers + bits * nodeBytes; registers < end; registers += nodeBytes)
    setRegister(registers, v128.load(registers));
}

/** Output bits of a block, from a word of the first event on; `outputs` are its registers. */
function storeOutputs(outputs: usize, registers: usize, outputBits: usize): void {
  for (let row: usize = 0; row < bits; row++)
    v128.store(
      columns + row * nodeBytes,
      v128.load(registers + <usize>load<u32>(outputs + (row << 2))),
    );
  transposeBits(columns);
  for (let row: usize = 0; row < bits; row++, outputBits += 4 * eventBytes) {
    const four = v128.load(columns + row * nodeBytes);
    v128.store_lane<i32>(outputBits, four, 0);
    v128.store_lane<i32>(outputBits, four, 1, eventBytes);
    v128.store_lane<i32>(outputBits, four, 2, 2 * eventBytes);
    v128.store_lane<i32>(outputBits, four, 3, 3 * eventBytes);
  }
}

/**
 * Output bits of all events from their input bits; of both there is room for whole blocks. Gates
 * have the registers of their two operands, outputs one each, in bytes after the first register;
 * the nodes are the constant 0, the inputs, the gates.
 */
export function evaluateGates(
  inputBits: usize,
  eventCount: i32,
  registers: usize,
  gates: usize,
  gateCount: i32,
  outputs: usize,
  outputBits: usize,
): void {
  setRegister(registers, i32x4.splat(0));
  const inputs = registers + nodeBytes;
  const firstGate = inputs + words * bits * nodeBytes;
  const lastGate = gates + ((<usize>gateCount) << 3);
  const end = inputBits + <usize>eventCount * eventBytes;
  for (; inputBits < end; inputBits += blockBytes, outputBits += blockBytes) {
    for (let word: usize = 0; word < words; word++)
      loadInputs(inputBits + (word << 2), inputs + word * bits * nodeBytes);
    for (let gate = gates, node = firstGate; gate < lastGate; gate += 8, node += nodeBytes) {
      const a = v128.load(registers + <usize>load<u32>(gate));
      const b = v128.load(registers + <usize>load<u32>(gate, 4));
      setRegister(node, v128.and(a, b));
    }
    for (let word: usize = 0; word < words; word++)
      storeOutputs(outputs + word * bits * 4, registers, outputBits + (word << 2));
  }
}
