import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { firstValueFrom, of } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { makeChain } from '../../../emulator/chain/chain.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import {
  expertFile,
  loadNetworks,
  networksJson,
  readNetworkFile,
} from '../../../emulator/neuro/network-files.js';
import { exportOnnx } from '../../../emulator/neuro/onnx-export.js';
import type { EmulatorConfig } from '../../../emulator/chain/parts.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { expertsOf } from '../../../triggers/cdc/network-set.js';
import { neuroObjects } from '../../../triggers/cdc/neuro.js';
import { firmwareSizes, packWeights, weightCountOf } from '../../../triggers/cdc/neuro-network.js';
import type { TriggerObjects } from '../../../triggers/objects.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const standardSet = expertsOf('standard');
const torch = fileURLToPath(new URL('../../support/weights/torch-half.onnx', import.meta.url));
let home = '';
let folder = '';
let other = '';
let json = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'b2l1-networks-'));
  [folder, other, json] = [join(home, 'same'), join(home, 'other'), join(home, 'same.json')];
  for (const path of [folder, other]) {
    mkdirSync(path);
    experts.forEach((weights, expert) =>
      writeFileSync(
        join(path, expertFile(expert)),
        exportOnnx({ sizes: firmwareSizes, weights }, expert, ''),
      ),
    );
  }
  copyFileSync(torch, join(other, expertFile(0)));
  writeFileSync(json, networksJson(standardSet, {}));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const set = (path: string): readonly string[] => [`triggers.neuro.networks=${path}`];
const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'none';
};

