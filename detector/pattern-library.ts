/**
 * Hits that belong together: what each of many particles leaves in a subdetector by itself,
 * simulated once. Correlated noise is drawn from it; who made it knows what the particles are.
 */
export interface PatternLibrary {
  /** Digest of the geometry in which they were simulated. */
  readonly geometry: string;
  /** Limits of the classes of momentum, within which it is flat [GeV], ascending. */
  readonly edges: Float64Array;
  /** First pattern of each class, then the number of patterns; as long as `edges`. */
  readonly firstOfClass: Uint32Array;
  /** Row where each pattern begins, then the number of rows; its rows ascend in time. */
  readonly offsets: Uint32Array;
  /** Channel of each hit. */
  readonly channel: Uint16Array;
  /** Time of each hit after the particle was there [ns]. */
  readonly time: Uint16Array;
}
