import { cm, degree, GeV } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { firmwareSizes, maxWeight, sizesText } from '../../triggers/cdc/neuro-network.js';
import { type ExpertTrack, expertTracks } from './expert-tracks.js';
import type { MuonSample } from './muon-sample.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { type FixedPointCost, fixedPointCost } from './fixed-point-cost.js';
import { hashOf, type NetworkFile } from '../neuro/network-files.js';

/** What is known of one network. */
export interface NetworkReport {
  readonly file: string;
  readonly expert: number;
  /** Nodes of each layer, from the inputs to the outputs; nodes that are neither. */
  readonly sizes: readonly number[];
  readonly hidden: number;
  /** Of a model: who wrote it, and its operators. */
  readonly producer?: string;
  readonly operators?: readonly string[];
  readonly weights: number;
  readonly largestWeight: number;
  /** Weights that the fixed-point form cuts off. */
  readonly cutOff: number;
  readonly fixedPoint: FixedPointCost;
  readonly warnings: readonly string[];
}

/** What `neuro check` finds out about a file of networks, as `--json` writes it. */
export interface CheckDocument {
  readonly format: NetworkFile['format'];
  /** Of the weights; the same for a folder of models and the JSON made of it. */
  readonly sha256: string;
  readonly networks: readonly NetworkReport[];
}

/**
 * Muons on which networks are checked: those of the single-track trigger and around, over its cut
 * in z and beyond.
 */
const checkSample: MuonSample = {
  minPt: 0.4 * GeV,
  maxPt: 5 * GeV,
  minTheta: 36 * degree,
  maxTheta: 120 * degree,
  maxZ0: 50 * cm,
};

/**
 * Above these the fixed point is worth a warning: shift of 99 % of the tracks and of the mean [cm],
 * share of other decisions.
 */
const maxShift = 0.5;
const maxMeanShift = 0.15;
const maxDiffer = 0.004;
/**
 * Half width of z about the truth [cm] beyond which a network hardly does what the trigger expects
 * of it.
 */
const maxMiss = 15;

/**
 * Checks networks on `count` single muons of our own chamber.
 * @param expert of a single network, in place of what its file says.
 */
export function checkNetworks(
  { format, networks, names, model }: NetworkFile,
  { expert: chosen, count, config, context }: CheckOptions,
): CheckDocument {
  const expertOf = (named: number | undefined): number => chosen ?? named ?? 0;
  const asked = networks.map(({ expert }) => expertOf(expert));
  const tracks = asked.map((): ExpertTrack[] => []);
  for (const track of expertTracks(asked, checkSample, count, config, context))
    tracks[asked.indexOf(track.expert)]!.push(track);
  return {
    format,
    sha256: hashOf(
      networks.map(({ network }) => network),
      names,
    ),
    networks: networks.map(({ file, expert: named, network }, place) => {
      const { sizes, weights } = network;
      const found = {
        file,
        expert: expertOf(named),
        sizes,
        hidden: sizes.slice(1, -1).reduce((sum, nodes) => sum + nodes, 0),
        ...(model === undefined ? {} : { producer: model.producer, operators: model.operators }),
        weights: weights.length,
        largestWeight: weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0),
        cutOff: weights.filter((weight) => Math.abs(weight) > maxWeight).length,
        fixedPoint: fixedPointCost(network, names, tracks[place]!, config),
      };
      const unnamed =
        chosen === undefined && named === undefined
          ? ['nothing says for which expert it is: checked as expert 0']
          : [];
      return { ...found, warnings: [...unnamed, ...warningsOf(found, config)] };
    }),
  };
}

interface CheckOptions {
  readonly expert: number | undefined;
  readonly count: number;
  readonly config: EmulatorConfig;
  readonly context: RunContext;
}

function warningsOf(
  { sizes, cutOff, fixedPoint }: Omit<NetworkReport, 'warnings'>,
  { triggers }: EmulatorConfig,
): readonly string[] {
  const { zShift, decisionsDiffer, zMissFloat } = fixedPoint;
  const { maxZ } = triggers.neuro.outputs;
  const above = (value: number | null, limit: number): boolean =>
    value !== null && Math.abs(value) > limit;
  return [
    sizesText(sizes) === sizesText(firmwareSizes)
      ? ''
      : `it is ${sizesText(sizes)}; the firmware has ${sizesText(firmwareSizes)}`,
    cutOff === 0 ? '' : `${cutOff} weights beyond ±${maxWeight}: cut off in fixed point`,
    above(zShift.below99, maxShift)
      ? `fixed point moves z by more than ${maxShift} cm for over 1 % of the tracks`
      : '',
    above(zShift.mean, maxMeanShift)
      ? `fixed point moves z by more than ${maxMeanShift} cm on average`
      : '',
    above(decisionsDiffer, maxDiffer)
      ? `more than ${100 * maxDiffer} % of the decisions differ in fixed point`
      : '',
    above(zMissFloat.halfWidth68, maxMiss)
      ? `z misses the truth by more than ${maxMiss} cm: are the outputs z and θ in this order, ` +
        `z from ±${maxZ} cm (triggers.neuro.outputs)?`
      : '',
    fixedPoint.tracks === 0 ? 'no track asked this expert: simulate more with --tracks' : '',
  ].filter((warning) => warning !== '');
}