describe('networks in files', () => {
  it('are the same in a folder of models and in JSON, with the same hash', () => {
    const [models, text] = [folder, json].map(loadNetworks);
    expect(models!.experts).toEqual(experts.map(packWeights));
    expect(text!.experts).toEqual(models!.experts);
    expect(text!.sha256).toBe(models!.sha256);
    expect(loadNetworks(other).sha256).not.toBe(models!.sha256);
  });

  it('become part of the configuration, and their hash of the name of its results', () => {
    const { name, config } = loadConditions('nominal', set(json));
    expect(
      expertsOf(config.triggers.neuro.networks).experts.map(({ weights }) => packWeights(weights)),
    ).toEqual(experts.map(packWeights));
    expect(name).toBe(
      `nominal + triggers.neuro.networks=${json} + networks ` +
        `sha256:${loadNetworks(folder).sha256.slice(0, 12)}`,
    );
    const yaml = join(home, 'mine.yaml');
    writeFileSync(yaml, `triggers:\n  neuro:\n    networks: ${folder}\n`);
    expect(loadConditions(yaml).name).toContain(`mine.yaml + networks sha256:`);
    expect(loadConditions('nominal', set('standard')).name).toBe(
      'nominal + triggers.neuro.networks=standard',
    );
    // A configuration that was parsed before is one that can be parsed again.
    expect(emulatorConfig(config)).toEqual(config);
  });

  it('name their expert by file name or by what they say', () => {
    const expertIn = (path: string): number | undefined =>
      readNetworkFile(path).networks[0]!.expert;
    expect(expertIn(join(folder, expertFile(2)))).toBe(2);
    expect(expertIn(join(other, expertFile(0)))).toBe(0);
    expect(expertIn(torch)).toBeUndefined();
  });

  it('may have other layers, and inputs and outputs in an order that they name', () => {
    const sizes = [3, 128, 4, 2];
    const names = { inputs: ['angle8', 'place0', 'drift4'], outputs: ['theta', 'z'] };
    const networks = experts.map((weights) => ({
      sizes,
      weights: weights.slice(0, weightCountOf(sizes)),
    }));
    const text = join(home, 'named.json');
    writeFileSync(text, networksJson({ experts: networks, names }, {}));
    const models = join(home, 'named');
    mkdirSync(models);
    networks.forEach((network, expert) =>
      writeFileSync(join(models, expertFile(expert)), exportOnnx(network, expert, '', names)),
    );
    const [fromText, fromModels] = [text, models].map(loadNetworks);
    expect(fromModels!.sha256).toBe(fromText!.sha256);
    for (const read of [fromText!, fromModels!])
      expect(expertsOf(read)).toEqual({ experts: networks, names });
    // The names say what comes in and out: the same weights under other names are another set.
    writeFileSync(
      text,
      networksJson({ experts: networks, names: { ...names, outputs: ['z', 'theta'] } }, {}),
    );
    expect(loadNetworks(text).sha256).not.toBe(fromText!.sha256);
    writeFileSync(
      join(models, expertFile(3)),
      exportOnnx(networks[3]!, 3, '', { ...names, inputs: names.inputs.toReversed() }),
    );
    expect(codeOf(() => loadNetworks(models))).toMatch(
      /^NETWORKS_NAMES .*expert-3\.onnx: names other inputs or outputs than expert-0\.onnx/,
    );
  });

  it('of before layers were data are read: weights with hidden nodes, or weights alone', () => {
    const old = experts.map((weights) => ({ hidden: 81, weights: packWeights(weights) }));
    const path = join(home, 'old.json');
    writeFileSync(path, JSON.stringify({ format: 'belle2-l1 networks', experts: old }));
    const { sha256 } = loadNetworks(path);
    expect(expertsOf(loadNetworks(path))).toEqual(standardSet);
    // The hash that results of that time carry.
    const lines = experts.map((weights) => `${packWeights(weights)}\n`).join('');
    expect(sha256).toBe(createHash('sha256').update(lines).digest('hex'));
    const networks = { name: 'old', sha256, experts: experts.map(packWeights) };
    const { triggers } = emulatorConfig({ triggers: { neuro: { networks } } });
    expect(expertsOf(triggers.neuro.networks)).toEqual(standardSet);
  });

  it.each<[string, object, string]>([
    [
      'an unknown output',
      { outputs: ['z', 'theta', 'charm'] },
      '"charm" is no name of an input or',
    ],
    ['an unknown input', { inputs: ['place9'] }, '"place9" is no name of an input or output'],
    ['an input twice', { inputs: ['place1', 'place1'] }, '"place1" is named twice'],
    ['no polar angle', { outputs: ['z'] }, 'no output is named "theta"'],
    ['other inputs', { inputs: ['place1'] }, 'it has 27 inputs and 2 outputs, named are 1 and 2'],
  ])('are refused with %s', (_, names, message) => {
    const path = join(home, 'misnamed.json');
    const set = { ...standardSet, names: { ...standardSet.names, ...names } };
    writeFileSync(path, networksJson(set, {}));
    expect(codeOf(() => loadNetworks(path))).toMatch(/^NETWORKS_SYNTAX/);
    expect(codeOf(() => loadNetworks(path))).toContain(message);
    const networks = { ...loadNetworks(json), ...names };
    expect(codeOf(() => emulatorConfig({ triggers: { neuro: { networks } } }))).toMatch(
      /^CONFIG_BAD_VALUE/,
    );
  });

  it('that cannot be used say why', () => {
    const written = (name: string, content: string): string => {
      writeFileSync(join(home, name), content);
      return join(home, name);
    };
    const code = (path: string): string => codeOf(() => loadConditions('nominal', set(path)));
    expect(code('nowhere')).toMatch(
      /^NETWORKS_FILE networks "nowhere": cannot be read \(ENOENT\); .* expert-0\.onnx/,
    );
    expect(code(home)).toMatch(/^NETWORKS_INCOMPLETE .*: has no expert-0\.onnx, expert-1\.onnx/);
    const pipe = join(home, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    expect(code(pipe)).toMatch(/^NETWORKS_FILE .*pipe\.json: is no file/);
    expect(code(torch)).toMatch(/^NETWORKS_INCOMPLETE .*: is one network/);
    expect(code(written('a.txt', ''))).toMatch(/^NETWORKS_FILE .*expected a folder/);
    expect(code(written('a.json', '{'))).toMatch(/^NETWORKS_SYNTAX/);
    expect(code(written('b.json', '{}'))).toMatch(/^NETWORKS_SYNTAX .*b\.json: format: /);
    expect(
      code(
        written(
          'c.json',
          networksJson({ ...standardSet, experts: standardSet.experts.slice(1) }, {}),
        ),
      ),
    ).toMatch(/^NETWORKS_SYNTAX .*experts: /);
    const cut = [
      ...standardSet.experts.slice(1),
      { sizes: firmwareSizes, weights: experts[0]!.slice(1) },
    ];
    expect(code(written('d.json', networksJson({ ...standardSet, experts: cut }, {})))).toMatch(
      /^NETWORKS_SYNTAX .*experts\.4/,
    );
    expect(code(written('e.onnx', 'x'.repeat((4 << 20) + 1)))).toMatch(
      /^NETWORKS_FILE .*expected up to/,
    );
    const mixed = join(home, 'mixed');
    mkdirSync(mixed);
    for (let expert = 0; expert < 5; expert++)
      copyFileSync(join(folder, expertFile(3)), join(mixed, expertFile(expert)));
    expect(code(mixed)).toMatch(
      /^NETWORKS_EXPERT .*expert-0\.onnx: says that it is expert 3, expected expert 0/,
    );
    expect(
      codeOf(() => emulatorConfig({ triggers: { neuro: { networks: { name: 'x' } } } })),
    ).toMatch(
      /^CONFIG_BAD_VALUE .*triggers\.neuro\.networks is .*expected standard, a folder with/,
    );
  });

  it('are refused with weights that are cut off within one, in files and configurations', () => {
    const torn = (weights: Float32Array): string =>
      Buffer.concat([Buffer.from(packWeights(weights), 'base64'), Buffer.of(1, 2, 3)]).toString(
        'base64',
      );
    const path = join(home, 'torn.json');
    const bytes = 4 * experts[0]!.length + 3;
    const written = experts.map((weights) => ({ hidden: 81, weights: torn(weights) }));
    writeFileSync(path, JSON.stringify({ format: 'belle2-l1 networks', experts: written }));
    expect(codeOf(() => loadNetworks(path))).toMatch(/^NETWORKS_SYNTAX/);
    expect(() => loadNetworks(path)).toThrow(
      `${path}: experts.0: its weights have ${bytes} bytes, expected four each`,
    );
    const networks = { name: 'torn', sha256: '', experts: experts.map(torn) };
    expect(codeOf(() => emulatorConfig({ triggers: { neuro: { networks } } }))).toMatch(
      /^CONFIG_BAD_VALUE/,
    );
  });

  it('of any JSON are networks or an EmulatorError, never a crash', () => {
    const path = join(home, 'fuzz.json');
    const weights = fc.oneof(fc.base64String(), fc.string());
    const near = fc.record({
      format: fc.constantFrom('belle2-l1 networks', 1),
      experts: fc.array(
        fc.record({
          hidden: fc.oneof(fc.integer(), fc.constant(81)),
          weights,
        }),
        {
          minLength: 4,
          maxLength: 6,
        },
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), near), (value) => {
        writeFileSync(path, JSON.stringify(value));
        expect(codeOf(() => readNetworkFile(path))).toMatch(/^NETWORKS_SYNTAX/);
      }),
      { numRuns: 500 },
    );
    const ofConfiguration = fc.record({
      name: fc.string(),
      sha256: fc.string(),
      experts: fc.array(fc.oneof(weights, fc.jsonValue()), { minLength: 4, maxLength: 6 }),
    });
    fc.assert(
      fc.property(ofConfiguration, (networks) => {
        expect(codeOf(() => emulatorConfig({ triggers: { neuro: { networks } } }))).toMatch(
          /^CONFIG_BAD_VALUE/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('a chain', () => {
  const generated = { kind: 'generate', slice: 0, first: 0, count: 100, point: 0 } as const;
  const muons = {
    pdg: 13,
    frame: 'lab',
    variable: 'momentum',
    minimum: '1 GeV',
    maximum: '3 GeV',
    thetaMin: '40 deg',
    thetaMax: '110 deg',
  };

  async function objectsOf(config: EmulatorConfig): Promise<TriggerObjects> {
    // What a worker gets of a setup is a clone.
    const setup = structuredClone({
      seed: 5,
      run: 0,
      config,
      menu: physicsMenu,
      points: [{ generator: 'gun', config: muons }],
    });
    const chain = makeChain(setup);
    return (await firstValueFrom(of(chain.generate(generated)).pipe(chain.full))).objects;
  }
  const mean = (values: Float32Array): number =>
    values.reduce((sum, z) => sum + Math.abs(z), 0) / values.length;

  it('reads z and the polar angle where the set names them', async () => {
    const { cdc, neuro } = await objectsOf(emulatorConfig());
    const turned = {
      ...loadNetworks(json),
      outputs: ['theta', 'z'],
      // Outputs in the other order: the last two nodes, of 82 weights each, change places.
      experts: experts.map((weights) => {
        const [z, theta] = [weights.slice(-164, -82), weights.slice(-82)];
        return packWeights(Float32Array.of(...weights.slice(0, -164), ...theta, ...z));
      }),
    };
    const { triggers } = emulatorConfig({ triggers: { neuro: { networks: turned } } });
    expect(neuroObjects(triggers.neuro)(cdc)).toEqual(neuro);
  });

  it('asks the networks of its configuration, in the fixed point of it', async () => {
    const { cdc, neuro } = await objectsOf(emulatorConfig());
    const standard = neuro.tracks.z;
    expect(standard.length).toBeGreaterThan(70);
    // Untrained networks say anything; those of the package find the collision point.
    expect(mean(standard)).toBeLessThan(3);
    expect(mean((await objectsOf(emulatorConfig({}, set(other)))).neuro.tracks.z)).toBeGreaterThan(
      4,
    );
    const zWith = (assignment: string): Float32Array =>
      neuroObjects(emulatorConfig({}, [assignment]).triggers.neuro)(cdc).tracks.z;
    expect(zWith(`triggers.neuro.networks=${folder}`)).toEqual(standard);
    expect(zWith('triggers.neuro.outputs.maxZ=50 cm')).toEqual(standard.map((z) => z / 2));
    const coarse = zWith('triggers.neuro.quantization.weight.bits=3');
    expect(mean(coarse.map((z, track) => z - standard[track]!))).toBeGreaterThan(1);
  });

  it('does not take a range of angles that is none', () => {
    const reversed = emulatorConfig({}, ['triggers.neuro.outputs.minTheta=175 deg']);
    const setup = { seed: 5, run: 0, config: reversed, menu: physicsMenu, points: [] };
    expect(codeOf(() => makeChain(setup))).toMatch(
      /^CONFIG_BAD_VALUE .*minTheta must be below maxTheta/,
    );
  });
});
