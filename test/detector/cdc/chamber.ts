import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import type { CdcDeposits, CdcSignals } from '../../../detector/cdc/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import { materialSchema } from '../../../detector/material.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../../detector/particles.js';
import { particleInfo } from '../../../detector/pdg.js';
import { transportSchema } from '../../../detector/propagation/schema.js';
import { type Transported, transport } from '../../../detector/propagation/transport.js';

export interface Shot {
  readonly pdg: number;
  readonly p: readonly [number, number, number];
  readonly vertex?: readonly [number, number, number];
  readonly time?: number;
}

/** One event per list of particles. */
export function particlesOf(events: readonly (readonly Shot[])[]): Particles {
  const builder = new ParticleBuilder();
  for (const shots of events) {
    for (const { pdg, p, vertex = [0, 0, 0], time = 0 } of shots) {
      const energy = Math.hypot(...p, particleInfo(pdg)?.mass ?? 0);
      builder.push(pdg, particleStatus.final, -1, ...p, energy, ...vertex, time);
    }
    builder.endEvent();
  }
  return builder.take();
}

/**
 * Configuration in which nothing is left to chance: exact helices, every crossed cell hit, no
 * smearing.
 */
export const exact = {
  material: { scale: 0 },
  transport: { energyLoss: false, scattering: false, bremsstrahlung: false, decays: false },
  cdc: { efficiency: 1, resolution: 0, clusterDensity: 1e6 },
} as const;

export interface RawConfigs {
  readonly material?: unknown;
  readonly transport?: unknown;
  readonly cdc?: unknown;
}

export function move(particles: Particles, raw: RawConfigs = {}, seed = 4): Transported {
  const material = parseConfig(materialSchema, raw.material ?? {}, 'test');
  const config = parseConfig(transportSchema, raw.transport ?? {}, 'test');
  return transport(config, material, { seed })(
    particles,
    sliceAddresses(1, 0, 0, particles.offsets.length - 1),
  );
}

/** Deposits of the particles, and their configuration to digitize with. */
export function depositsOf(particles: Particles, raw: RawConfigs = {}, seed = 4): CdcDeposits {
  const config = parseConfig(cdc.schema, raw.cdc ?? {}, 'test');
  const moved = move(particles, raw, seed);
  return cdc.deposit(config, { seed })(
    moved.particles,
    sliceAddresses(1, 0, 0, particles.offsets.length - 1),
    moved.arcs,
  );
}

/** What the electronics see of the same particles. */
export function signalsOf(particles: Particles, seed = 4): CdcSignals {
  const { particles: moved, arcs } = move(particles, {}, seed);
  const addresses = sliceAddresses(1, 0, 0, particles.offsets.length - 1);
  return cdc.signal!(parseConfig(cdc.schema, {}, 'test'), { seed })(moved, addresses, arcs);
}

/** Direction of polar angle and azimuth [rad] with transverse momentum `pt`. */
export function momentum(pt: number, theta: number, phi: number): [number, number, number] {
  return [pt * Math.cos(phi), pt * Math.sin(phi), pt / Math.tan(theta)];
}
