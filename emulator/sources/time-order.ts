/**
 * Rows in order of time, equal ones as they stand: times are dealt into as many bins as there are
 * rows, which leaves little to sort.
 * @param end all times are from 0 on and before it, a few may be outside.
 */
export function orderOfTimes(time: Float64Array, end: number): Uint32Array {
  const count = time.length;
  const perBin = count / end;
  const binOf = (row: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor(time[row]! * perBin)));
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < count; row++) starts[binOf(row) + 1]!++;
  for (let bin = 0; bin < count; bin++) starts[bin + 1]! += starts[bin]!;
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row++) order[starts[binOf(row)]!++] = row;
  for (let place = 1; place < count; place++) sink(order, time, place);
  return order;
}

/** Moves the row at a place down to where it belongs. */
function sink(order: Uint32Array, time: Float64Array, place: number): void {
  const row = order[place]!;
  let at = place;
  for (; at > 0 && time[order[at - 1]!]! > time[row]!; at--) order[at] = order[at - 1]!;
  order[at] = row;
}
