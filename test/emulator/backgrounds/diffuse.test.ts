import { describe, expect, it } from 'vitest';
import { Hz, kHz, MHz } from '../../../detector/base/units.js';
import { diffuseRates, hitRates } from '../../../emulator/backgrounds/diffuse.js';
import { beamStateOf, loadMachine, referenceState } from '../../../emulator/settings/machine.js';

const at = (...assignments: readonly string[]) => {
  const { config } = loadMachine('2022-peak', assignments);
  return [config.backgrounds, beamStateOf(config), referenceState()] as const;
};
const ratesAt = (...assignments: readonly string[]) => diffuseRates(...at(...assignments));

/** Hits of each part of the detector over those at 2022-peak, and the sources that changed. */
function changesBy(...assignments: readonly string[]) {
  const before = hitRates(...at());
  return hitRates(...at(...assignments)).map((row, place) => ({
    subdetector: row.subdetector,
    factor: row.value / before[place]!.value,
    changed: row.sources
      .filter(
        ({ source, value }) =>
          value !== before[place]!.sources.find((other) => other.source === source)?.value,
      )
      .map(({ source }) => source),
  }));
}

const doubled = (4.65e34 * 2) / (1.32 * 1.1);

describe('diffuse hits', () => {
  it('have a mean of 22 kHz a wire with super-layer 0 at three times of it', () => {
    const { chamber, innerScale, outerScale } = ratesAt();
    expect(chamber / Hz).toBeCloseTo(22_000, 6);
    // 1280 wires at three times the mean leave 0.804 for 13 056.
    expect(outerScale).toBeCloseTo(0.804, 3);
    expect((1280 * innerScale + 13_056 * outerScale) / 14_336).toBeCloseTo(1, 12);
  });

  it('of the TOP are 1.8 MHz by single beams and 0.43 by luminosity at 4.65e34', () => {
    expect(ratesAt().top / MHz).toBeCloseTo(1.8 + 0.925 * 0.465, 9);
    const dark = ratesAt('specificLuminosity=0');
    expect(dark.top / MHz).toBeCloseTo(1.8, 9);
    expect(dark.chamber / Hz).toBeCloseTo(0.8 * 22_000, 6);
    expect(ratesAt('backgrounds.on=false').top).toBe(0);
    expect(ratesAt('backgrounds.scale=2').chamber / Hz).toBeCloseTo(44_000, 6);
  });

  it('of all parts double with the luminosity as far as collisions make them', () => {
    for (const { subdetector, factor, changed } of changesBy(`specificLuminosity=${doubled}`)) {
      expect(factor, subdetector).toBeGreaterThan(1.1);
      expect(factor, subdetector).toBeLessThan(1.45);
      for (const source of changed) expect(source).toMatch(/radiative Bhabha|two-photon pairs/);
      expect(changed.length, subdetector).toBeGreaterThan(0);
    }
  });

  it('by electrons are more in ARICH and forward endcap; X-rays reach the pixels alone', () => {
    // X-rays go with the current of the HER, Touschek with its square.
    const changes = changesBy('her.current=2.2 A', `specificLuminosity=${doubled / 4}`);
    const factorOf = (name: string) =>
      changes.find(({ subdetector }) => subdetector === name)!.factor;
    expect(factorOf('ARICH')).toBeGreaterThan(2);
    expect(factorOf('calorimeter, forward')).toBeCloseTo(factorOf('ARICH'), 9);
    expect(factorOf('calorimeter, barrel')).toBeLessThan(1.5);
    const seenBy = hitRates(...at()).filter(({ sources }) =>
      sources.some(({ source }) => source.startsWith('synchrotron')),
    );
    expect(seenBy.map(({ subdetector }) => subdetector)).toStrictEqual(['pixels, layer 1']);
    const xRays = (...set: readonly string[]) =>
      hitRates(...at(...set))[0]!.sources.find(({ source }) => source.startsWith('synchrotron'))!;
    expect(xRays('her.current=2.2 A').value / xRays().value).toBeCloseTo(2, 9);
    expect(xRays('ler.current=2.2 A').value / xRays().value).toBeCloseTo(1, 9);
  });

  it('at 2022-peak are below the limits of all subdetectors, and as recalled', () => {
    const rows = hitRates(...at());
    expect(
      rows.map(({ subdetector, unit, limit, value }) => [
        subdetector,
        Number(value.toPrecision(3)),
        limit,
        unit,
      ]),
    ).toStrictEqual([
      ['pixels, layer 1', 0.1, 3, '%'],
      ['strips, layer 3', 0.5, 4.7, '%'],
      ['drift chamber', 22, 200, 'kHz a wire'],
      ['TOP', 2.23, 5, 'MHz a tube'],
      ['ARICH', 0.5, 10, 'MHz a detector'],
      ['calorimeter, forward', 0.5, null, 'MHz a crystal'],
      ['calorimeter, barrel', 0.3, null, 'MHz a crystal'],
      ['calorimeter, backward', 0.5, null, 'MHz a crystal'],
      ['KLM, barrel layer 3', 4, 50, 'MHz'],
    ]);
    for (const { value, sources } of rows)
      expect(sources.reduce((sum, source) => sum + source.value, 0)).toBeCloseTo(value, 12);
    const { chamber, top, arich, klm, pixels, strips } = ratesAt();
    expect([chamber / kHz, top / MHz, arich / MHz, klm / MHz, 100 * pixels.layer1]).toStrictEqual(
      [2, 3, 4, 8, 0].map((row) => expect.closeTo(rows[row]!.value, 9)),
    );
    expect(strips.layer3).toBeCloseTo(0.005, 12);
  });

  it('have limits that say where they are from', () => {
    const rows = hitRates(...at());
    for (const { limit, limitNote } of rows) expect(limitNote === null).toBe(limit === null);
    const noteOf = (name: string) =>
      rows.find(({ subdetector }) => subdetector === name)!.limitNote;
    expect(noteOf('drift chamber')).toBe('recalled from arXiv:2203.05731');
    expect(noteOf('TOP')).toMatch(/^yellow alarm/);
    expect(noteOf('strips, layer 3')).toMatch(/^recalled/);
  });

  it('never fire more than nine in ten channels', () => {
    expect(ratesAt('backgrounds.scale=1000').pixels).toStrictEqual({
      layer1: 0.9,
      layer2: expect.closeTo(0.5, 9),
    });
  });
});
