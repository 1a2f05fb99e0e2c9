import { describe, expect, it } from 'vitest';
import { arcEnds } from '../../../../detector/propagation/arcs.js';
import { extrapolatedArcs } from '../../../../emulator/offline/pid/extrapolate.js';
import { measureKlm } from '../../../../emulator/offline/pid/klm.js';
import { pidTracks } from '../../../../emulator/offline/pid/tracks.js';
import type { Shot } from '../../../detector/cdc/chamber.js';
import { detect, track, tracks } from './lone-tracks.js';

function measure(events: readonly (readonly Shot[])[], assignments: readonly string[] = []) {
  const { config, batch } = detect(events, assignments);
  const found = pidTracks(batch.particles, batch.arcs);
  const ways = extrapolatedArcs(batch.arcs, found, config.transport.field);
  return {
    found,
    ways,
    ...measureKlm(config.klm, { seed: 4 })(
      found,
      batch.particles,
      batch.addresses,
      ways,
      batch.hits.klm,
    ),
  };
}

describe('tracks in the KLM', () => {
  it('of muons reach the layer that is expected, within a few', () => {
    const { expectedLayer, lastLayer, scatter } = measure(tracks(80, 13, 1.1, 60, 110));
    const short = Array.from(expectedLayer, (expected, index) => expected - lastLayer[index]!);
    // Straggling of 4 % on a range of 12 layers; what comes farther is not looked for.
    expect(short.filter((missing) => missing <= 2).length).toBeGreaterThan(68);
    const known = Array.from(scatter).filter((value) => !Number.isNaN(value));
    // The widths are estimates for the momentum at the start: of order 1.
    expect(known.reduce((sum, value) => sum + value, 0) / known.length).toBeLessThan(2.5);
  });

  it('of 0.45 GeV reach nothing, of 2 GeV all layers of barrel or forward endcap', () => {
    expect([...measure([[track(13, 0.45, 90)]]).expectedLayer]).toEqual([0]);
    const { expectedLayer, inEndcap } = measure([[track(13, 2, 90, 5)], [track(-13, 3, 28, 40)]]);
    expect([...expectedLayer]).toEqual([15, 14]);
    expect([...inEndcap]).toEqual([0, 1]);
  });

  it('are followed from one half of the barrel to the other, and into the next sector', () => {
    // Straight tracks cross z = 47 cm inside the KLM; sectors meet at 22.5°, where a muon of 1.5
    // GeV has turned by 15°.
    for (const events of [
      tracks(40, 13, 1.5, 79, 82),
      Array.from({ length: 40 }, (_, event) => [track(13, 1.5, 70, 5 + event / 8)]),
    ]) {
      const { expectedLayer, lastLayer } = measure(events);
      const through = Array.from(
        expectedLayer,
        (expected, index) => lastLayer[index]! >= expected - 1,
      ).filter(Boolean).length;
      expect(through).toBeGreaterThan(35);
    }
  });

  it('of pions mostly end before', () => {
    const { expectedLayer, lastLayer } = measure(tracks(80, 211, 2, 60, 110));
    const through = Array.from(
      expectedLayer,
      (expected, index) => expected - lastLayer[index]! <= 2,
    ).filter(Boolean).length;
    expect(through).toBeLessThan(12);
  });

  it('are extrapolated to the calorimeter when the particle decays on the way', () => {
    const { found, ways, expectedLayer } = measure(tracks(60, 321, 0.9, 60, 110));
    // One in six kaons of 0.9 GeV decays. Its muon or pion is no track of its own, pairs from
    // photons of its π0 are.
    expect(found.filter(({ particle }) => particle === 0).length).toBe(60);
    expect(found.length).toBeLessThan(66);
    for (const [index, { particle, endArc }] of found.entries()) {
      if (particle !== 0) continue;
      expect(ways.end[endArc - 1]).toBe(arcEnds.calorimeter);
      expect(expectedLayer[index]).toBeGreaterThan(4);
    }
  });
});
