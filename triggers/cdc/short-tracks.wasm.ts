// kernel: patterns of short tracks in maps of 64 azimuth bins, a map a word, so that a pattern is
// tested in all bins at once; AssemblyScript.

/** Bytes of a pattern: offsets of super-layers 0, 1, 3, 4 from the bin in super-layer 2. */
const patternBytes = 4;

/** Writes the number of a pattern for every bin of a map. */
function mark(bins: u64, pattern: i32, patternOf: usize): void {
  for (; bins !== 0; bins &= bins - 1) store<u8>(patternOf + <usize>ctz(bins), pattern);
}

/**
 * Bins of super-layer 2 in which some of the patterns fits the maps of super-layers 0–4, and those
 * of super-layer 0 from which one does, two words at `bins`; by bin the first pattern that fits,
 * `patternOf`, and the first from there, `startPattern`, 64 bytes each. False for none.
 */
export function matchShortPatterns(
  maps: usize,
  patterns: usize,
  count: i32,
  bins: usize,
  patternOf: usize,
  startPattern: usize,
): bool {
  const map0 = load<u64>(maps);
  const map1 = load<u64>(maps, 8);
  const map2 = load<u64>(maps, 16);
  const map3 = load<u64>(maps, 24);
  const map4 = load<u64>(maps, 32);
  let found: u64 = 0;
  let starts: u64 = 0;
  for (let pattern = 0; pattern < count; pattern++, patterns += patternBytes) {
    const offset0 = <u64>load<i8>(patterns);
    const fits =
      map2 &
      rotr<u64>(map0, offset0) &
      rotr<u64>(map1, <u64>load<i8>(patterns, 1)) &
      rotr<u64>(map3, <u64>load<i8>(patterns, 2)) &
      rotr<u64>(map4, <u64>load<i8>(patterns, 3));
    if (fits === 0) continue;
    mark(fits & ~found, pattern, patternOf);
    found |= fits;
    // Bin i + x0 of super-layer 0 belongs to bin i of super-layer 2.
    const from = rotl<u64>(fits, offset0);
    mark(from & ~starts, pattern, startPattern);
    starts |= from;
  }
  store<u64>(bins, found);
  store<u64>(bins, starts, 8);
  return found !== 0;
}
