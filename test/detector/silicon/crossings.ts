import { type ConfigOf, parseConfig } from '../../../detector/base/config.js';
import { sliceAddresses } from '../../../detector/event.js';
import type { PixelLayers } from '../../../detector/pxd/geometry.js';
import { depositPxd } from '../../../detector/pxd/deposit.js';
import { pxdSchema } from '../../../detector/pxd/schema.js';
import type { SiliconDeposits } from '../../../detector/silicon/deposit.js';
import type { Addresses } from '../../../detector/event.js';
import { depositSvd } from '../../../detector/svd/deposit.js';
import { svdSchema } from '../../../detector/svd/schema.js';
import { move, particlesOf, type RawConfigs, type Shot } from '../cdc/chamber.js';

export const pxdConfig = (raw: unknown = {}): ConfigOf<typeof pxdSchema> =>
  parseConfig(pxdSchema, raw, 'test');
export const svdConfig = (raw: unknown = {}): ConfigOf<typeof svdSchema> =>
  parseConfig(svdSchema, raw, 'test');

export const addressesOf = (count: number): Addresses => sliceAddresses(1, 0, 0, count);

/**
 * Crossings of pixel and strip sensors by the particles of each event; every crossing leaves
 * charge.
 */
export function crossingsOf(
  events: readonly (readonly Shot[])[],
  raw: RawConfigs = {},
  layers: PixelLayers = 'two',
): { readonly pixels: SiliconDeposits; readonly strips: SiliconDeposits } {
  const { particles, arcs } = move(particlesOf(events), raw);
  const addresses = addressesOf(events.length);
  return {
    pixels: depositPxd(pxdConfig({ efficiency: 1, layers }), { seed: 4 })(
      particles,
      addresses,
      arcs,
    ),
    strips: depositSvd(svdConfig({ efficiency: 1 }), { seed: 4 })(particles, addresses, arcs),
  };
}

export interface OneCrossing {
  readonly sensor: number;
  readonly u?: number;
  readonly v?: number;
  readonly slopeU?: number;
  readonly slopeV?: number;
  /** [GeV] */
  readonly energy?: number;
  readonly time?: number;
}

/**
 * One event for each crossing; 84 keV each, what 320 µm of silicon take most probably from a
 * minimum-ionizing particle.
 */
export function depositsOf(crossings: readonly OneCrossing[]): SiliconDeposits {
  const column = (read: (crossing: OneCrossing) => number | undefined, otherwise = 0) =>
    Float32Array.from(crossings, (crossing) => read(crossing) ?? otherwise);
  return {
    offsets: Uint32Array.from({ length: crossings.length + 1 }, (_, event) => event),
    sensor: Uint8Array.from(crossings, ({ sensor }) => sensor),
    u: column(({ u }) => u),
    v: column(({ v }) => v),
    slopeU: column(({ slopeU }) => slopeU),
    slopeV: column(({ slopeV }) => slopeV),
    energy: column(({ energy }) => energy, 84e-6),
    time: column(({ time }) => time),
    particle: new Uint16Array(crossings.length),
  };
}

export const halfWidth = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    (sorted[Math.floor(0.84 * sorted.length)]! - sorted[Math.floor(0.16 * sorted.length)]!) / 2
  );
};
