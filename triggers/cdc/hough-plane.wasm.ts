// kernel: every axial segment votes along its curve on the Hough plane; AssemblyScript. A word of
// rows a column, four columns at a time.

/** Columns of the plane, and of a scratch line: a curve that begins at the last one ends within. */
const columns = 160;
const scratchColumns = 256;
const lineBytes: usize = scratchColumns << 2;
const axialLayers = 5;

/** Rows crossed in each column, low words of each super-layer, then high words. */
const lines = memory.data(2 * axialLayers * 1024, 16);

/** Draws columns of a curve, in blocks of four, into a line from a column on. */
function draw(line: usize, column: i32, masks: usize, blocks: i32): void {
  let cell = line + ((<usize>column) << 2);
  const end = cell + ((<usize>blocks) << 4);
  for (; cell < end; cell += 16, masks += 16)
    v128.store(cell, v128.or(v128.load(cell), v128.load(masks)));
}

/** Lays what was drawn beyond the last column over the first ones. */
function closePlane(line: usize): void {
  const end = line + (scratchColumns - columns) * 4;
  for (; line < end; line += 16)
    v128.store(line, v128.or(v128.load(line), v128.load(line, columns * 4)));
}

/** Cells that at least four of five lines have, and all of those in `needed`, a bit each. */
function combine(line: usize, needed: i32, cells: usize): void {
  const end = line + columns * 4;
  for (; line < end; line += 16, cells += 16) {
    const a = v128.load(line);
    const b = v128.load(line + lineBytes);
    const c = v128.load(line + 2 * lineBytes);
    const d = v128.load(line + 3 * lineBytes);
    const e = v128.load(line + 4 * lineBytes);
    const ab = v128.and(a, b);
    const cd = v128.and(c, d);
    const three = v128.or(v128.and(ab, v128.or(c, d)), v128.and(cd, v128.or(a, b)));
    let found = v128.or(v128.and(ab, cd), v128.and(e, three));
    for (let axial = 0; axial < axialLayers; axial++)
      if (((needed >>> axial) & 1) === 1)
        found = v128.and(found, v128.load(line + <usize>axial * lineBytes));
    v128.store(cells, found);
  }
}

/**
 * Cells of the plane that curves of at least four axial super-layers cross, and those of every
 * super-layer in `needed`. `curves` has of each segment the curve and the column at which it
 * begins, super-layer by super-layer, up to `ends`. Of each curve `places` has where its low words
 * begin among `masks` and their number in fours, the same for its high words, and after how many
 * columns these begin. All 32 bits.
 */
export function markHoughCells(
  curves: usize,
  ends: usize,
  places: usize,
  masks: usize,
  needed: i32,
  lowCells: usize,
  highCells: usize,
): void {
  const high = lines + <usize>axialLayers * lineBytes;
  memory.fill(lines, 0, 2 * <usize>axialLayers * lineBytes);
  let curve = 0;
  for (let axial: usize = 0; axial < <usize>axialLayers; axial++) {
    const lowLine = lines + axial * lineBytes;
    const highLine = high + axial * lineBytes;
    const end = load<i32>(ends + (axial << 2));
    for (; curve < end; curve++, curves += 8) {
      const own = places + <usize>load<i32>(curves) * 20;
      const column = load<i32>(curves, 4);
      draw(lowLine, column, masks + ((<usize>load<i32>(own)) << 2), load<i32>(own, 4));
      const start = (column + load<i32>(own, 16)) % columns;
      draw(highLine, start, masks + ((<usize>load<i32>(own, 8)) << 2), load<i32>(own, 12));
    }
    closePlane(lowLine);
    closePlane(highLine);
  }
  combine(lines, needed, lowCells);
  combine(high, needed, highCells);
}
