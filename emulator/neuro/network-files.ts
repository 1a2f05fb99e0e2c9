import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { EmulatorError } from '../../detector/base/errors.js';
import {
  expertCount,
  type ExpertNetworks,
  memberProblem,
  type NetworkNames,
  type NetworkSet,
  namesProblem,
  standardNames,
} from '../../triggers/cdc/network-set.js';
import type { NeuroConfig } from '../../triggers/cdc/neuro.js';
import {
  firmwareSizes,
  type NetworkWeights,
  oneHiddenLayer,
  packWeights,
  packedProblem,
  unpackWeights,
} from '../../triggers/cdc/neuro-network.js';
import { version } from '../version.js';
import { type ImportedNetwork, importOnnx } from './onnx-import.js';

/** Largest file of networks that is read: five of the largest networks in text are 3 MB. */
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
    readonly network: NetworkWeights;
  }[];
  /** Inputs and outputs of all of them. */
  readonly names: NetworkNames;
  /** Of a model: what it says of itself. */
  readonly model?: ImportedNetwork;
}

/**
 * Networks in a file or folder: a model, a folder with one for each expert, or the project's JSON.
 * @throws NETWORKS_*, ONNX_*
 */
export function readNetworkFile(path: string): NetworkFile {
  if (isFolder(path)) return { format: 'onnx', ...readFolder(path) };
  if (path.endsWith('.onnx')) {
    const model = importOnnx(readBytes(path), path);
    return {
      format: 'onnx',
      networks: [
        { file: path, expert: model.expert ?? expertByName(path), network: model.network },
      ],
      names: model.names,
      model,
    };
  }
  if (path.endsWith('.json')) {
    const { experts, names } = fromJson(readBytes(path).toString('utf8'), path);
    return {
      format: 'json',
      networks: experts.map((network, expert) => ({ file: path, expert, network })),
      names,
    };
  }
  throw new EmulatorError('NETWORKS_FILE', `networks "${path}": expected ${accepted}`);
}

/** Networks of all experts for a configuration. @throws NETWORKS_*, ONNX_* */
export function loadNetworks(path: string): NetworkSet {
  const { networks, names } = readNetworkFile(path);
  if (networks.length !== expertCount) {
    throw new EmulatorError(
      'NETWORKS_INCOMPLETE',
      `${path}: is one network; networks of all experts are a folder with ` +
        `${expertNames.join(', ')}`,
    );
  }
  const experts = networks.map(({ network }) => network);
  return {
    name: basename(path),
    sha256: hashOf(experts, names),
    experts: experts.map(({ weights }) => packWeights(weights)),
    sizes: experts.map(({ sizes }) => sizes),
    ...names,
  };
}

/** SHA-256 of networks, whatever file they come from; layers and names count where unusual. */
export function hashOf(experts: readonly NetworkWeights[], names: NetworkNames): string {
  const hash = createHash('sha256');
  for (const { sizes, weights } of experts) {
    const usual = sizes.length === firmwareSizes.length;
    hash.update(`${usual ? '' : `${sizes.join()} `}${packWeights(weights)}\n`);
  }
  if (!isUsual(names)) hash.update(`${names.inputs.join()} ${names.outputs.join()}\n`);
  return hash.digest('hex');
}

const isUsual = ({ inputs, outputs }: NetworkNames): boolean =>
  inputs.join() === standardNames.inputs.join() && outputs.join() === standardNames.outputs.join();

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

function readFolder(folder: string): Pick<NetworkFile, 'networks' | 'names'> {
  const present = reading(folder, () => readdirSync(folder));
  const missing = expertNames.filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new EmulatorError(
      'NETWORKS_INCOMPLETE',
      `${folder}: has no ${missing.join(', ')}; write them with: b2l1 neuro export --out ${folder}`,
    );
  }
  const read = expertNames.map((name, expert) => {
    const file = join(folder, name);
    const { network, names, expert: said = expert } = importOnnx(readBytes(file), file);
    if (said !== expert)
      throw new EmulatorError(
        'NETWORKS_EXPERT',
        `${file}: says that it is expert ${said}, expected expert ${expert}`,
      );
    return { file, expert, network, names };
  });
  const [{ names }] = read as [(typeof read)[number]];
  const other = read.find((one) => JSON.stringify(one.names) !== JSON.stringify(names));
  if (other !== undefined)
    throw new EmulatorError(
      'NETWORKS_NAMES',
      `${other.file}: names other inputs or outputs than ${expertFile(0)} beside it`,
    );
  return { names, networks: read.map(({ file, expert, network }) => ({ file, expert, network })) };
}

function expertByName(path: string): number | undefined {
  const expert = expertNames.indexOf(basename(path));
  return expert < 0 ? undefined : expert;
}

function isFolder(path: string): boolean {
  return reading(path, () => statSync(path)).isDirectory();
}

function readBytes(path: string): Buffer {
  const stat = reading(path, () => statSync(path));
  // A pipe would be waited for.
  if (!stat.isFile())
    throw new EmulatorError('NETWORKS_FILE', `${path}: is no file, expected one with a network`);
  const { size } = stat;
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
  inputs: z.array(z.string()).optional(),
  outputs: z.array(z.string()).optional(),
  experts: z
    .array(
      z.union([
        z.object({ sizes: z.array(z.number()), weights: z.base64() }),
        // Files before D-246.
        z.object({ hidden: z.number(), weights: z.base64() }),
      ]),
    )
    .length(expertCount),
});

/**
 * The project's own file of networks: names of inputs and outputs, and of each expert the nodes of
 * its layers and its weights in base64 as in `packWeights`, with where they come from.
 */
export function networksJson(
  { experts, names }: ExpertNetworks,
  provenance: Readonly<Record<string, unknown>>,
): string {
  const written = experts.map(({ sizes, weights }) => ({ sizes, weights: packWeights(weights) }));
  const sha256 = hashOf(experts, names);
  const file = { format: formatName, version, sha256, ...provenance, ...names, experts: written };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function fromJson(content: string, path: string): ExpertNetworks {
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
  const { inputs, outputs } = { ...standardNames, ...parsed.data };
  const names = { inputs, outputs };
  const misnamed = namesProblem(names);
  if (misnamed !== undefined) throw wrong(misnamed);
  const experts = parsed.data.experts.map((written, expert) => {
    const torn = packedProblem(written.weights);
    if (torn !== undefined) throw wrong(`experts.${expert}: ${torn}`);
    const weights = unpackWeights(written.weights);
    const sizes =
      'sizes' in written ? written.sizes : oneHiddenLayer(weights).sizes.with(1, written.hidden);
    const network = { sizes, weights };
    const problem = memberProblem(network, names);
    if (problem !== undefined) throw wrong(`experts.${expert}: ${problem}`);
    return network;
  });
  return { experts, names };
}
