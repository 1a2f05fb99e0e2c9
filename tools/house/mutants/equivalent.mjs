// Mutants that no test can kill, because they change no result, each with its reason. A mutant is
// named by its file and its line as it then reads.

const overwritten = 'a scratch record: the field is set before it is read';

/** File, line of the mutant, and why nothing follows from it. */
export const equivalentMutants = [
  { file: 'detector/propagation/circle.ts', line: 'sense = 0;', reason: overwritten },
  { file: 'detector/propagation/circle.ts', line: 'sense = 2;', reason: overwritten },
  { file: 'detector/arich/entry.ts', line: '#startX = 1;', reason: overwritten },
  {
    file: 'emulator/studies/cards/z-rejection.ts',
    line: 'ranges: { decayRadius: [0, 8.000000000000001e-10] as Range, distance: upwards(5 * cm) },',
    reason: 'stands for "on the axis": the radius is 0 there and micrometers elsewhere',
  },
  {
    file: 'emulator/daq/segment-writer.ts',
    line: 'this.#waitingBytes = 1;',
    reason: 'one byte of 16 MiB of room, after a failure that ends the recording',
  },
  {
    file: 'detector/ecl/digitize.ts',
    line: 'readonly sums = new Float64Array(4 * crystalCount);',
    reason: 'more room than is ever used: three numbers for each crystal',
  },
  {
    file: 'detector/propagation/ionization.wasm.ts',
    line: 'electrons: f64 = 1;',
    reason: 'whoever makes a material sets each of its fields at once',
  },
  {
    file: 'triggers/cdc/fitter3d.wasm.ts',
    line: 'return wrapped < Math.PI ? wrapped : wrapped + twoPi;',
    reason: 'never taken: no double within 21 π comes out at π or above',
  },
  {
    file: 'triggers/cdc/hough-attach.ts',
    line: 'const reach = Math.ceil(((columns * 4 + 2) * period) / shift);',
    reason: 'looks farther than any curve reaches, and finds nothing there',
  },
  {
    file: 'detector/silicon/passage.wasm.ts',
    line: 'const place = (beyond >= 0 ? beyond + 2 * pi : beyond) / pitch;',
    reason: 'a turn more or less: ladders are counted around',
  },
];
