import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NEVER, type Observable } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neuroCommand } from '../../../emulator/commands/neuro.js';
import type { CheckDocument } from '../../../emulator/derive/check.js';
import { readNetworkFile } from '../../../emulator/neuro/network-files.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { experts } from '../../../triggers/cdc/networks/experts.js';
import { firmwareSizes, fixedNetwork, packWeights } from '../../../triggers/cdc/neuro-network.js';

const torch = fileURLToPath(new URL('../../support/weights/torch-half.onnx', import.meta.url));
const helper = fileURLToPath(new URL('../../support/weights/helper.onnx', import.meta.url));
let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'b2l1-neuro-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What `b2l1 neuro ARGUMENTS` prints. */
async function neuro(...options: readonly string[]): Promise<string> {
  let printed = '';
  const command = neuroCommand({
    out: (text) => void (printed += text),
    talk: () => undefined,
    stop$: NEVER,
    execute: (work: Observable<unknown>) =>
      new Promise((resolve, reject) => void work.subscribe({ error: reject, complete: resolve })),
  });
  for (const part of [command, ...command.commands])
    part.configureOutput({ writeErr: () => undefined, writeOut: (text) => void (printed += text) });
  await command.exitOverride().parseAsync(options, { from: 'user' });
  return printed;
}
const check = async (...options: readonly string[]): Promise<CheckDocument> =>
  JSON.parse(await neuro('check', ...options, '--tracks', '300', '--json')) as CheckDocument;

describe('b2l1 neuro export', () => {
  it('writes models or JSON: the networks of the configuration', async () => {
    const folder = join(home, 'deep/networks');
    expect(await neuro('export', '--out', folder)).toBe(
      `${[0, 1, 2, 3, 4].map((expert) => join(folder, `expert-${expert}.onnx`)).join('\n')}\n`,
    );
    expect(
      readNetworkFile(folder).networks.map(({ network }) => packWeights(network.weights)),
    ).toEqual(experts.map(packWeights));
    const one = join(home, 'two.onnx');
    expect(await neuro('export', '2', '--out', one)).toBe(`${one}\n`);
    const [{ file, expert, network }] = readNetworkFile(one).networks as [
      ReturnType<typeof readNetworkFile>['networks'][number],
    ];
    expect([file, expert, packWeights(network.weights)]).toEqual([
      one,
      2,
      packWeights(experts[2]!),
    ]);
    const json = join(home, 'all.json');
    const said = JSON.parse(
      await neuro(
        'export',
        '--format',
        'json',
        '--out',
        json,
        '--set',
        `triggers.neuro.networks=${folder}`,
        '--json',
      ),
    );
    expect(said).toMatchObject({
      format: 'json',
      files: [json],
      conditions: expect.stringContaining('networks sha256:'),
    });
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      sha256: said.sha256,
      conditions: said.conditions,
    });
    expect(
      readNetworkFile(json).networks.map(({ network }) => packWeights(network.weights)),
    ).toEqual(experts.map(packWeights));
  });

  it('refuses an expert that there is not, and one expert as JSON', async () => {
    await expect(neuro('export', '5')).rejects.toThrow(/Allowed choices are 0, 1, 2, 3, 4/);
    await expect(
      neuro('export', '1', '--format', 'json', '--out', join(home, 'no.json')),
    ).rejects.toThrow(/JSON holds all experts/);
    expect(existsSync(join(home, 'no.json'))).toBe(false);
    await expect(neuro('export', '--out', join(torch, 'inside'))).rejects.toThrow(
      /results cannot be written/,
    );
  });
});

describe('b2l1 neuro check', () => {
  it('says what the fixed point costs a network, and what the network is worth', async () => {
    const file = join(home, 'one.onnx');
    await neuro('export', '1', '--out', file);
    const { networks, format } = await check(file);
    const [{ expert, hidden, weights, cutOff, fixedPoint, warnings, operators }] = networks as [
      CheckDocument['networks'][number],
    ];
    expect([format, expert, hidden, weights, cutOff, warnings, operators?.length]).toEqual([
      'onnx',
      1,
      81,
      2432,
      0,
      [],
      6,
    ]);
    expect(fixedPoint.tracks).toBeGreaterThan(200);
    expect(fixedPoint.zShift.below99).toBeGreaterThan(0.05);
    expect(fixedPoint.zShift.below99).toBeLessThan(0.5);
    expect(fixedPoint.zMissFixed.halfWidth68).toBeLessThan(8);
    expect(fixedPoint.zMissFixed.halfWidth68).toBeCloseTo(fixedPoint.zMissFloat.halfWidth68!, 0);
  });

  it('warns of coarse fixed point, another number of nodes, and other outputs', async () => {
    const file = join(home, 'zero.onnx');
    await neuro('export', '0', '--out', file);
    const coarse = await check(file, '--set', 'triggers.neuro.quantization.weight.bits=3');
    expect(coarse.networks[0]!.warnings.join()).toMatch(
      /moves z by more than 0\.5 cm .*decisions differ/,
    );
    const [network] = (await check(helper, '--expert', '4')).networks;
    expect(network!.expert).toBe(4);
    expect(network!.warnings.join()).toMatch(
      /^it is 27–40–2; the firmware has 27–81–2.*are the outputs z and θ in this order/,
    );
  });

  it('shows it as tables', async () => {
    const text = await neuro('check', torch, '--tracks', '200');
    expect(text).toMatch(
      /^one network, onnx, sha256 [0-9a-f]{64}\nwritten by pytorch 1\.13\.0: Gemm, .*Div, Tanh/,
    );
    expect(text).toMatch(/^ +0 +27–81–2 +2432 +0\.58 +0 +.*torch-half\.onnx$/m);
    expect(text).toContain('warning: expert 0: nothing says for which expert it is');
  });

  it('refuses one expert of a whole set, and a network that cannot be used', async () => {
    const folder = join(home, 'set');
    await neuro('export', '--out', folder);
    await expect(check(folder, '--expert', '1')).rejects.toThrow(/--expert is for a single model/);
    await expect(check(join(home, 'nothing.onnx'))).rejects.toThrow(/nothing\.onnx.*ENOENT/);
  });
});

describe('b2l1 neuro examples', () => {
  it("writes inputs and outputs of an expert, which the package's network meets", async () => {
    const file = join(home, 'examples.csv');
    expect(await neuro('examples', '2', '--tracks', '1500', '--seed', '3', '--out', file)).toBe(
      `${file}\n`,
    );
    const [head, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
    expect(head!.split(',')).toHaveLength(29);
    expect(head).toMatch(/^input0,.*,input26,z,theta$/);
    expect(rows.length).toBeGreaterThan(300);
    const evaluate = fixedNetwork(
      { sizes: firmwareSizes, weights: experts[2]! },
      emulatorConfig().triggers.neuro.quantization,
    );
    const outputs = new Float64Array(2);
    const misses = rows.map((row) => {
      const values = row.split(',').map(Number);
      // Super-layer 5 has no segment.
      expect(values.slice(15, 18)).toEqual([0, 0, 0]);
      evaluate(Float64Array.from(values.slice(0, 27)), outputs);
      return Math.abs(outputs[0]! - values[27]!) + Math.abs(outputs[1]! - values[28]!);
    });
    // A few cm of 100 in z and degrees of 80 in θ.
    expect(misses.toSorted((a, b) => a - b)[misses.length >> 1]).toBeLessThan(0.1);
  });
});
