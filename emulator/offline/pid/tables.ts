import { log } from '../../../detector/base/elementary.js';
import type { EclMeasurement } from './ecl.js';
import type { KlmMeasurement } from './klm.js';
import { speciesCount } from './species.js';

/**
 * Probabilities of what KLM and calorimeter say, by species, as they come out of our own
 * simulation: −ln of each in steps of 1/`scale`. `reach`: last layer hit, by the layer that a muon
 * would reach; `scatter`: distances from the extrapolation, by last layer; `shower`: energy over
 * momentum, by momentum.
 */
export interface PidTables {
  readonly reach: Uint8Array;
  readonly scatter: Uint8Array;
  readonly shower: Uint8Array;
}
/** Which of the three tables. */
export type TableName = keyof PidTables;

const scale = 20;

const layers = 16;
/** First of the last layers of each group. */
const layerGroups = [0, 4, 8, 12] as const;
/** Edges of the mean square distance. */
const scatterEdges = [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 4, 6, 9] as const;
/** Edges of the momentum [GeV], and bins of E/p. */
const momentumEdges = [0.4, 0.6, 0.8, 1, 1.5, 2, 3] as const;
const showerBins = 32;
const showerWidth = 0.04;

/** Bins that add up to probability 1, and rows of them by region and context. */
export const tableShape: Readonly<
  Record<TableName, { readonly contexts: number; readonly bins: number }>
> = {
  reach: { contexts: 2 * layers, bins: layers },
  scatter: { contexts: layerGroups.length, bins: scatterEdges.length + 1 },
  shower: { contexts: 2 * (momentumEdges.length + 1), bins: showerBins },
};

const binOf = (edges: readonly number[], value: number): number =>
  edges.filter((edge) => value >= edge).length;

/** First element of a bin's species in a table; −1 where a track has no such measurement. */
export function reachCell(
  { expectedLayer, inEndcap, lastLayer }: KlmMeasurement,
  track: number,
): number {
  if (expectedLayer[track] === 0) return -1;
  return (
    ((inEndcap[track]! * layers + expectedLayer[track]!) * layers + lastLayer[track]!) *
    speciesCount
  );
}

/**
 * The same in table `scatter`, by the group of the last layer hit; −1 without distances from the
 * extrapolation.
 */
export function scatterCell({ lastLayer, scatter }: KlmMeasurement, track: number): number {
  if (Number.isNaN(scatter[track]!)) return -1;
  const group = binOf(layerGroups, lastLayer[track]!) - 1;
  return (group * tableShape.scatter.bins + binOf(scatterEdges, scatter[track]!)) * speciesCount;
}

/** The same in table `shower` for momentum `p` [GeV]; −1 for a track without E/p. */
export function showerCell(
  { energyOverMomentum, inEndcap }: EclMeasurement,
  track: number,
  p: number,
): number {
  const ratio = energyOverMomentum[track]!;
  if (Number.isNaN(ratio)) return -1;
  const context = inEndcap[track]! * (momentumEdges.length + 1) + binOf(momentumEdges, p);
  return (
    (context * showerBins + Math.min(showerBins - 1, Math.floor(ratio / showerWidth))) *
    speciesCount
  );
}

/** Adds the log-likelihoods of a cell to `out`, one per species. */
export function addCell(table: Uint8Array, cell: number, out: Float64Array): void {
  if (cell < 0) return;
  for (let kind = 0; kind < speciesCount; kind++)
    out[kind] = out[kind]! - table[cell + kind]! / scale;
}

/**
 * A table from counts of simulated tracks; half a track in each bin stands for what was not seen.
 */
export function tableOf(name: TableName, counts: Float64Array): Uint8Array {
  const { contexts, bins } = tableShape[name];
  const table = new Uint8Array(counts.length);
  for (let context = 0; context < contexts; context++) {
    for (let kind = 0; kind < speciesCount; kind++) {
      const cell = (bin: number): number => (context * bins + bin) * speciesCount + kind;
      let sum = bins / 2;
      for (let bin = 0; bin < bins; bin++) sum += counts[cell(bin)]!;
      for (let bin = 0; bin < bins; bin++)
        table[cell(bin)] = Math.min(
          255,
          Math.round(-scale * log((counts[cell(bin)]! + 0.5) / sum)),
        );
    }
  }
  return table;
}

/** A table as text for a source file: base64 of its bytes. */
export const packTable = (table: Uint8Array): string => Buffer.from(table).toString('base64');
/** The bytes of a table from its text. */
export const unpackTable = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text, 'base64'));
