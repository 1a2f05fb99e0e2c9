import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import {
  firstWireOfLayer,
  layerOfWire,
  superLayerOfLayer,
  wireCount,
  wiresOfLayer,
} from '../../../detector/cdc/geometry.js';
import { geometryDigest } from '../../../detector/cdc/geometry-digest.js';
import { cdcNoise } from '../../../detector/cdc/noise.js';
import { sliceAddresses } from '../../../detector/event.js';
import type { PatternLibrary } from '../../../detector/pattern-library.js';
import { chamberPatterns } from '../../../emulator/chain/patterns/chamber-patterns.js';

const events = 800;
const addresses = sliceAddresses(1, 0, 0, events);
const perWire = 491.27 * 22e-6;

/** A library of patterns, each a list of [wire, time], one class of momentum each MeV from 2 on. */
function libraryOf(...patterns: readonly (readonly (readonly [number, number])[])[]) {
  const hits = patterns.flat();
  let row = 0;
  return (): PatternLibrary => ({
    geometry: geometryDigest(),
    edges: Float64Array.from({ length: patterns.length + 1 }, (_, place) => (place + 2) / 1000),
    firstOfClass: Uint32Array.from({ length: patterns.length + 1 }, (_, place) => place),
    offsets: Uint32Array.from([0, ...patterns.map(({ length }) => (row += length))]),
    channel: Uint16Array.from(hits, ([wire]) => wire),
    time: Uint16Array.from(hits, ([, time]) => time),
  });
}

interface Noisy {
  readonly given?: Readonly<Record<string, unknown>>;
  readonly patterns?: () => PatternLibrary;
}

const configOf = (given: Noisy['given']) =>
  parseConfig(cdc.schema, { noiseRate: '22 kHz', correlated: 1, ...given }, 'test');

/** Deposits and hits of noise alone. */
function noisy({ given, patterns = chamberPatterns }: Noisy = {}) {
  const config = configOf(given);
  const run = { seed: 8, patterns };
  const deposits = cdcNoise(config, run)!(addresses);
  return { deposits, hits: cdc.digitize(config, run)([deposits], addresses) };
}

const superLayerOf = (wire: number): number => superLayerOfLayer[layerOfWire[wire]!]!;

/** Mean number of rows of an event in a super-layer, and its error from the spread of events. */
function meanIn(
  { offsets, wire }: { readonly offsets: Uint32Array; readonly wire: Uint16Array },
  superLayer?: number,
) {
  const counts = Array.from({ length: events }, (_, event) => {
    const own = wire.subarray(offsets[event], offsets[event + 1]);
    return own.filter((at) => superLayer === undefined || superLayerOf(at) === superLayer).length;
  });
  const mean = counts.reduce((sum, count) => sum + count, 0) / events;
  const square = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (events - 1);
  return { mean, spread: Math.sqrt(square), error: Math.sqrt(square / events) };
}

