import { parseConfig } from '../../detector/base/config.js';
import type { Addresses } from '../../detector/event.js';
import { materialSchema } from '../../detector/material.js';
import type { Particles } from '../../detector/particles.js';
import type { Arcs } from '../../detector/propagation/arcs.js';
import { transportSchema } from '../../detector/propagation/schema.js';
import { transport } from '../../detector/propagation/transport.js';

/**
 * Particles taken to the front of the calorimeter, on helices without any interaction on the way.
 */
export function movedFreely(
  particles: Particles,
  addresses: Addresses,
): readonly [Particles, Addresses, Arcs] {
  const free = {
    energyLoss: false,
    scattering: false,
    bremsstrahlung: false,
    decays: false,
    hadronic: false,
  };
  const move = transport(
    parseConfig(transportSchema, free, 'test'),
    parseConfig(materialSchema, {}, 'test'),
    { seed: 1 },
  );
  const moved = move(particles, addresses);
  return [moved.particles, addresses, moved.arcs];
}
