/** Types of build-step.mjs for the tests. */

/** Paths of the files below a folder, relative to the root, that `wanted` takes by name. */
export function filesBelow(
  folder: string,
  wanted: (name: string) => boolean,
  root?: string,
): Promise<string[]>;

/** A step of the build: what it is called, what it is made of and how. */
export interface BuildStep {
  readonly name: string;
  readonly files: readonly string[];
  readonly settings?: unknown;
  readonly make: () => Promise<readonly (readonly [name: string, content: string])[]>;
  readonly root?: string;
}

/** Makes `dist/NAME` unless it is what would come out; returns whether it was made. */
export function buildStep(step: BuildStep): Promise<boolean>;
