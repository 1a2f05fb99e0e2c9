// kernel: every segment votes in the space of the 3-D finder; AssemblyScript. Cells of one
// curvature (and polar angle) are a line in azimuth, so that runs of votes are added eight at once.

/** Cells of a turn, and of a line: as many more as a run may reach beyond the turn. */
const turn = 384;
const line = 416;
/** Bytes of a line in planes of 16 bits, and of a turn. */
const lineBytes = line << 1;
const turnBytes = turn << 1;
/** Bytes that hold what lies beyond a turn. */
const beyond = (line - turn) << 1;

/** First cell of a run of a segment whose sector begins at `sector`. */
function firstCell(sector: i32, first: usize): i32 {
  const phi = sector + <i32>load<i16>(first);
  return phi < 0 ? phi + turn : phi >= turn ? phi - turn : phi;
}

/** Adds what lies beyond the turn to its beginning, on `lines` lines of a plane. */
function closeTurn(plane: usize, lines: i32): void {
  const end = plane + <usize>lines * lineBytes;
  for (; plane < end; plane += lineBytes)
    for (let cell: usize = plane; cell < plane + beyond; cell += 16)
      v128.store(cell, i16x8.add(v128.load(cell), v128.load(cell, turnBytes)));
}

/**
 * Votes of segments in a plane of `lines` lines of 16 bits a cell, which is empty at first. Of each
 * of `count` segments `voters` has the class and the cell at which its sector begins, 32 bits each.
 * Of each class there is a run for every line: its first cell counted from the sector, 16 bits, its
 * length, 8 bits, and its weights, 8 bits each, filled up with zeros to a multiple of eight;
 * `starts` has the place of the first weight of each class.
 */
export function castVotes(
  voters: usize,
  count: i32,
  lines: i32,
  firsts: usize,
  lengths: usize,
  weights: usize,
  starts: usize,
  plane: usize,
): void {
  memory.fill(plane, 0, <usize>lines * lineBytes);
  for (let voter = 0; voter < count; voter++, voters += 8) {
    const kind = load<i32>(voters);
    const sector = load<i32>(voters, 4);
    let first = firsts + ((<usize>kind * lines) << 1);
    const runs = lengths + <usize>kind * lines;
    let weight = weights + load<u32>(starts + ((<usize>kind) << 2));
    let start = plane;
    for (let run: usize = 0; run < <usize>lines; run++, first += 2, start += lineBytes) {
      const length = load<u8>(runs + run);
      if (length === 0) continue;
      let cell = start + ((<usize>firstCell(sector, first)) << 1);
      const end = weight + length;
      for (; weight < end; weight += 8, cell += 16) {
        const votes = i16x8.extend_low_i8x16_u(v128.load64_zero(weight));
        v128.store(cell, i16x8.add(v128.load(cell), votes));
      }
    }
  }
  closeTurn(plane, lines);
}

/**
 * Marks where segments of one super-layer vote, with its `bit`, in a plane of 8 bits a cell;
 * classes and runs as in `castVotes`.
 */
export function markVoters(
  voters: usize,
  count: i32,
  lines: i32,
  firsts: usize,
  lengths: usize,
  plane: usize,
  bit: i32,
): void {
  for (let voter = 0; voter < count; voter++, voters += 8) {
    const kind = load<i32>(voters);
    const sector = load<i32>(voters, 4);
    for (let run = 0; run < lines; run++) {
      const at = <usize>kind * lines + run;
      const length = <i32>load<u8>(lengths + at);
      if (length === 0) continue;
      const cell = plane + <usize>run * line + firstCell(sector, firsts + (at << 1));
      for (let own: usize = cell; own < cell + length; own++)
        store<u8>(own, load<u8>(own) | <u8>bit);
    }
  }
}

/** Closes the turn of a plane of marks. */
export function closeMarks(plane: usize, lines: i32): void {
  const end = plane + <usize>lines * line;
  for (; plane < end; plane += line)
    for (let cell: usize = plane; cell < plane + line - turn; cell += 16)
      v128.store(cell, v128.or(v128.load(cell), v128.load(cell, turn)));
}
