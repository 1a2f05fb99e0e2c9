import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { RandomStream } from '../../../detector/base/random.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import { sliceAddresses } from '../../../detector/event.js';
import { ParticleBuilder } from '../../../detector/particles.js';
import { eclObjects, eclTriggerSchema } from '../../../triggers/ecl/ecl-trigger.js';
import { movedFreely } from '../../support/moved.js';

/** Velocity of the centre of mass, 7.004 on 4.002 GeV at ±41.5 mrad. */
const [betaX, betaZ] = [0.04149, 0.27253];
const gamma = 1 / Math.sqrt(1 - betaX ** 2 - betaZ ** 2);
const degree = Math.PI / 180;
const photons = 20_000;

interface Spread {
  readonly median: number;
  /** Half of the central 68 %. */
  readonly half: number;
}

/**
 * What the trigger reads of photons of one centre-of-mass energy, relative to it; and what the step
 * of its look-up alone would make of them.
 */
function readings(
  energyCms: number,
  eclConfig: unknown,
  triggerConfig: unknown,
): { readonly read: Spread; readonly lookUp: Spread } {
  const random = new RandomStream().seed(4, 0, 0, 0, 255);
  const builder = new ParticleBuilder();
  const energies: number[] = [];
  while (energies.length < photons) {
    const cos = 2 * random.uniform() - 1;
    const sin = Math.sqrt(1 - cos * cos);
    const phi = 2 * Math.PI * random.uniform();
    // One degree inside thetaId 6–11, where all three lines of the barrel look.
    if (Math.acos(cos) < 45.09 * degree || Math.acos(cos) > 96.52 * degree) continue;
    const energy = energyCms / (gamma * (1 - betaX * sin * Math.cos(phi) - betaZ * cos));
    builder.push(
      22,
      1,
      -1,
      energy * sin * Math.cos(phi),
      energy * sin * Math.sin(phi),
      energy * cos,
      energy,
    );
    builder.endEvent();
    energies.push(energy);
  }
  const config = parseConfig(ecl.schema, eclConfig, 'test');
  const context = { seed: 1 };
  const addresses = sliceAddresses(0, 0, 0, photons);
  const hits = ecl.digitize(config, context)(
    [ecl.deposit(config, context)(...movedFreely(builder.take(), addresses))],
    addresses,
  );
  const { clusters } = eclObjects(parseConfig(eclTriggerSchema, triggerConfig, 'test'), context)(
    hits,
    addresses,
  );
  const read: number[] = [];
  const lookUp: number[] = [];
  for (const [event, energy] of energies.entries()) {
    let best = -1;
    for (let row = clusters.offsets[event] ?? 0; row < (clusters.offsets[event + 1] ?? 0); row++) {
      if (best < 0 || (clusters.energyCms[row] ?? 0) > (clusters.energyCms[best] ?? 0)) best = row;
    }
    read.push(best < 0 ? 0 : (clusters.energyCms[best] ?? 0) / energyCms);
    if (best >= 0) lookUp.push(energy / (0.1 * (clusters.e10[best] ?? 0) * energyCms));
  }
  return { read: spread(read), lookUp: spread(lookUp) };
}

function spread(values: number[]): Spread {
  values.sort((a, b) => a - b);
  const at = (quantile: number) => values[Math.floor(quantile * values.length)] ?? Number.NaN;
  return { median: at(0.5), half: (at(0.8413) - at(0.1587)) / 2 };
}

const noResolution = { resolution: 'off' };
const noThreshold = { cellThreshold: 0 };
const allCells = { fam: { thresholdCounts: 0 } };

describe('the width with which single-photon lines turn on', () => {
  // 20000 photons: medians are known to 0.0005, half-widths to 0.0005; the tolerances leave room
  // for retuned showers.
  const full = readings(1, {}, {});

  it('is about 3.3 % from the look-up alone: one factor in steps of 0.1 for a cell', () => {
    expect(full.lookUp.half).toBeGreaterThan(0.03);
    expect(full.lookUp.half).toBeLessThan(0.036);
    expect(Math.abs(full.lookUp.median - 1)).toBeLessThan(0.015);
  });

  it('is about 4.7 % at 1 GeV with everything, the reading 1.5 % low in the median', () => {
    expect(Math.abs(full.read.half - 0.047)).toBeLessThan(0.004);
    expect(Math.abs(full.read.median - 0.985)).toBeLessThan(0.006);
  });

  it('comes to about 2.5 % from cells under 100 MeV, which also lower the reading', () => {
    const added = readings(1, noThreshold, allCells);
    const share = Math.sqrt(Math.max(0, full.read.half ** 2 - added.read.half ** 2));
    expect(share).toBeGreaterThan(0.018);
    expect(share).toBeLessThan(0.032);
    expect(added.read.median - full.read.median).toBeGreaterThan(0.01);
  });

  it('comes to about 2 % from the resolution of the calorimeter at 1 GeV', () => {
    const sharp = readings(1, { ...noResolution, ...noThreshold }, allCells);
    const smeared = readings(1, noThreshold, allCells);
    const share = Math.sqrt(smeared.read.half ** 2 - sharp.read.half ** 2);
    expect(share).toBeGreaterThan(0.012);
    expect(share).toBeLessThan(0.028);
  });

  it('is larger at 0.5 and smaller at 2 GeV, as 100 MeV are a larger or smaller part', () => {
    const soft = readings(0.5, {}, {}).read;
    const hard = readings(2, {}, {}).read;
    expect(soft.half).toBeGreaterThan(full.read.half);
    expect(hard.half).toBeLessThan(full.read.half);
  });
});
