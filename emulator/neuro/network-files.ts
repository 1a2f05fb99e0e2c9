import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import { expertCount, type NetworkSet } from '../../triggers/cdc/network-set.js';
import type { NeuroConfig } from '../../triggers/cdc/neuro.js';
import {
  hiddenCountOf,
  maxHiddenCount,
  packWeights,
  unpackWeights,
} from '../../triggers/cdc/neuro-network.js';
import { version } from '../version.js';
import { type ImportedNetwork, importOnnx } from './onnx-import.js';

/** Largest file of networks that is read: five of the largest networks in text are 1 MB. */
const maxFileBytes = 4 << 20;

const formatName = 'belle2-l1 networks';

/** Name of an expert's file in a folder. */
export const expertFile = (expert: number): string => `expert-${expert}.onnx`;
const expertNames = Array.from({ length: expertCount }, (_, expert) => expertFile(expert));
const accepted =
  `a folder with ${expertFile(0)} to ${expertFile(expertCount - 1)}, ` + 'an .onnx or a .json file';

/** One expert's network, or the networks of all, as a file has them. */
export interface NetworkFile {
  readonly format: 'onnx' | 'json';
  /** Expert of each network; unknown of a network whose file does not say. */
  readonly networks: readonly {
    readonly file: string;
    readonly expert: number | undefined;
    readonly weights: Float32Array;
  }[];
  /** Of a model: what it says of itself. */
  readonly model?: ImportedNetwork;
}

/**
 * Networks in a file or folder: a model, a folder with one for each expert, or the project's JSON.
 * @throws NETWORKS_*, ONNX_*
 */
export function readNetworkFile(path: string): NetworkFile {
  if (isFolder(path)) return { format: 'onnx', networks: readFolder(path) };
  if (path.endsWith('.onnx')) {
    const model = importOnnx(readBytes(path), path);
    return {
      format: 'onnx',
      networks: [
        { file: path, expert: model.expert ?? expertByName(path), weights: model.weights },
      ],
      model,
    };
  }
  if (path.endsWith('.json')) {
    const experts = fromJson(readBytes(path).toString('utf8'), path);
    return {
      format: 'json',
      networks: experts.map((weights, expert) => ({ file: path, expert, weights })),
    };
  }
  throw new EmulatorError('NETWORKS_FILE', `networks "${path}": expected ${accepted}`);
}

/** Networks of all experts for a configuration. @throws NETWORKS_*, ONNX_* */
export function loadNetworks(path: string): NetworkSet {
  const { networks } = readNetworkFile(path);
  if (networks.length !== expertCount) {
    throw new EmulatorError(
      'NETWORKS_INCOMPLETE',
      `${path}: is one network; networks of all experts are a folder with ` +
        `${expertNames.join(', ')}`,
    );
  }
  return networkSet(
    basename(path),
    networks.map(({ weights }) => weights),
  );
}

function networkSet(name: string, experts: readonly Float32Array[]): NetworkSet {
  return { name, sha256: hashOf(experts), experts: experts.map(packWeights) };
}

/** SHA-256 of the weights of networks, whatever file they come from. */
export function hashOf(experts: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const weights of experts) hash.update(`${packWeights(weights)}\n`);
  return hash.digest('hex');
}

/**
 * A raw configuration with the networks in place of the name of their file.
 * @throws NETWORKS_*, ONNX_*
 */
export function withNetworks(raw: unknown): unknown {
  const triggers = mapping(mapping(raw)?.['triggers']);
  const neuro = mapping(triggers?.['neuro']);
  const networks = neuro?.['networks'];
  if (typeof networks !== 'string' || networks === 'standard') return raw;
  return {
    ...mapping(raw),
    triggers: { ...triggers, neuro: { ...neuro, networks: loadNetworks(networks) } },
  };
}

/**
 * What a configuration's networks are, for the name of its results; empty when they are the
 * standard ones.
 */
export function networksLabel({ networks }: NeuroConfig): readonly string[] {
  return networks === 'standard' ? [] : [`networks sha256:${networks.sha256.slice(0, 12)}`];
}

const mapping = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;

function readFolder(folder: string): NetworkFile['networks'] {
  const present = reading(folder, () => readdirSync(folder));
  const missing = expertNames.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new EmulatorError(
      'NETWORKS_INCOMPLETE',
      `${folder}: has no ${missing.join(', ')}; write them with: b2l1 neuro export --out ${folder}`,
    );
  }
  return expertNames.map((name, expert) => {
    const file = join(folder, name);
    const { weights, expert: said = expert } = importOnnx(readBytes(file), file);
    if (said !== expert)
      throw new EmulatorError(
        'NETWORKS_EXPERT',
        `${file}: says that it is expert ${said}, expected expert ${expert}`,
      );
    return { file, expert, weights };
  });
}

function expertByName(path: string): number | undefined {
  const expert = expertNames.indexOf(basename(path));
  return expert < 0 ? undefined : expert;
}

function isFolder(path: string): boolean {
  return reading(path, () => statSync(path)).isDirectory();
}

function readBytes(path: string): Buffer {
  const { size } = reading(path, () => statSync(path));
  if (size > maxFileBytes)
    throw new EmulatorError(
      'NETWORKS_FILE',
      `${path}: has ${size} bytes, expected up to ${maxFileBytes}`,
    );
  return reading(path, () => readFileSync(path));
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? 'unknown cause';
    throw new EmulatorError(
      'NETWORKS_FILE',
      `networks "${path}": cannot be read (${cause}); expected ${accepted}`,
      { cause: error },
    );
  }
}

const fileSchema = z.object({
  format: z.literal(formatName),
  experts: z.array(z.object({ hidden: z.number(), weights: z.base64() })).length(expertCount),
});

/**
 * The project's own file of networks: weights in base64 as in `packWeights`, with where they come
 * from.
 */
export function networksJson(
  experts: readonly Float32Array[],
  provenance: Readonly<Record<string, unknown>>,
): string {
  const written = experts.map((weights) => ({
    hidden: hiddenCountOf(weights),
    weights: packWeights(weights),
  }));
  const sha256 = hashOf(experts);
  const file = { format: formatName, version, sha256, ...provenance, experts: written };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function fromJson(content: string, path: string): readonly Float32Array[] {
  const wrong = (why: string, cause?: unknown): EmulatorError =>
    new EmulatorError('NETWORKS_SYNTAX', `${path}: ${why}`, { cause });
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error), error);
  }
  const parsed = fileSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(
      `${issue?.path.join('.') || 'the file'}: ${issue?.message}; expected a file of b2l1 ` +
        'neuro export --format json',
    );
  }
  return parsed.data.experts.map(({ weights: text, hidden }, expert) => {
    const weights = unpackWeights(text);
    if (hiddenCountOf(weights) !== hidden) {
      throw wrong(
        `experts.${expert}: ${weights.length} weights are no network of ${hidden} hidden ` +
          `nodes (1 to ${maxHiddenCount})`,
      );
    }
    return weights;
  });
}
