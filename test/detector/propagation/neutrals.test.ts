import { expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { exact, momentum, move, particlesOf } from '../cdc/chamber.js';

const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;
const degree = Math.PI / 180;
const speedOfLight = 29.9792458;

it('K_S, Λ and K_L decay straight ahead of where they were made, after their flight', () => {
  const count = 100;
  for (const pdg of [310, 3122, 130]) {
    const shots = Array.from({ length: count }, (_, index) => [
      {
        pdg,
        p: momentum(2.5, (40 + (index % 90)) * degree, 0.1 * index),
        vertex: [1, 2, -3] as const,
      },
    ]);
    const { particles } = move(particlesOf(shots), {
      material: { scale: 0 },
      transport: { ...exact.transport, decays: true, maxPath: 1e4 },
    });
    const { offsets, status, x, y, z, time, px, py, pz, energy } = particles;
    let decays = 0;
    for (let event = 0; event < count; event++) {
      const first = at(offsets, event);
      if (status[first] !== particleStatus.intermediate) continue;
      decays++;
      const p = [at(px, first), at(py, first), at(pz, first)] as const;
      const away = [at(x, first + 1) - 1, at(y, first + 1) - 2, at(z, first + 1) + 3] as const;
      const flight = Math.hypot(...away);
      for (const [axis, component] of p.entries())
        expect(at(away, axis)).toBeCloseTo((flight * component) / Math.hypot(...p), 3);
      const flown = (flight * at(energy, first)) / (Math.hypot(...p) * speedOfLight);
      expect(at(time, first + 1) - at(time, first)).toBeCloseTo(flown, 4);
    }
    expect(decays).toBeGreaterThan(pdg === 130 ? 1 : 0.5 * count);
  }
});
