/** How many inputs a property is tried on: `npm run accept` tries ten times as many. */
export function runs(usual: number): number {
  return usual * Number(process.env.B2L1_MORE_RUNS ?? 1);
}
