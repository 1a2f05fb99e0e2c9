import { expect, it } from 'vitest';
import { measureEcl } from '../../../../emulator/offline/pid/ecl.js';
import { extrapolatedArcs } from '../../../../emulator/offline/pid/extrapolate.js';
import { pidTracks } from '../../../../emulator/offline/pid/tracks.js';
import { detect, shareAbove, tracks } from './lone-tracks.js';

/** E/p of lone particles, in ascending order. */
function ratios(pdg: number, p: number, from = 40, to = 120): number[] {
  const { config, batch } = detect(tracks(80, pdg, p, from, to));
  const found = pidTracks(batch.particles, batch.arcs).filter(({ particle }) => particle === 0);
  const { energyOverMomentum } = measureEcl(
    found,
    extrapolatedArcs(batch.arcs, found, config.transport.field),
    batch.hits.ecl,
  );
  return Array.from(energyOverMomentum).sort((a, b) => a - b);
}

it('electrons leave their momentum in the calorimeter', () => {
  const found = ratios(11, 2);
  expect(found[40]).toBeGreaterThan(0.93);
  expect(found[40]).toBeLessThan(1.03);
  expect(shareAbove(found, 0.8)).toBeGreaterThan(0.9);
});

it('electrons of the forward endcap do so, too', () => {
  expect(ratios(11, 2, 18, 29)[40]).toBeGreaterThan(0.9);
});

it('muons leave some 200 MeV, pions seldom much', () => {
  const muons = ratios(13, 2);
  expect(2 * muons[40]!).toBeGreaterThan(0.15);
  expect(2 * muons[40]!).toBeLessThan(0.25);
  expect(shareAbove(ratios(211, 2), 0.8)).toBeLessThan(0.05);
});
