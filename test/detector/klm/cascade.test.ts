import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import {
  type Absorber,
  coilShells,
  crystalSlice,
  crystalSlices,
  ironPlate,
} from '../../../detector/klm/absorbers.js';
import { barrelLayerCount } from '../../../detector/klm/geometry.js';
import { fourVector, type FourVector } from '../../../detector/lorentz.js';
import { particleInfo, type ParticleInfo } from '../../../detector/pdg.js';
import { interact, isMeson } from '../../../detector/propagation/interactions.js';

/** What is met at 90°: slabs of material by their mean loss [GeV], and gaps of the KLM. */
type Step = { readonly absorber: Absorber; readonly loss: number } | 'gap';

const slabs = (absorber: Absorber, loss: number, count: number): readonly Step[] =>
  Array.from({ length: count }, () => ({ absorber, loss: loss / count }));

/** Minimum losses: 30 cm CsI 168 MeV, coil 57 MeV, a plate of 4.7 cm 54 MeV (PDG). */
const steps: readonly Step[] = [
  ...slabs(crystalSlice(30), 0.168, crystalSlices),
  ...coilShells.map((absorber) => ({ absorber, loss: 0.057 / coilShells.length })),
  ...Array.from({ length: barrelLayerCount }, (_, layer): readonly Step[] => [
    ...(layer === 0 ? [] : slabs(ironPlate, 0.054, 1)),
    'gap',
  ]).flat(),
];

/** Gaps that a hadron and the secondaries of its secondaries cross; planes report 97 of 100. */
function gapsOf(info: ParticleInfo, momentum: FourVector, random: RandomStream): Set<number> {
  const gaps = new Set<number>();
  const follow = (own: ParticleInfo, { px, py, pz, energy }: FourVector, start: number): void => {
    const p = Math.sqrt(px * px + py * py + pz * pz);
    const cosine = px / p;
    if (Math.abs(cosine) < 0.1) return;
    let kinetic = energy - own.mass;
    let left = random.exponential();
    const forward = cosine > 0 ? 1 : -1;
    for (let at = start; at >= 0 && at < steps.length; at += forward) {
      const step = steps[at]!;
      if (step === 'gap') {
        if (own.charge !== 0 && random.uniform() < 0.97) gaps.add(at);
        continue;
      }
      const beta2 = 1 - (own.mass / (own.mass + kinetic)) ** 2;
      if (own.charge !== 0) kinetic -= step.loss / Math.abs(cosine) / Math.max(0.05, beta2);
      if (kinetic <= 0.02) return;
      const { pionDepth, nuclearDepth } = step.absorber;
      left -= (isMeson(own) ? pionDepth : nuclearDepth) / Math.abs(cosine);
      if (left >= 0) continue;
      const size = Math.sqrt((kinetic + own.mass) ** 2 - own.mass ** 2) / p;
      const now = fourVector(size * px, size * py, size * pz, kinetic + own.mass);
      interact(own, now, random, (pdg, product) => {
        const kind = particleInfo(pdg)!;
        if (pdg !== 111) follow(kind, product, at + (product.px > 0 ? 1 : -1));
      });
      return;
    }
  };
  follow(info, momentum, 0);
  return gaps;
}

/** Shares of hadrons of a momentum [GeV] with hits in so many gaps or more. */
function shares(pdg: number, p: number, ...least: readonly number[]): readonly number[] {
  const info = particleInfo(pdg)!;
  const random = new RandomStream().seed(2, 0, 0, 0, purpose.test);
  const counts = Array.from(
    { length: 2000 },
    () => gapsOf(info, fourVector(p, 0, 0, Math.hypot(p, info.mass)), random).size,
  );
  return least.map((gaps) => counts.filter((count) => count >= gaps).length / counts.length);
}

describe('a cascade of which nuclei keep nothing', () => {
  it('has K_L of 3 GeV/c in some layer in nine of ten, of 1 GeV/c in six: upper limits', () => {
    const [slow] = shares(130, 1, 1);
    const [stiff] = shares(130, 3, 1);
    expect(slow).toBeGreaterThan(0.55);
    expect(slow).toBeLessThan(0.7);
    expect(stiff).toBeGreaterThan(0.89);
    expect(stiff).toBeLessThan(0.97);
  });

  it('lets pions of 2 GeV/c through four layers in six of ten cases, too often by far', () => {
    const [through] = shares(211, 2, 4);
    expect(through).toBeGreaterThan(0.53);
    expect(through).toBeLessThan(0.69);
  });
});
