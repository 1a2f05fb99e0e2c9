import { beams } from '../../detector/beams.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { buildEvents } from '../chain/build-events.js';
import type { ParticleSource } from '../chain/sources.js';
import type { SeedClass } from './seed-class.js';

/**
 * Particles of the seeds of a class, with the decays that the run has; its generator is built when
 * the first is asked for, since most classes are rare.
 */
export const classParticles =
  ({ generator, config }: SeedClass): ParticleSource['particles'] =>
  ({ seed, config: conditions, decay }) => {
    const build = () => {
      const particles = new ParticleTable(conditions.particles);
      const context = { seed, beams: beams(conditions.beams), particles };
      return buildEvents(generator, config, context, decay);
    };
    let generate: ReturnType<typeof build> | undefined;
    return (addresses) => {
      if (addresses.index.length === 0) return new ParticleBuilder(1).take();
      generate ??= build();
      return generate(addresses).particles;
    };
  };
