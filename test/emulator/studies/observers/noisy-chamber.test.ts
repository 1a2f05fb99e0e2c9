import { describe, expect, it } from 'vitest';
import { degree } from '../../../../detector/base/units.js';
import { cdc } from '../../../../detector/cdc/cdc.js';
import { cdcNoise, noiseRateOf } from '../../../../detector/cdc/noise.js';
import { transport } from '../../../../detector/propagation/transport.js';
import { muonBatch } from '../../../../emulator/derive/muon-sample.js';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import type { ObservedBatch } from '../../../../emulator/chain/observed.js';
import { noisyChamber, seenColumns } from '../../../../emulator/studies/observers/noisy-chamber.js';

const config = emulatorConfig();
const context = { seed: 8, config };
const { particles: generated, addresses } = muonBatch(
  { minPt: 0.5, maxPt: 5, minTheta: 40 * degree, maxTheta: 120 * degree, maxZ0: 1 },
  context,
  0,
  200,
);
const { particles, arcs } = transport(
  config.transport,
  config.material,
  context,
)(generated, addresses);
const batch = { eventCount: 200, particles, arcs, addresses } as unknown as ObservedBatch;

describe('the chamber under noise', () => {
  it('has so many noise hits within 512 ns, on average', () => {
    const noise = cdcNoise({ ...config.cdc, noiseRate: noiseRateOf(700) }, context)!;
    const noisy = cdc.digitize(config.cdc, context)([noise(addresses)], addresses);
    // 500 TDC bins are 491 ns. Two hits of a wire within 32 bins, a tenth of all wires hit twice,
    // are one: below 1 %.
    const expected = (700 * config.cdc.windowLength) / 512;
    const mean = noisy.wire.length / 200;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / 200) + 0.01 * expected);
  });

  it("shows each finder the same: more noise, more segments; without, the chain's tracks", () => {
    const [quiet, loud, other] = noisyChamber(context, [
      { noiseHits: 0, finder: 'hough2d' },
      { noiseHits: 700, finder: 'hough2d' },
      { noiseHits: 0, finder: 'hough3d' },
    ])(batch) as [Seen, Seen, Seen];
    expect(loud.cdc.segments.segment.length).toBeGreaterThan(quiet.cdc.segments.segment.length);
    expect(other.cdc.segments).toEqual(quiet.cdc.segments);
    expect(other.cdc.tracks2d.votes!.length).toBe(other.cdc.tracks2d.phi.length);
    const { fullTracks, nearestZ, nearestSingleZ } = seenColumns(
      quiet,
      config.bits['nn-single-track'],
    );
    expect(fullTracks.reduce((a, b) => a + b)).toBe(quiet.cdc.tracks2d.phi.length);
    // Muons of the collision point: nearly all are seen near it.
    expect(nearestZ.filter((z) => z < 20).length).toBeGreaterThan(190);
    expect(nearestSingleZ.every((z, event) => z >= nearestZ[event]!)).toBe(true);
  });
});

type Seen = ReturnType<ReturnType<typeof noisyChamber>>[number];
