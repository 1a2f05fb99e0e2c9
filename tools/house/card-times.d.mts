/** Types of card-times.mjs for the tests that time as it does. */

/** What 60 s of two cores are [s of processor time]. */
export const maxProcessorSeconds: number;

/** Runs the built command: what it said, and the processor time of it and of all it started. */
export function timed(args: readonly string[]): Promise<{
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly processorSeconds: number;
  readonly wallSeconds: number;
}>;
