import { content, type Parameter } from '../../detector/base/config.js';
import { experts as standardExperts } from './networks/experts.js';
import { hiddenCountOf, unpackWeights } from './neuro-network.js';

/** Experts: all stereo super-layers, or super-layer 7, 5, 3 or 1 without a segment. */
export const expertCount = 5;

/**
 * Networks of all experts as they travel with a configuration: plain text, so that every worker has
 * the same.
 */
export interface NetworkSet {
  /** Where they come from. */
  readonly name: string;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** Weights of each expert, see `packWeights`. */
  readonly experts: readonly string[];
}

const standard = 'standard';

/** The networks of the package by their word, or others that were read from files. */
type Networks = typeof standard | NetworkSet;

function isNetworks(raw: unknown): raw is Networks {
  if (raw === standard) return true;
  const { name, sha256, experts } = (raw ?? {}) as Partial<Record<keyof NetworkSet, unknown>>;
  if (
    typeof name !== 'string' ||
    typeof sha256 !== 'string' ||
    !Array.isArray(experts) ||
    experts.length !== expertCount
  )
    return false;
  return experts.every(
    (text) => typeof text === 'string' && hiddenCountOf(unpackWeights(text)) !== undefined,
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

/** Weights of the experts. */
export function expertsOf(networks: Networks): readonly Float32Array[] {
  return networks === standard ? standardExperts : networks.experts.map(unpackWeights);
}
