import { describe, expect, it } from 'vitest';
import { electronMass } from '../../../detector/base/constants.js';
import { degree } from '../../../detector/base/units.js';
import { type FourVector, fourVector, massSquared } from '../../../detector/lorentz.js';
import { bhabhaClass } from '../../../emulator/generators/bhabha-class.js';
import { crossSection, generate, momentum, momentumCms, rowOf, sharp } from './machine.js';

/** A massless momentum in the centre of mass. */
const at = (theta: number, energy: number) =>
  fourVector(energy * Math.sin(theta * degree), 0, energy * Math.cos(theta * degree), energy);

const isWide = ({ px, py, pz, energy }: FourVector): boolean => {
  const theta = Math.atan2(Math.hypot(px, py), pz) / degree;
  return energy >= 0.15 && theta >= 10 && theta <= 170;
};

/** What a person would say of an event: legs in 10–170° above 0.15 GeV, photons in the ECL. */
function seenIn(name: string, raw: object, count: number) {
  const particles = generate(name, raw, count);
  const found: Record<string, number> = {};
  for (let event = 0; event < count; event++) {
    let legs = 0;
    let photons = 0;
    for (let row = particles.offsets[event]!; row < particles.offsets[event + 1]!; row++) {
      if (particles.pdg[row] !== 22) {
        if (isWide(momentumCms(particles, row))) legs++;
        continue;
      }
      const lab = momentum(particles, row);
      const thetaLab = Math.atan2(Math.hypot(lab.px, lab.py), lab.pz) / degree;
      if (lab.energy >= 0.1 && thetaLab >= 12.4 && thetaLab <= 155.1) photons++;
    }
    const name = legs === 2 ? 'both' : legs === 1 ? 'one' : photons > 0 ? 'photon' : 'unseen';
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

describe('Bhabha events by what is seen', () => {
  it('are of one class each: legs in 10–170° above 0.15 GeV, then photons of 0.1 GeV', () => {
    const { frame } = sharp;
    const classOf = (electron: number[], positron: number[], photon: number[]) =>
      bhabhaClass(frame, at(electron[0]!, electron[1]!), at(positron[0]!, positron[1]!), [
        at(photon[0]!, photon[1]!),
      ]);
    expect(classOf([11, 5], [169, 5], [90, 1])).toBe('both legs');
    expect(classOf([9, 5], [169, 5], [90, 1])).toBe('one leg');
    expect(classOf([11, 5], [171, 5], [90, 1])).toBe('one leg');
    expect(classOf([90, 0.14], [169, 5], [90, 1])).toBe('one leg');
    expect(classOf([90, 0.14], [171, 5], [90, 1])).toBe('photon alone');
    // 0.1 GeV of the laboratory is 0.104 GeV at 90° of the centre of mass.
    expect(classOf([9, 5], [171, 5], [90, 0.09])).toBe('unseen');
    expect(classOf([9, 5], [171, 5], [12, 1])).toBe('unseen');
    expect(classOf([9, 5], [171, 5], [165, 1])).toBe('unseen');
    expect(bhabhaClass(frame, at(9, 5), at(171, 5), [])).toBe('unseen');
  });

  it.each([
    ['bhabha', 'both'],
    ['bhabha-one-leg', 'one'],
    ['eegamma-lost', 'photon'],
  ] as const)('all of %s are of the class %s alone', (name, expected) => {
    expect(seenIn(name, {}, 400)).toEqual({ [expected]: 400 });
  });

  it.each(['bhabha-one-leg', 'eegamma-lost'])('of %s keep momentum, charge and masses', (name) => {
    const particles = generate(name, {}, 200);
    let forward = 0;
    for (let event = 0; event < 200; event++) {
      expect([...particles.pdg.subarray(3 * event, 3 * event + 3)]).toEqual([11, -11, 22]);
      const rows = [0, 1, 2].map((row) => momentumCms(particles, 3 * event + row));
      for (const axis of ['px', 'py', 'pz'] as const)
        expect(Math.abs(rows.reduce((sum, row) => sum + row[axis], 0))).toBeLessThan(1e-9);
      const energy = rows.reduce((sum, row) => sum + row.energy, 0);
      expect(Math.abs(energy - sharp.sqrtS)).toBeLessThan(1e-9);
      for (const leg of rows.slice(0, 2))
        expect(Math.abs(massSquared(leg) - electronMass ** 2)).toBeLessThan(1e-11);
      if (isWide(rows[0]!)) forward++;
    }
    // Either charge is the seen one, half of the events each.
    if (name === 'bhabha-one-leg') expect(Math.abs(forward / 200 - 0.5)).toBeLessThan(0.15);
  });

  it('add up: what one leg or a lone photon above a limit is, is a share of its class', () => {
    // The same class with and without a harder limit, each with weights of its own (0.7 %).
    const above = (name: string, key: string, value: number): number =>
      crossSection(name, { [key]: value });
    const photons = generate('eegamma-lost', {}, 3000);
    let hard = 0;
    for (let row = 2; row < photons.px.length; row += 3) if (photons.energy[row]! > 0.3) hard++;
    const share =
      above('eegamma-lost', 'minPhotonEnergy', 0.3) / rowOf('eegamma-lost', 'photon').value(sharp);
    expect(Math.abs(hard / 3000 - share)).toBeLessThan(
      4 * Math.sqrt((share * (1 - share)) / 3000) + 0.01,
    );
    const legs = generate('bhabha-one-leg', {}, 3000);
    let energetic = 0;
    for (let row = 0; row < legs.px.length; row += 3)
      for (const leg of [row, row + 1]) {
        const { px, py, pz, energy } = momentumCms(legs, leg);
        const theta = Math.atan2(Math.hypot(px, py), pz) / degree;
        if (energy > 0.5 && theta > 10 && theta < 170) energetic++;
      }
    const part = above('bhabha-one-leg', 'minEnergy', 0.5) / crossSection('bhabha-one-leg', {});
    expect(Math.abs(energetic / 3000 - part)).toBeLessThan(
      4 * Math.sqrt((part * (1 - part)) / 3000) + 0.01,
    );
  });
});
