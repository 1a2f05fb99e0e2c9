import { content, type Parameter } from '../../detector/base/config.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { experts as standardExperts } from './networks/experts.js';
import {
  firmwareSizes,
  networkProblem,
  type NetworkWeights,
  oneHiddenLayer,
  packedProblem,
  unpackWeights,
} from './neuro-network.js';

/** Experts: all stereo super-layers, or super-layer 7, 5, 3 or 1 without a segment. */
export const expertCount = 5;

/**
 * Names of all inputs that the trigger has, in their order: of the segment of each super-layer its
 * place against the track, drift time with its side, half the crossing angle.
 */
const inputNames: readonly string[] = Array.from({ length: superLayerCount }, (_, superLayer) => [
  `place${superLayer}`,
  `drift${superLayer}`,
  `angle${superLayer}`,
]).flat();
/** Names of the outputs that the trigger reads. */
export const outputNames: readonly string[] = ['z', 'theta'];

/** Inputs and outputs of the networks of a set, in their order. */
export interface NetworkNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Names of a set that says nothing of them. */
export const standardNames: NetworkNames = { inputs: inputNames, outputs: outputNames };

/**
 * Networks of all experts as they travel with a configuration: plain text, so that every worker has
 * the same.
 */
export interface NetworkSet extends Partial<NetworkNames> {
  /** Where they come from. */
  readonly name: string;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** Weights of each expert, see `packWeights`. */
  readonly experts: readonly string[];
  /** Nodes of each layer, by expert; one hidden layer where it is not said. */
  readonly sizes?: readonly (readonly number[])[];
}

const standard = 'standard';

/** The networks of the package by their word, or others that were read from files. */
type Networks = typeof standard | NetworkSet;

/** Networks that can be asked, by expert, with the names of their inputs and outputs. */
export interface ExpertNetworks {
  readonly experts: readonly NetworkWeights[];
  readonly names: NetworkNames;
}

/** What keeps names from being those of a set, in words; undefined when nothing does. */
export function namesProblem({ inputs, outputs }: NetworkNames): string | undefined {
  const unknown =
    inputs.find((name) => !inputNames.includes(name)) ??
    outputs.find((name) => !outputNames.includes(name));
  if (unknown !== undefined)
    return (
      `"${unknown}" is no name of an input or output; inputs are place, drift and angle 0 to ` +
      `${superLayerCount - 1} (place0), outputs ${outputNames.join(' and ')}`
    );
  const twice = [inputs, outputs].flatMap((names) =>
    names.filter((name, at) => names.indexOf(name) !== at),
  );
  if (twice.length > 0) return `"${twice[0]}" is named twice`;
  const missing = outputNames.find((name) => !outputs.includes(name));
  return missing === undefined ? undefined : `no output is named "${missing}"`;
}

/** What keeps a network from being one of a set with such names, in words. */
export function memberProblem(network: NetworkWeights, names: NetworkNames): string | undefined {
  const { sizes } = network;
  const expected = [names.inputs.length, names.outputs.length];
  return (
    networkProblem(network) ??
    (sizes[0] === expected[0] && sizes.at(-1) === expected[1]
      ? undefined
      : `it has ${sizes[0]} inputs and ${sizes.at(-1)} outputs, ` +
        `named are ${expected[0]} and ${expected[1]}`)
  );
}

/** Networks of a set, which may not be sound yet. */
const membersOf = ({ experts, sizes }: NetworkSet): readonly NetworkWeights[] =>
  experts.map((text, expert) => {
    const weights = unpackWeights(text);
    return sizes === undefined ? oneHiddenLayer(weights) : { sizes: sizes[expert], weights };
  });

const namesOf = ({ inputs, outputs }: NetworkSet): NetworkNames => ({
  inputs: inputs ?? inputNames,
  outputs: outputs ?? outputNames,
});

const isList = (value: unknown, isMember: (member: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && value.every(isMember);
const isText = (value: unknown): value is string => typeof value === 'string';
const isPacked = (value: unknown): boolean => isText(value) && packedProblem(value) === undefined;
const isSizes = (value: unknown): boolean => isList(value, (nodes) => typeof nodes === 'number');

function isNetworks(raw: unknown): raw is Networks {
  if (raw === standard) return true;
  const { name, sha256, experts, sizes, inputs, outputs } = (raw ?? {}) as Partial<
    Record<keyof NetworkSet, unknown>
  >;
  if (!isText(name) || !isText(sha256)) return false;
  if (!isList(experts, isPacked) || experts.length !== expertCount) return false;
  if (sizes !== undefined && !(isList(sizes, isSizes) && sizes.length === expertCount))
    return false;
  if (![inputs, outputs].every((names) => names === undefined || isList(names, isText)))
    return false;
  const set = raw as NetworkSet;
  const names = namesOf(set);
  return (
    namesProblem(names) === undefined &&
    membersOf(set).every((network) => memberProblem(network, names) === undefined)
  );
}

/** Which networks the neural z trigger asks. */
export const networksParameter: Parameter<Networks> = content<Networks>(
  standard,
  `${standard}, a folder with expert-0.onnx to expert-${expertCount - 1}.onnx, or a .json ` +
    'file of b2l1 neuro export',
  isNetworks,
  'Networks of the five experts',
);

/** Networks of the experts, as numbers. */
export function expertsOf(networks: Networks): ExpertNetworks {
  return networks === standard
    ? {
        experts: standardExperts.map((weights) => ({ sizes: firmwareSizes, weights })),
        names: standardNames,
      }
    : { experts: membersOf(networks), names: namesOf(networks) };
}

/** Places of the inputs of a set among those that the trigger has. */
export const inputPlaces = ({ inputs }: NetworkNames): Uint16Array =>
  Uint16Array.from(inputs, (name) => inputNames.indexOf(name));
