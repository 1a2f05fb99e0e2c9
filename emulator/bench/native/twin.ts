import type { EmulatorConfig } from '../../chain/parts.js';

/** A typed array of numbers. */
export type Numbers =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Arrays by name: what is handed to a twin, or what comes out. */
export type NamedColumns = Readonly<Record<string, Numbers>>;

/** The work that a twin does too. */
export interface TwinWork {
  /** All that the twin needs. */
  readonly input: NamedColumns;
  /** Units of one call of `work`. */
  readonly units: number;
  /** Does the same as one call of the twin. */
  readonly work: () => void;
  /** What the last call made; the twin must make the same bytes. */
  readonly results: () => NamedColumns;
}

/** A part of our own code that a C++ program of this folder repeats. */
export interface Twin {
  /** Its row. */
  readonly name: string;
  /** The program. */
  readonly source: string;
  /** What the work is counted in. */
  readonly unit: string;
  readonly what: string;
  readonly prepare: (run: EmulatorConfig, seed: number) => TwinWork;
}