describe('correlated noise of the chamber', () => {
  it('has so many times as many patterns in events with a level', () => {
    const config = configOf({});
    const make = cdcNoise(config, { seed: 8, patterns: chamberPatterns })!;
    const level = Float64Array.from({ length: events }, (_, event) => (event % 2 ? 3 : 1));
    const { offsets } = make(addresses, [level]);
    const sums = [0, 0];
    for (let event = 0; event < events; event++)
      sums[event % 2]! += offsets[event + 1]! - offsets[event]!;
    // Patterns of 28 hits: 400 events of 5 and of 16 of them, 2 and 1.3 %.
    expect(Math.abs(sums[1]! / sums[0]! - 3)).toBeLessThan(0.3);
  });

  it('gives the front end as many hits as uncorrelated noise, in clusters', () => {
    const { hits } = noisy();
    const all = meanIn(hits);
    // Of two patterns on a wire within 32 bins the earlier is kept: some in a thousand.
    expect(Math.abs(all.mean - wireCount * perWire)).toBeLessThan(3 * all.error + 1);
    // Of 12 hits when they came alone.
    expect(all.spread).toBeGreaterThan(60);
    for (let superLayer = 0; superLayer < 9; superLayer++) {
      const wires =
        14_336 - [...layerOfWire].filter((l) => superLayerOfLayer[l] !== superLayer).length;
      const { mean, error } = meanIn(hits, superLayer);
      expect(Math.abs(mean - wires * perWire), `${superLayer}`).toBeLessThan(4 * error);
    }
  });

  it('follows the scale of each super-layer', () => {
    const noiseScale = { superLayer0: 3, superLayer5: 2 };
    const { hits } = noisy({ given: { noiseScale } });
    for (const [superLayer, scale] of [
      [0, 3],
      [4, 1],
      [5, 2],
    ] as const) {
      const wires = [1280, 0, 0, 0, 256 * 6, 288 * 6][superLayer]!;
      const { mean, error } = meanIn(hits, superLayer);
      expect(Math.abs(mean - scale * wires * perWire)).toBeLessThan(4 * error);
    }
  });

  it('is uncorrelated for the share that is not, and where no pattern lives', () => {
    const share = (correlated: number) => meanIn(noisy({ given: { correlated } }).hits).spread;
    const [none, half, all] = [share(1e-6), share(0.5), share(1)];
    expect(none).toBeLessThan(14);
    expect(half ** 2 - none ** 2).toBeGreaterThan(0.3 * all ** 2);
    expect(half ** 2 - none ** 2).toBeLessThan(0.7 * all ** 2);
    // One pattern, of two hits in super-layer 0: the others have hits all the same.
    const patterns = libraryOf([
      [3, 0],
      [4, 40],
    ]);
    const { deposits } = noisy({ patterns });
    expect(Math.abs(meanIn(deposits, 8).mean - 384 * 6 * perWire)).toBeLessThan(0.6);
    expect(Math.abs(meanIn(deposits, 0).mean - 1280 * perWire)).toBeLessThan(0.6);
  });

  it('has patterns whole but for the edges of the window, turned by any of 32 parts', () => {
    const wire = firstWireOfLayer[1]! - 1;
    const patterns = libraryOf([
      [wire, 10],
      [wire + 1, 50],
    ]);
    const given = { noiseRate: '1 kHz', noiseScale: { superLayer3: 0 } };
    const { deposits } = noisy({ patterns, given });
    const turns = new Set<number>();
    let pairs = 0;
    let alone = 0;
    for (let row = 0; row < deposits.wire.length; row++) {
      const at = deposits.wire[row]!;
      if (layerOfWire[at] !== 0) continue;
      expect(at % 5).toBe(4);
      turns.add(Math.floor(at / 5));
      const next = deposits.time[row + 1]! - deposits.time[row]!;
      const isPair = layerOfWire[deposits.wire[row + 1]!] === 1 && Math.abs(next - 40) < 1e-3;
      if (isPair) expect((deposits.wire[row + 1]! - 160) % 160).toBe((at + 1) % 160);
      else expect(deposits.time[row]).toBeGreaterThan(391.27 - 40);
      if (isPair) pairs++;
      else alone++;
    }
    expect(turns.size).toBe(32);
    expect(alone / (pairs + alone)).toBeGreaterThan(0.04);
    expect(alone / (pairs + alone)).toBeLessThan(0.14);
  });

  it('has the momenta that are asked for, as often as the spectrum is wide', () => {
    const patterns = libraryOf([[10, 0]], [[5000, 0]], [[12_000, 0]]);
    const { deposits } = noisy({
      patterns,
      given: { correlatedBy: { minMomentum: '3 MeV', maxMomentum: '4 MeV' } },
    });
    const own = superLayerOf(5000);
    const step = wiresOfLayer[layerOfWire[5000]!]! / 32;
    const isTurned = (wire: number): boolean =>
      layerOfWire[wire] === layerOfWire[5000] && (wire - 5000) % step === 0;
    const inOwn = [...deposits.wire].filter((wire) => superLayerOf(wire) === own);
    expect(inOwn.every(isTurned)).toBe(true);
    // Super-layer 0 has no pattern between 3 and 4 MeV: any of its wires is hit.
    const inner = new Set([...deposits.wire].filter((wire) => superLayerOf(wire) === 0));
    expect(inner.size).toBeGreaterThan(1000);
  });

  it('counts a second passage of a cell only as far as the front end reports it', () => {
    const patterns = libraryOf([
      [100, 0],
      [100, 10],
    ]);
    const { deposits, hits } = noisy({ patterns });
    const { mean, error } = meanIn(hits, 0);
    expect(Math.abs(mean - 1280 * perWire)).toBeLessThan(4 * error);
    // Two passages in each 1.3 hits.
    expect(meanIn(deposits, 0).mean / mean).toBeGreaterThan(1.4);
  });

  it('is flat in momentum, however many patterns a class has', () => {
    const [first, second, third] = [0, 1, 2].map((layer) => firstWireOfLayer[layer]!);
    const library = libraryOf([[first!, 0]], [[second!, 0]], [[third!, 0]])();
    const patterns = (): PatternLibrary => ({
      ...library,
      edges: Float64Array.of(0.002, 0.003, 0.004),
      firstOfClass: Uint32Array.of(0, 1, 3),
    });
    const inner = [...noisy({ patterns }).deposits.wire].filter((wire) => superLayerOf(wire) === 0);
    const share = inner.filter((wire) => layerOfWire[wire] === 0).length / inner.length;
    // 20 000 hits: 0.0035.
    expect(Math.abs(share - 0.5)).toBeLessThan(0.015);
  });

  it('differs from event to event and repeats with the seed', () => {
    const { deposits } = noisy();
    expect(deposits).toEqual(noisy().deposits);
    expect(meanIn(deposits).spread).toBeGreaterThan(0);
  });

  it('is refused of electrons whose least momentum is not below their largest', () => {
    // When it is built, before the first event.
    const by = (minMomentum: string) => () =>
      cdcNoise(configOf({ correlatedBy: { minMomentum } }), { seed: 1, patterns: chamberPatterns });
    expect(by('20 MeV')).toThrow(/minMomentum is 20 MeV, expected less than maxMomentum, 15 MeV/);
    expect(by('15 MeV')).toThrow(/CONFIG_BAD_VALUE|expected less/);
    expect(by('14 MeV')).not.toThrow();
  });

  it('is refused without patterns, or with those of another geometry', () => {
    expect(() => cdcNoise(configOf({}), { seed: 1 })).toThrow(/no patterns were handed in/);
    const other = { ...chamberPatterns(), geometry: 'another' };
    const ofAnother = cdcNoise(configOf({}), { seed: 1, patterns: () => other })!;
    expect(() => ofAnother(sliceAddresses(1, 0, 0, 1))).toThrow(
      /made for the chamber another, this one is [0-9a-f]{16}: make them again/,
    );
    expect(cdcNoise(configOf({ noiseRate: 0 }), { seed: 1 })).toBeUndefined();
    expect(cdcNoise(configOf({ correlated: 0 }), { seed: 1 })).toBeDefined();
  });
});
