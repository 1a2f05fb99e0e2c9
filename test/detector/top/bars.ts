import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import type { TopDeposits, TopHits } from '../../../detector/top/hits.js';
import { topNoise } from '../../../detector/top/noise.js';
import { top } from '../../../detector/top/top.js';
import { momentum, move, particlesOf, type RawConfigs, type Shot } from '../cdc/chamber.js';

export interface RawTopConfigs extends RawConfigs {
  readonly top?: unknown;
}

/** A particle of total momentum `p` [GeV], angles in degrees. */
export const shot = (pdg: number, p: number, theta: number, phi = 0): Shot => ({
  pdg,
  p: momentum(p * Math.sin(theta * degree), theta * degree, phi * degree),
});

/** Directions [degrees] spread evenly over polar angles of 33 to 120° and all azimuths. */
export const spread = (count: number): { readonly theta: number; readonly phi: number }[] =>
  Array.from({ length: count }, (_, number) => ({
    theta: 33 + 87 * ((0.618034 * number) % 1),
    phi: (360 * (number + 0.5)) / count,
  }));

/** Photons of events of the given particles. */
export function photonsOf(
  events: readonly (readonly Shot[])[],
  raw: RawTopConfigs = {},
  seed = 4,
): TopDeposits {
  const { particles, arcs } = move(particlesOf(events), raw, seed);
  return top.deposit(parseConfig(top.schema, raw.top ?? {}, 'test'), { seed })(
    particles,
    sliceAddresses(1, 0, 0, events.length),
    arcs,
  );
}

/** Hits of events of the given particles, with noise if configured. */
export function hitsOf(
  events: readonly (readonly Shot[])[],
  raw: RawTopConfigs = {},
  seed = 4,
): TopHits {
  const addresses = sliceAddresses(1, 0, 0, events.length);
  const config = parseConfig(top.schema, raw.top ?? {}, 'test');
  const noise = topNoise(config, { seed });
  const photons = photonsOf(events, raw, seed);
  return top.digitize(config, { seed })(
    noise === undefined ? [photons] : [photons, noise(addresses)],
    addresses,
  );
}

/** The same hits `delay` ns later. */
export const later = (hits: TopHits, delay: number): TopHits => ({
  ...hits,
  time: hits.time.map((time) => time + delay),
});
