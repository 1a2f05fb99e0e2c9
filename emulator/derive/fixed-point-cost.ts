import {
  fixedNetwork,
  floatNetwork,
  type Network,
  type NetworkWeights,
} from '../../triggers/cdc/neuro-network.js';
import { inputPlaces, type NetworkNames } from '../../triggers/cdc/network-set.js';
import { outputScale } from '../../triggers/cdc/neuro-scale.js';
import type { ExpertTrack } from './expert-tracks.js';
import type { EmulatorConfig } from '../chain/parts.js';

/** How a quantity is spread; null of nothing. */
export interface Spread {
  readonly mean: number | null;
  /** Half the range of the central 68 %. */
  readonly halfWidth68: number | null;
  /** Limit of the absolute values of 99 %. */
  readonly below99: number | null;
}

/**
 * What the fixed point costs a network, and what the network is worth, on tracks of our own
 * chamber; z in cm, angles in rad.
 */
export interface FixedPointCost {
  readonly tracks: number;
  /** Fixed less floating point, inputs and network together. */
  readonly zShift: Spread;
  readonly thetaShift: Spread;
  /** Share of tracks within the |z| of the single-track trigger in one form only. */
  readonly decisionsDiffer: number | null;
  /** Share of tracks whose z is at an end of its range. */
  readonly zAtEnd: number | null;
  /** Less the truth. */
  readonly zMissFloat: Spread;
  readonly zMissFixed: Spread;
  readonly thetaMissFixed: Spread;
}

/** Compares the two forms of a network on tracks of its expert. */
export function fixedPointCost(
  weights: NetworkWeights,
  names: NetworkNames,
  tracks: Iterable<ExpertTrack>,
  { triggers, bits }: EmulatorConfig,
): FixedPointCost {
  const { quantization, outputs: range } = triggers.neuro;
  const { singleMaxZ } = bits['nn-single-track'];
  const { zOf, thetaOf } = outputScale(range);
  const places = inputPlaces(names);
  const exact = evaluator(floatNetwork(weights, places), names);
  const firmware = evaluator(fixedNetwork(weights, quantization, places), names);
  const end = 1 - 2 ** -quantization.node.bits;
  const columns = {
    zShift: [],
    thetaShift: [],
    zMissFloat: [],
    zMissFixed: [],
    thetaMissFixed: [],
  } as Record<string, number[]>;
  const add = (name: string, value: number): void => void columns[name]!.push(value);
  let count = 0;
  let differ = 0;
  let atEnd = 0;
  for (const { float, fixed, z, theta } of tracks) {
    const [zFloat, thetaFloat] = exact(float);
    const [zFixed, thetaFixed] = firmware(fixed);
    count++;
    if (Math.abs(zOf(zFloat)) < singleMaxZ !== Math.abs(zOf(zFixed)) < singleMaxZ) differ++;
    if (Math.abs(zFixed) >= end) atEnd++;
    add('zShift', zOf(zFixed) - zOf(zFloat));
    add('thetaShift', thetaOf(thetaFixed) - thetaOf(thetaFloat));
    add('zMissFloat', zOf(zFloat) - z);
    add('zMissFixed', zOf(zFixed) - z);
    add('thetaMissFixed', thetaOf(thetaFixed) - theta);
  }
  const spread = (name: string): Spread => spreadOf(columns[name]!);
  return {
    tracks: count,
    zShift: spread('zShift'),
    thetaShift: spread('thetaShift'),
    decisionsDiffer: count === 0 ? null : differ / count,
    zAtEnd: count === 0 ? null : atEnd / count,
    zMissFloat: spread('zMissFloat'),
    zMissFixed: spread('zMissFixed'),
    thetaMissFixed: spread('thetaMissFixed'),
  };
}

function evaluator(
  network: Network,
  { outputs: named }: NetworkNames,
): (inputs: Float64Array) => readonly [z: number, theta: number] {
  const outputs = new Float64Array(named.length);
  const [z, theta] = [named.indexOf('z'), named.indexOf('theta')];
  return (inputs) => {
    network(inputs, outputs);
    return [outputs[z]!, outputs[theta]!];
  };
}

function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: null, halfWidth68: null, below99: null };
  const sorted = values.toSorted((a, b) => a - b);
  const absolute = values.map(Math.abs).toSorted((a, b) => a - b);
  const at = (list: readonly number[], share: number): number =>
    list[Math.min(list.length - 1, Math.floor(share * list.length))]!;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    halfWidth68: (at(sorted, 0.84) - at(sorted, 0.16)) / 2,
    below99: at(absolute, 0.99),
  };
}
