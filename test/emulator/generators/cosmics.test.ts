import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { speedOfLight } from '../../../detector/base/constants.js';
import { sliceAddresses } from '../../../detector/event.js';
import {
  cosmics,
  horizontalRateHz,
  sphereRateHz,
  verticalIntensity,
} from '../../../emulator/generators/cosmics.js';
import { buildGenerator, generatorRateHz } from '../../../emulator/generators/index.js';
import { nominal } from './machine.js';

const eventCount = 40_000;

/** Muons of a configuration, one an event. */
function muonsOf(raw: unknown = {}) {
  const make = buildGenerator('cosmics', raw, { seed: 2, beams: nominal });
  return make(sliceAddresses(1, 0, 0, eventCount)).particles;
}
const configOf = (raw: unknown) => parseConfig(cosmics.schema, raw, 'test');
const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const muons = muonsOf();
const momenta = muons.px.map((px, row) => Math.hypot(px, muons.py[row]!, muons.pz[row]!));
const cosines = muons.py.map((py, row) => -py / momenta[row]!);

describe('the spectrum of cosmic muons', () => {
  it('has 70 vertical ones above 1 GeV per m², s and sr, as the PDG says, within 3 %', () => {
    const config = configOf({ minimum: '1 GeV', maximum: '2000 GeV' });
    expect(Math.abs(horizontalRateHz(config) / (Math.PI / 2) / 70 - 1)).toBeLessThan(0.03);
  });

  it('is flat below 1 GeV and falls as p^−3.6 or so at 1 TeV', () => {
    expect(verticalIntensity(0.2)).toBe(verticalIntensity(1));
    const slope = Math.log(verticalIntensity(1100) / verticalIntensity(900)) / Math.log(11 / 9);
    expect(slope).toBeLessThan(-3.2);
    expect(slope).toBeGreaterThan(-4);
  });

  it('has a mean momentum of 4 GeV, within half a GeV', () => {
    expect(Math.abs(mean(momenta) - 4)).toBeLessThan(0.5);
  });

  it('keeps its limits, and has 1.27 positive muons for each negative one', () => {
    const few = muonsOf({ minimum: '2 GeV', maximum: '3 GeV' });
    for (let row = 0; row < 1000; row++) {
      const p = Math.hypot(few.px[row]!, few.py[row]!, few.pz[row]!);
      expect(p).toBeGreaterThan(2);
      expect(p).toBeLessThan(3);
    }
    const positive = muons.pdg.filter((pdg) => pdg === -13).length;
    // Statistics: 1 %.
    expect(Math.abs(positive / (eventCount - positive) / 1.27 - 1)).toBeLessThan(0.04);
  });
});

describe('the directions of cosmic muons', () => {
  it('are downward, their zenith angles as cos²θ: means of cos θ and cos²θ are 3/4 and 3/5', () => {
    expect(Math.min(...cosines)).toBeGreaterThan(0);
    expect(mean(cosines)).toBeCloseTo(3 / 4, 2);
    expect(mean(cosines.map((cosine) => cosine * cosine))).toBeCloseTo(3 / 5, 2);
  });

  it('have any azimuth', () => {
    expect(mean(muons.px.map((px, row) => px / momenta[row]!))).toBeCloseTo(0, 1);
    expect(mean(muons.pz.map((pz, row) => pz / momenta[row]!))).toBeCloseTo(0, 1);
  });

  it('are of stiffer muons when inclined if asked for: the spectrum is that of p·cos θ', () => {
    const hard = muonsOf({ hardening: true });
    const all = hard.px.map((px, row) => Math.hypot(px, hard.py[row]!, hard.pz[row]!));
    const scaled = hard.py.map((py) => -py);
    expect(mean(scaled) / mean(momenta)).toBeCloseTo(1, 1);
    expect(mean(all) / mean(scaled)).toBeGreaterThan(1.4);
    expect(mean(all) / mean(scaled)).toBeLessThan(1.6);
  });
});

describe('the places of cosmic muons', () => {
  it('are on the sphere, where they come in, evenly over its disc', () => {
    let squares = 0;
    let off = 0;
    let outward = 0;
    for (let row = 0; row < eventCount; row++) {
      const place = [muons.x[row]!, muons.y[row]!, muons.z[row]! - 56];
      off = Math.max(off, Math.abs(Math.hypot(...place) - 520));
      const along =
        (place[0]! * muons.px[row]! + place[1]! * muons.py[row]! + place[2]! * muons.pz[row]!) /
        momenta[row]!;
      if (along > 0) outward++;
      squares += (520 * 520 - along * along) / eventCount;
    }
    expect(off).toBeLessThan(1e-6);
    expect(outward).toBe(0);
    expect(squares / (520 * 520)).toBeCloseTo(1 / 2, 2);
  });

  it('are left at such times that all are nearest to the middle within ±16 ns, evenly', () => {
    const nearest = muons.time.map((time, row) => {
      const along =
        (muons.x[row]! * muons.px[row]! +
          muons.y[row]! * muons.py[row]! +
          (muons.z[row]! - 56) * muons.pz[row]!) /
        momenta[row]!;
      return time - (along * muons.energy[row]!) / (momenta[row]! * speedOfLight);
    });
    expect(Math.min(...nearest)).toBeGreaterThan(-16.001);
    expect(Math.max(...nearest)).toBeLessThan(16.001);
    expect(mean(nearest)).toBeCloseTo(0, 0);
    expect(mean(nearest.map((time) => time * time))).toBeCloseTo((16 * 16) / 3, -1);
  });
});

describe('the rate of cosmic muons', () => {
  it('through a horizontal m² is 127 to 200 Hz', () => {
    expect(horizontalRateHz(configOf({}))).toBeGreaterThan(127);
    expect(horizontalRateHz(configOf({}))).toBeLessThan(200);
  });

  it('through the sphere is the one that brings as many through an m² in its middle', () => {
    const raw = { radius: '2 m', centreZ: 0 };
    const few = muonsOf(raw);
    let through = 0;
    for (let row = 0; row < eventCount; row++) {
      const steps = few.y[row]! / few.py[row]!;
      const [x, z] = [few.x[row]! - steps * few.px[row]!, few.z[row]! - steps * few.pz[row]!];
      if (Math.abs(x) < 50 && Math.abs(z) < 50) through++;
    }
    const rateHz = (through / eventCount) * sphereRateHz(configOf(raw));
    const error = rateHz / Math.sqrt(through);
    expect(Math.abs(rateHz - horizontalRateHz(configOf(raw)))).toBeLessThan(4 * error);
    expect(error).toBeLessThan(5);
  });

  it('is told of the generator by name; a gun has none', () => {
    expect(generatorRateHz('cosmics', {})).toBe(sphereRateHz(configOf({})));
    expect(generatorRateHz('gun', {})).toBeUndefined();
  });

  it.each([
    { minimum: '3 GeV', maximum: '2 GeV' },
    { timeMin: 5, timeMax: 1 },
  ])('refuses limits the wrong way round: %o', (raw) => {
    expect(() => muonsOf(raw)).toThrow(expect.objectContaining({ code: 'GENERATOR_CONFIG' }));
  });
});
