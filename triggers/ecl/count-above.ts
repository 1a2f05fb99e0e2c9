// kernel: runs over the clusters of every event, several times
/** Rows `first` up to `end` in which an energy is exceeded. */
export function countAbove(
  energy: Float32Array,
  first: number,
  end: number,
  limit: number,
): number {
  let count = 0;
  for (let row = first; row < end; row++) if (energy[row] > limit) count++;
  return count;
}

/** The same for rows in some rings only: those whose bit is set in `rings`. */
export function countAboveIn(
  energy: Float32Array,
  thetaId: Uint8Array,
  first: number,
  end: number,
  limit: number,
  rings: number,
): number {
  let count = 0;
  for (let row = first; row < end; row++)
    if (energy[row] > limit && (rings >>> thetaId[row]) & 1) count++;
  return count;
}
