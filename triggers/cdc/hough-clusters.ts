// kernel: looks at every occupied 2×2 square of the Hough plane; squares live in scratch memory
import { columns, lowRows, rows } from './hough-plane.js';

/**
 * Squares of 2×2 cells: bit 0 lower left, 1 lower right, 2 upper left, 3 upper right (x azimuth, y
 * curvature).
 */
const squareColumns = columns / 2;
const squareRows = rows / 2;
/** A column of squares with an empty square below and above it. */
const stride = squareRows + 2;

/** Connections of two squares: cells that share an edge, or a corner along the rising diagonal. */
const connected = (pair: (left: number, right: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, index) => (pair(index >>> 4, index & 15) !== 0 ? 1 : 0));
/** By 16 · left + right, by 16 · lower + upper, and by 16 · lower left + upper right. */
const leftRight = connected(
  (a, b) => ((a >> 3) & (b >> 2) & 1) | ((a >> 1) & b & 1) | ((a >> 1) & (b >> 2) & 1),
);
const lowerUpper = connected(
  (a, b) => ((a >> 2) & b & 1) | ((a >> 3) & (b >> 1) & 1) | ((a >> 2) & (b >> 1) & 1),
);
const diagonal = connected((a, b) => (a >> 3) & b & 1);

/** Cell of a square found first from the upper right and from the lower left. */
const upperRightCorner = Uint8Array.from({ length: 16 }, (_, square) =>
  square & 8 ? 3 : square & 2 ? 1 : square & 4 ? 2 : 0,
);
const lowerLeftCorner = Uint8Array.from({ length: 16 }, (_, square) =>
  square & 1 ? 0 : square & 4 ? 2 : square & 2 ? 1 : 3,
);

/** Squares of a cluster in each direction, as basf2's default. */
const reach = 3;

/**
 * Clusters of candidate cells. A cluster starts at a square with no connection to its left, lower
 * or lower-left neighbour and grows over 3×3 squares; its centre is the mean of its lower-left-most
 * and upper-right-most cell. What lies beyond is cut off. `find` returns how many there are;
 * `column2` and `row2` hold twice the column and row of each centre, 0 at the middle of cell 0.
 * @see basf2 trg/cdc/modules/houghtracking/src/CDCTriggerHoughtrafo.cc, clustering by nested
 * patterns
 */
export function clusterFinder(minCells: number) {
  const squares = new Uint8Array(squareColumns * stride);
  const occupied = new Uint16Array(squareColumns * squareRows);
  let count = 0;
  const column2 = new Uint16Array(squareColumns * squareRows);
  const row2 = new Uint8Array(squareColumns * squareRows);
  const pattern = new Uint8Array(reach * reach);

  /**
   * Squares of each pair of columns; their places, ascending in azimuth, then in curvature, go to
   * `occupied`.
   */
  function fill(low: Int32Array, high: Int32Array): void {
    for (let x = 0, last = squareColumns; x < last; x++) {
      const left = low[2 * x];
      const right = low[2 * x + 1];
      const leftHigh = high[2 * x];
      const rightHigh = high[2 * x + 1];
      if ((left | right | leftHigh | rightHigh) === 0) continue;
      fillWord(left, right, x * stride + 1);
      fillWord(leftHigh, rightHigh, x * stride + 1 + lowRows / 2);
    }
  }
  function fillWord(left: number, right: number, first: number): void {
    // Into locals: what a closure holds is fetched and checked anew at each use in a loop.
    const plane = squares;
    const places = occupied;
    let at = count;
    for (let rest = left | right; rest !== 0; ) {
      const square = (31 - Math.clz32(rest & -rest)) >> 1;
      const shift = 2 * square;
      const a = (left >>> shift) & 3;
      const b = (right >>> shift) & 3;
      plane[first + square] = (a & 1) | ((b & 1) << 1) | ((a & 2) << 1) | ((b & 2) << 2);
      places[at++] = first + square;
      rest &= ~(3 << shift);
    }
    count = at;
  }

  function isStart(place: number): boolean {
    const plane = squares;
    const own = plane[place];
    const left = place < stride ? place + (squareColumns - 1) * stride : place - stride;
    return (
      leftRight[16 * plane[left] + own] === 0 &&
      lowerUpper[16 * plane[place - 1] + own] === 0 &&
      diagonal[16 * plane[left - 1] + own] === 0
    );
  }

  /** Squares of the cluster that starts at `place`: pattern[x + 3 y]. */
  function grow(place: number, y: number): void {
    const plane = squares;
    const cells = pattern;
    cells.fill(0);
    cells[0] = plane[place];
    for (let dx = 0, here = place, left = place; dx < reach; dx++) {
      for (let dy = dx === 0 ? 1 : 0; dy < reach && y + dy < squareRows; dy++) {
        const own = plane[here + dy];
        const at = dx + reach * dy;
        const joined =
          (dx > 0 && cells[at - 1] !== 0 && leftRight[16 * plane[left + dy] + own] === 1) ||
          (dy > 0 &&
            cells[at - reach] !== 0 &&
            lowerUpper[16 * plane[here + dy - 1] + own] === 1) ||
          (dx > 0 &&
            dy > 0 &&
            cells[at - reach - 1] !== 0 &&
            diagonal[16 * plane[left + dy - 1] + own] === 1);
        if (joined) cells[at] = own;
      }
      left = here;
      here += stride;
      if (here >= plane.length) here -= plane.length;
    }
  }

  function find(low: Int32Array, high: Int32Array): number {
    count = 0;
    fill(low, high);
    let found = 0;
    const places = occupied;
    const cells = pattern;
    const end = count;
    for (let index = 0; index < end; index++) {
      const place = places[index];
      if (!isStart(place)) continue;
      const x = Math.floor(place / stride);
      const y = place - x * stride - 1;
      grow(place, y);
      let last = reach * reach - 1;
      while (cells[last] === 0) last--;
      const upper = upperRightCorner[cells[last]];
      const lower = lowerLeftCorner[cells[0]];
      const dx = 2 * (last % reach) + (upper & 1);
      const dy = 2 * Math.floor(last / reach) + (upper >> 1);
      if (minCells > 1 && dx === (lower & 1) && dy === lower >> 1) continue;
      column2[found] = (4 * x + dx + (lower & 1)) % (2 * columns);
      row2[found++] = 4 * y + dy + (lower >> 1);
    }
    const plane = squares;
    for (let index = 0; index < end; index++) plane[places[index]] = 0;
    return found;
  }

  return { find, column2, row2 };
}
