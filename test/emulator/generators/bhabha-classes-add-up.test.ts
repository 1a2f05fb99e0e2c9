import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { degree } from '../../../detector/base/units.js';
import { cmsToLab } from '../../../detector/beams.js';
import { copyFour, type FourVector, fourVector } from '../../../detector/lorentz.js';
import { radiativeBhabhaSquared } from '../../../emulator/generators/radiative-bhabha-amplitude.js';
import {
  RadiativeBhabhaSampler,
  type SeenFirst,
} from '../../../emulator/generators/radiative-bhabha-sampler.js';
import { crossSection, generate, momentum, momentumCms, nominal, sharp } from './machine.js';

const polar = ({ px, py, pz }: Readonly<FourVector>): number =>
  Math.atan2(Math.hypot(px, py), pz) / degree;
/** Between an angle to the beams and the same to the other beam, above 0.15 GeV; centre of mass. */
const isLeg = (vector: Readonly<FourVector>, from = 10): boolean =>
  vector.energy >= 0.15 && polar(vector) >= from && polar(vector) <= 180 - from;
/** In the calorimeter above 0.1 GeV; laboratory. */
const isInCalorimeter = (vector: Readonly<FourVector>): boolean =>
  vector.energy >= 0.1 && polar(vector) >= 12.4 && polar(vector) <= 155.1;

/** The same of a photon in the centre of mass. */
function isSeen(photon: Readonly<FourVector>): boolean {
  const inLab = fourVector();
  copyFour(inLab, photon);
  cmsToLab(sharp.frame, inLab);
  return isInCalorimeter(inLab);
}

/** A number and its error. */
type Value = readonly [value: number, error: number];

const plus = (...values: readonly Value[]): Value => [
  values.reduce((sum, [value]) => sum + value, 0),
  Math.hypot(...values.map(([, error]) => error)),
];

type Accepts = (event: RadiativeBhabhaSampler) => boolean;

/** Cross sections [nb] of what is accepted of weighted events; nobody asks for their class. */
function integrals(seen: SeenFirst, tries: number, accepts: readonly Accepts[]): readonly Value[] {
  const sampler = new RadiativeBhabhaSampler(seen);
  const stream = new RandomStream().seed(2, 0, 0, 0, purpose.test);
  const sums = accepts.map(() => [0, 0] as [number, number]);
  for (let event = 0; event < tries; event++) {
    const factor = sampler.draw(stream, sharp.sqrtS);
    if (factor === 0) continue;
    const weight = factor * radiativeBhabhaSquared(sampler);
    for (const [place, sum] of sums.entries()) {
      if (!accepts[place]!(sampler)) continue;
      sum[0] += weight;
      sum[1] += weight * weight;
    }
  }
  return sums.map(([sum, squares]) => [sum / tries, Math.sqrt(squares) / tries]);
}

interface Event {
  readonly electron: FourVector;
  readonly positron: FourVector;
  /** Laboratory. */
  readonly photon: FourVector;
}

/** Cross section [nb] of what is of a kind among the events of a generator, known to 1 % in all. */
function ofClass(name: string, count: number, accepts: (event: Event) => boolean): Value {
  const particles = generate(name, {}, count, nominal);
  let found = 0;
  for (let event = 0; event < count; event++) {
    const [electron, positron] = [3 * event, 3 * event + 1].map((row) =>
      momentumCms(particles, row, nominal),
    ) as [FourVector, FourVector];
    if (accepts({ electron, positron, photon: momentum(particles, 3 * event + 2) })) found++;
  }
  const share = found / count;
  const sigma = crossSection(name, {}, nominal);
  const counted = Math.sqrt((share * (1 - share)) / count);
  return [sigma * share, sigma * Math.hypot(counted, 0.01 * share)];
}

const within = (angle: number) => ({
  cosLow: -Math.cos(angle * degree),
  cosHigh: Math.cos(angle * degree),
});
const electronWithin = (angle: number): SeenFirst => ({
  first: 'electron',
  minEnergy: 0.15,
  minPhotonEnergy: 1e-3,
  ...within(angle),
});

describe('classes of Bhabha events', () => {
  // Tree level as the others: with more photons `bhabha` has fewer at wide angles.
  const [bothLegs, bothLegsAndPhoton, halfOfOneLegAndPhoton] = integrals(
    electronWithin(10),
    150_000,
    [
      ({ positron }) => isLeg(positron),
      ({ positron, photon }) => isLeg(positron) && isSeen(photon),
      ({ positron, photon }) => !isLeg(positron) && isSeen(photon),
    ],
  ) as [Value, Value, Value];

  it('add up to all e+e-γ with a photon in the calorimeter, whatever else is seen', () => {
    const photonFirst: SeenFirst = {
      first: 'photon',
      minEnergy: 0.06,
      minPhotonEnergy: 1e-3,
      ...within(8),
    };
    const [all] = integrals(photonFirst, 60_000, [({ photon }) => isSeen(photon)]) as [Value];
    const lostLegs = ofClass('eegamma-lost', 100, () => true);
    const parts = [bothLegsAndPhoton, halfOfOneLegAndPhoton, halfOfOneLegAndPhoton, lostLegs];
    const [sum, error] = plus(...parts);
    const [difference, allowed] = [sum - all[0], 3 * Math.hypot(error, all[1])];
    expect(Math.abs(difference)).toBeLessThan(allowed);
    // A class of the three that is counted twice or left out is seen.
    for (const [part] of [bothLegsAndPhoton, lostLegs]) expect(part).toBeGreaterThan(3 * allowed);
    expect(2 * halfOfOneLegAndPhoton[0]).toBeGreaterThan(allowed);
  });

  it('add up with what is background to all e+e-γ with an electron in 5–175°', () => {
    const isUnseen: Accepts = ({ electron, positron, photon }) =>
      !isLeg(electron) && !isLeg(positron) && !isSeen(photon);
    const [all, background, others] = integrals(electronWithin(5), 150_000, [
      () => true,
      isUnseen,
      (event) => !isUnseen(event),
    ]) as [Value, Value, Value];
    const oneLeg = ofClass('bhabha-one-leg', 3000, ({ electron }) => isLeg(electron, 5));
    const lostLegs = ofClass('eegamma-lost', 1000, ({ electron }) => isLeg(electron, 5));
    const [sum, error] = plus(bothLegs, oneLeg, lostLegs);
    const allowed = 3 * Math.hypot(error, others[1]);
    expect(Math.abs(sum + background[0] - all[0])).toBeLessThan(allowed);
    for (const [part] of [bothLegs, oneLeg]) expect(part).toBeGreaterThan(1.5 * allowed);
  });

  it('have nothing of the background of radiative Bhabhas', () => {
    const [seen] = ofClass('radiative-bhabha', 20_000, ({ electron, positron, photon }) =>
      [isLeg(electron), isLeg(positron), isInCalorimeter(photon)].includes(true),
    );
    expect(seen).toBe(0);
  });
});
