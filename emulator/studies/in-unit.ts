/** A value in its unit, to 14 digits, so that 0.3 rad · 180/π does not end in …0000004. */
export function inUnit(value: number, factor: number): number {
  return Number((value / factor).toPrecision(14));
}
