import { EmulatorError } from '../base/errors.js';
import { MeV } from '../base/units.js';
import type { PatternLibrary } from '../pattern-library.js';
import { layerOfWire, superLayerCount, superLayerOfLayer, wireCount } from './geometry.js';
import type { CdcConfig } from './schema.js';

/** Sweeps over the super-layers; the weights are exact to 1e-9 after a few. */
const sweeps = 60;
const rounding = 1e-9;
/** Beyond the length of any window of the front end [ns]. */
const longestWindow = 32;

/** How often each pattern comes, and what they leave to other hits. */
interface PatternWeights {
  /** Of each pattern [1/ns]. */
  readonly weight: Float64Array;
  /** Hits of each super-layer that patterns do not make [1/ns]. */
  readonly left: Float64Array;
}

/**
 * How often patterns of a range of momentum must come so that each super-layer has the hits wanted
 * [1/ns]. A pattern lives in the super-layer of most of its hits; those that live in one share a
 * factor. A super-layer whose neighbours' patterns alone leave more than is wanted gets no pattern
 * of its own; what no pattern can make is left.
 * @param windows lengths of those of which the front end keeps the earliest hit of a wire [ns]
 */
export function patternWeights(
  library: PatternLibrary,
  wanted: Float64Array,
  [lowest, highest]: readonly [number, number],
  windows: readonly number[],
): PatternWeights {
  const { hits, home } = whereTheyLive(library, windows);
  const spectrum = spectrumWeights(library, lowest, highest);
  // Hits in super-layer s of all patterns that live in h, each as often as its momentum: [h, s].
  const spread = new Float64Array(superLayerCount * superLayerCount);
  for (let pattern = 0; pattern < home.length; pattern++)
    for (let layer = 0; layer < superLayerCount; layer++)
      spread[home[pattern] * superLayerCount + layer] +=
        spectrum[pattern] * hits[pattern * superLayerCount + layer];
  const factors = new Float64Array(superLayerCount);
  const fromOthers = (layer: number): number => {
    let sum = 0;
    for (let other = 0; other < superLayerCount; other++)
      if (other !== layer) sum += factors[other] * spread[other * superLayerCount + layer];
    return sum;
  };
  const own = (layer: number): number => spread[layer * superLayerCount + layer];
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (let layer = 0; layer < superLayerCount; layer++)
      factors[layer] =
        own(layer) > 0 ? Math.max(0, wanted[layer] - fromOthers(layer)) / own(layer) : 0;
  return {
    weight: spectrum.map((often, pattern) =>
      hasHits(library, pattern) ? often * factors[home[pattern]] : 0,
    ),
    left: wanted.map((hz, layer) => {
      const rest = hz - fromOthers(layer) - factors[layer] * own(layer);
      return rest > rounding * hz ? rest : 0;
    }),
  };
}

const hasHits = ({ offsets }: PatternLibrary, pattern: number): boolean =>
  offsets[pattern + 1] > offsets[pattern];

/**
 * Hits that the front end reports of each pattern, by super-layer, and where most of them are: the
 * mean over all times at which it may come. Of two passages through a cell the later one is
 * reported, too, unless one window has both.
 */
function whereTheyLive({ offsets, channel, time }: PatternLibrary, windows: readonly number[]) {
  const patterns = offsets.length - 1;
  const hits = new Float64Array(patterns * superLayerCount);
  const home = new Uint8Array(patterns);
  const all = windows.reduce((sum, length) => sum + length, 0);
  // Times are whole nanoseconds, and no window is longer than 32 bins.
  const apart = Float64Array.from(
    { length: longestWindow + 1 },
    (_, gap) => windows.reduce((sum, length) => sum + Math.min(gap, length), 0) / all,
  );
  const lastRow = new Int32Array(wireCount).fill(-1);
  for (let pattern = 0; pattern < patterns; pattern++) {
    const first = pattern * superLayerCount;
    for (let row = offsets[pattern]; row < offsets[pattern + 1]; row++) {
      const wire = channel[row];
      const before = lastRow[wire];
      hits[first + superLayerOfLayer[layerOfWire[wire]]] +=
        before < offsets[pattern] ? 1 : apart[Math.min(longestWindow, time[row] - time[before])];
      lastRow[wire] = row;
    }
    for (let layer = 1; layer < superLayerCount; layer++)
      if (hits[first + layer] > hits[first + home[pattern]]) home[pattern] = layer;
  }
  return { hits, home };
}

/** @throws CONFIG_BAD_VALUE the momenta of patterns are no range */
export function checkSpectrum({ minMomentum, maxMomentum }: CdcConfig['correlatedBy']): void {
  if (minMomentum < maxMomentum) return;
  throw new EmulatorError(
    'CONFIG_BAD_VALUE',
    'cdc.correlatedBy (of a machine: backgrounds.diffuse): minMomentum is ' +
      `${minMomentum / MeV} MeV, expected less than maxMomentum, ${maxMomentum / MeV} MeV`,
  );
}

/** Weight of each pattern in a spectrum that is flat between two momenta; no sum is meant. */
function spectrumWeights(
  { edges, firstOfClass, offsets }: PatternLibrary,
  lowest: number,
  highest: number,
): Float64Array {
  const weights = new Float64Array(offsets.length - 1);
  for (let at = 0; at + 1 < edges.length; at++) {
    const inside = Math.min(edges[at + 1], highest) - Math.max(edges[at], lowest);
    const [first, end] = [firstOfClass[at], firstOfClass[at + 1]];
    if (inside > 0) weights.fill(inside / (end - first), first, end);
  }
  return weights;
}
