import { describe, expect, it } from 'vitest';
import { ParticleBuilder } from '../../../detector/particles.js';
import { processes } from '../../../emulator/generators/process-rows.js';
import { pushFinal } from '../../../emulator/generators/push-final.js';
import { faultsOf, faultsWith, holdConservation } from '../../support/conservation.js';
import { sharp } from './machine.js';

/** What comes from outside brings its own momentum and charge. */
const collisions = processes.filter(({ name }) => name !== 'cosmics').map(({ name }) => name);
const more = Number(process.env['B2L1_MORE_RUNS'] ?? 1);

describe('momentum, energy and charge of collisions', () => {
  it.each(collisions)('are those of the beams, defaults: %s', (name) => {
    expect(faultsWith(name, {}, 300)).toEqual([]);
  });

  it.each(collisions)('are those of the beams whatever the parameters are: %s', (name) => {
    holdConservation(name, 4 * more, 100);
  });

  it('are missed where a particle is', () => {
    const event = (...rows: readonly (readonly [pdg: number, factor: number])[]) => {
      const builder = new ParticleBuilder();
      const point = { x: 0, y: 0, z: 0, time: 0 };
      for (const [pdg, factor] of rows) {
        const { px, py, pz, energy } = sharp.total;
        const [x, y, z, t] = [px, py, pz, energy].map((part) => factor * part);
        pushFinal(builder, pdg, { px: x!, py: y!, pz: z!, energy: t! }, point);
      }
      builder.endEvent();
      return faultsOf(builder.take(), 0).join('; ');
    };
    expect(event([53, 0.5], [53, 0.5])).toBe('');
    expect(event([53, 0.5], [53, 0.49])).toMatch(/px differs.*pz differs.*energy differs/);
    expect(event([53, 1], [13, 0])).toMatch(/charge -1/);
    expect(event([22, 1])).toMatch(/22 of 11.* GeV is off its mass/);
  });
});
