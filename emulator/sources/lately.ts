/** A function of a slice that keeps what it made last: windows look at the slices beside theirs. */
export function lately<T>(kept: number, make: (slice: number) => T): (slice: number) => T {
  const made = new Map<number, T>();
  return (slice) => {
    const known = made.get(slice);
    if (known !== undefined) return known;
    const value = make(slice);
    const [oldest] = made.keys();
    if (made.size === kept) made.delete(oldest!);
    made.set(slice, value);
    return value;
  };
}
