import { cm } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { firmwareSizes, fixedNetwork, outputCount } from '../../triggers/cdc/neuro-network.js';
import { outputScale } from '../../triggers/cdc/neuro-scale.js';
import type { DeriveConfig, Derivation } from './derive.js';
import { expertTracks } from './expert-tracks.js';
import { deriveNetworks, networkSample, type TrainedExpert } from './networks.js';

/** Edges of the bins of what z misses [cm]: 80 bins over ±20 cm. */
export const missEdges: readonly number[] = Array.from(
  { length: 81 },
  (_, edge) => (edge - 40) * 0.5 * cm,
);
const [minCurvature, maxCurvature] = [1 / networkSample.maxPt, 1 / networkSample.minPt];
/** Edges of ten bins of curvature 1/pT over the range of the sample [1/GeV]. */
export const curvatureEdges: readonly number[] = Array.from(
  { length: 11 },
  (_, edge) => minCurvature + ((maxCurvature - minCurvature) * edge) / 10,
);

/**
 * How an expert in fixed point does on tracks that it has not learnt from; z less the truth [cm].
 */
interface Evaluation {
  readonly tracks: number;
  readonly median: number;
  /** Half the range of the central 68 %: of all, and by bin of `curvatureEdges`; NaN of too few. */
  readonly halfWidth: number;
  readonly halfWidths: readonly number[];
  /** Share of the tracks by bin of `missEdges`. */
  readonly shares: readonly number[];
}

/** The five experts, and how each does on tracks that it has not learnt from. */
export interface EvaluatedNetworks {
  readonly experts: readonly TrainedExpert[];
  readonly evaluations: readonly Evaluation[];
}

/** Muons that judge the networks, against those that teach. */
const judgedShare = 0.1;
/** Fewer tracks give no half width. */
const minTracks = 30;

/** Trains the experts, then judges them on other muons of the same kind: those of the next seed. */
export function* deriveAndEvaluateNetworks(
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Derivation<EvaluatedNetworks> {
  const experts = yield* deriveNetworks(count, config, context);
  const misses = experts.map((): Miss[] => []);
  const { zOf } = outputScale(config.triggers.neuro.outputs);
  const networks = experts.map(({ weights }) =>
    fixedNetwork({ sizes: firmwareSizes, weights }, config.triggers.neuro.quantization),
  );
  const outputs = new Float64Array(outputCount);
  const judges = Math.max(1, Math.round(judgedShare * count));
  const tracks = expertTracks([...experts.keys()], networkSample, judges, config, {
    ...context,
    seed: context.seed + 1,
  });
  let judged = 0;
  for (const { expert, fixed, pt, z } of tracks) {
    networks[expert]!(fixed, outputs);
    misses[expert]!.push({ pt, miss: zOf(outputs[0]!) - z });
    if (++judged % 1000 === 0) yield count;
  }
  return { experts, evaluations: misses.map(evaluationOf) };
}

interface Miss {
  readonly pt: number;
  readonly miss: number;
}

function evaluationOf(misses: readonly Miss[]): Evaluation {
  const values = misses.map(({ miss }) => miss);
  return {
    tracks: misses.length,
    median: quantile(values, 0.5),
    halfWidth: halfWidth(values),
    halfWidths: binsOf(curvatureEdges, ({ pt }: Miss) => 1 / pt, misses).map((bin) =>
      halfWidth(bin.map(({ miss }) => miss)),
    ),
    shares: binsOf(missEdges, ({ miss }: Miss) => miss, misses).map(
      (bin) => bin.length / misses.length,
    ),
  };
}

const binsOf = <T>(
  edges: readonly number[],
  valueOf: (row: T) => number,
  rows: readonly T[],
): readonly (readonly T[])[] =>
  edges
    .slice(1)
    .map((high, bin) => rows.filter((row) => valueOf(row) >= edges[bin]! && valueOf(row) < high));

function halfWidth(values: readonly number[]): number {
  return values.length < minTracks
    ? Number.NaN
    : (quantile(values, 0.84) - quantile(values, 0.16)) / 2;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
}
