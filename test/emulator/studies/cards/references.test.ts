import { beforeAll, describe, expect, it } from 'vitest';
import type { StudyDocument } from '../../../../emulator/studies/document.js';
import type { ReferenceResult } from '../../../../emulator/studies/references/result.js';
import { runCard } from '../run-card.js';

const named = ({ references }: StudyDocument, name: string): ReferenceResult =>
  references.find((each) => each.name === name) ?? expect.unreachable(name);

describe('references on simulated events', () => {
  let pairs: StudyDocument;
  let taus: StudyDocument;
  beforeAll(async () => {
    pairs = await runCard('tag-and-probe', 1200);
    taus = await runCard('reference-triggers', 1200);
  }, 120_000);

  it('have no bias beyond statistics for one muon by the other', () => {
    const { total, curve, tag } = named(pairs, 'match with the KLM against p');
    expect(tag).toMatch(/μ−/);
    expect(total.measured.selected).toBeGreaterThan(250);
    expect(total.truth.selected).toBeGreaterThanOrEqual(total.measured.selected);
    expect(total.truth.efficiency).toBeGreaterThan(0.97);
    const { value, low, high } = total.bias;
    // 3 σ: of a thousand muons and a rest of a few.
    expect(Math.abs(value!)).toBeLessThan(3 * Math.max(high - value!, value! - low) + 1e-9);
    const events = curve!.bins.reduce((sum, bin) => sum + bin.truth.selected, 0);
    expect(events).toBe(total.truth.selected);
  });

  it('show the bias of the calorimeter measured by lines of tracks', () => {
    const { bias, measured, truth } = named(taus, 'hie against energy').total;
    expect(measured.efficiency! - truth.efficiency!).toBeCloseTo(bias.value!, 12);
    // Events that tracks trigger have more in the calorimeter than τ pairs that leave by the holes.
    expect(bias.low).toBeGreaterThan(0.02);
  });

  it('have fewer events where the reference is prescaled, and both numbers', () => {
    const { total, reference } = named(taus, 'c4 on its plateau');
    expect(reference.map(({ prescale }) => prescale)).toEqual([100, 100, 100]);
    expect(total.measured.selected).toBeLessThan(total.truth.selected / 30);
    expect(total.corrected!.selected).toBe(total.measured.selected);
  });

  it('are against azimuth all around and polar angles of the chamber, as the monitors are', () => {
    const edgesOf = (name: string): readonly number[] => named(taus, name).curve!.edges;
    const azimuths = edgesOf('f against φ');
    expect([azimuths.length, azimuths[0], azimuths.at(-1)]).toEqual([37, -180, 180]);
    const polar = edgesOf('stt against θ');
    expect([polar[0], polar.at(-1)]).toEqual([15, 155]);
    const first = edgesOf('f against pT');
    expect([first[0], first.at(-1)]).toEqual([0.3, 5.5]);
  });

  it('have none of the KLM by lines of the calorimeter, each in its own region', () => {
    for (const name of ['klmhit against φ', 'eklmhit against φ']) {
      const { measured, truth, bias } = named(taus, name).total;
      expect(measured.selected, name).toBeGreaterThan(20);
      expect(truth.efficiency, name).toBeGreaterThan(0.9);
      const { value, low, high } = bias;
      expect(Math.abs(value!), name).toBeLessThan(3 * Math.max(high - value!, value! - low) + 1e-9);
    }
    const regions = ['klmhit against φ', 'klmhit against θ'].map((name) => named(taus, name).total);
    // Clusters of the endcaps do not fire the barrel's line.
    expect(regions[1]!.truth.efficiency).toBeLessThan(regions[0]!.truth.efficiency! - 0.05);
    expect(regions[1]!.truth.selected).toBeGreaterThan(regions[0]!.truth.selected);
  });

  it('have the timing of the calorimeter by lines of tracks, of events with a photon', () => {
    const { total, curve } = named(taus, 'ecltiming against E');
    expect(total.truth.efficiency).toBeGreaterThan(0.95);
    expect(total.measured.selected).toBeLessThan(total.truth.selected);
    expect(curve!.edges[0]).toBe(0);
  });

  it('have tracks by input bits, too, which no veto of Bhabhas takes away', () => {
    for (const [input, line] of [
      ['t2', 'f'],
      ['ty', 'y'],
      ['t3', 'z'],
      ['typ', 'stt'],
    ] as const) {
      const [bits, vetoed] = [
        named(taus, `${input} against pT`),
        named(taus, `${line} against pT`),
      ];
      expect(bits.probeStage).toBe('input');
      expect(bits.selection).toBe(vetoed.selection);
      expect(bits.total.truth.selected).toBe(vetoed.total.truth.selected);
      expect(bits.total.truth.fired, input).toBeGreaterThanOrEqual(vetoed.total.truth.fired);
      expect(bits.total.measured.fired, input).toBeGreaterThanOrEqual(vetoed.total.measured.fired);
    }
  });

  it('have the energy by its input bit, too, seen by lines of tracks as its line is', () => {
    const [bits, vetoed] = ['ehigh', 'hie'].map((probe) => named(taus, `${probe} against energy`));
    expect(bits!.probeStage).toBe('input');
    expect(bits!.reference).toEqual(vetoed!.reference);
    expect(bits!.curve!.edges).toEqual(vetoed!.curve!.edges);
    const [all, kept] = [bits!.total, vetoed!.total];
    expect(all.truth.selected).toBe(kept.truth.selected);
    expect(all.measured.selected).toBe(kept.measured.selected);
    expect(all.truth.fired).toBeGreaterThanOrEqual(kept.truth.fired);
    expect(all.truth.fired).toBeLessThan(all.truth.selected);
  });

  it('leave out by name what the menu lacks', () => {
    expect(named(taus, 'f against pT').missing).toEqual(['ecltaub2b3', 'hie4']);
  });
});
