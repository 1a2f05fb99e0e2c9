import { arich } from '../../../detector/arich/arich.js';
import type { ArichDeposits, ArichHits } from '../../../detector/arich/hits.js';
import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import { momentum, move, particlesOf, type RawConfigs, type Shot } from '../cdc/chamber.js';

/** A particle of total momentum `p` [GeV], angles in degrees. */
export const forward = (pdg: number, p: number, theta = 25, phi = 0): Shot => ({
  pdg,
  p: momentum(p * Math.sin(theta * degree), theta * degree, phi * degree),
});

/** Equal particles at azimuths all around, one to an event. */
export const around = (count: number, pdg: number, p: number, theta = 25): Shot[][] =>
  Array.from({ length: count }, (_, event) => [forward(pdg, p, theta, (360 * event) / count)]);

export interface RawArichConfigs extends RawConfigs {
  readonly arich?: unknown;
}

export function arichDepositsOf(
  events: readonly (readonly Shot[])[],
  raw: RawArichConfigs = {},
  seed = 4,
): ArichDeposits {
  const { particles, arcs } = move(
    particlesOf(events),
    { transport: { decays: false, hadronic: false }, ...raw },
    seed,
  );
  return arich.deposit(parseConfig(arich.schema, raw.arich ?? {}, 'test'), { seed })(
    particles,
    sliceAddresses(1, 0, 0, events.length),
    arcs,
  );
}

export function arichHitsOf(
  lists: readonly ArichDeposits[],
  raw: unknown = {},
  seed = 4,
): ArichHits {
  const eventCount = lists[0]!.offsets.length - 1;
  return arich.digitize(parseConfig(arich.schema, raw, 'test'), { seed })(
    lists,
    sliceAddresses(1, 0, 0, eventCount),
  );
}
