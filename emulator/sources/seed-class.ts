/**
 * A class of seeds: particles that come by themselves, at a rate of their own. What the rate is
 * follows from `nanobarns` or `hz`; without either, from the laws of the backgrounds.
 */
export interface SeedClass {
  readonly name: string;
  /**
   * Its number in the names of random streams, 1 on: part of the format of results, never given to
   * another class (also the `source` of its particles). Collisions from 1 on, stray particles from
   * 101 on, injection from 201 on, what a user lays over from 301 on.
   */
  readonly source: number;
  /**
   * Whether one of its seeds could alone fire a line without prescale (anchor); soft ones alone
   * fire only prescaled or masked lines.
   */
  readonly tier: 'anchor' | 'soft';
  /**
   * What makes it: beams, when filled bunches cross, or the sky, at any time; or a user's file.
   */
  readonly origin: 'collision' | 'stray' | 'injection' | 'sky' | 'user';
  /** Name of a generator, and its parameters as a file gives them. */
  readonly generator: string;
  readonly config: object;
  /** Cross section [nb] of what goes with the luminosity. */
  readonly nanobarns?: number;
  /** Rate of its own [Hz], whatever the machine does. */
  readonly hz?: number;
}
