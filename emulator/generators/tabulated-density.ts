// kernel: drawn from once per event
/**
 * A density on an interval, linear between nodes, from which values are drawn by inverting its
 * integral.
 */
export class TabulatedDensity {
  /** Integral over all nodes. */
  readonly integral: number;
  readonly #nodes: Float64Array;
  readonly #density: Float64Array;
  readonly #cumulative: Float64Array;
  /** Interval in which the k-th of equal shares of the integral begins. */
  readonly #guide: Uint16Array;

  /**
   * @param nodes ascending, at least two, at most 65536.
   * @param density not negative, positive somewhere.
   */
  constructor(nodes: readonly number[], density: (node: number) => number) {
    this.#nodes = Float64Array.from(nodes);
    this.#density = this.#nodes.map(density);
    this.#cumulative = new Float64Array(nodes.length);
    for (let node = 1; node < nodes.length; node++) {
      const area =
        0.5 *
        (this.#density[node]! + this.#density[node - 1]!) *
        (this.#nodes[node]! - this.#nodes[node - 1]!);
      this.#cumulative[node] = this.#cumulative[node - 1]! + area;
    }
    this.integral = this.#cumulative[nodes.length - 1]!;
    this.#guide = new Uint16Array(2 * nodes.length);
    let interval = 0;
    for (let share = 0; share < this.#guide.length; share++) {
      while (this.#cumulative[interval + 1]! <= (share / this.#guide.length) * this.integral)
        interval++;
      this.#guide[share] = interval;
    }
  }

  /** The value below which the share `uniform` of the integral lies; `uniform` in (0, 1). */
  at(uniform: number): number {
    const target = uniform * this.integral;
    let interval = this.#guide[Math.floor(uniform * this.#guide.length)]!;
    while (this.#cumulative[interval + 1]! < target) interval++;
    const low = this.#density[interval]!;
    const slope = this.#density[interval + 1]! - low;
    const start = this.#nodes[interval]!;
    const width = this.#nodes[interval + 1]! - start;
    const area = (target - this.#cumulative[interval]!) / width;
    // The root of low·t + slope·t²/2 = area in [0, 1], written so that slope 0 is no exception.
    return (
      start + (width * 2 * area) / (low + Math.sqrt(Math.max(0, low * low + 2 * slope * area)))
    );
  }
}
