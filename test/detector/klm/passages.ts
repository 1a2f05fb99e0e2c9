import { parseConfig } from '../../../detector/base/config.js';
import { degree } from '../../../detector/base/units.js';
import { sliceAddresses } from '../../../detector/event.js';
import type { KlmDeposits } from '../../../detector/klm/hits.js';
import { klm } from '../../../detector/klm/klm.js';
import { momentum, move, particlesOf, type RawConfigs, type Shot } from '../cdc/chamber.js';

/** Mean energy loss and nothing else left to chance. */
export const sure = {
  transport: { scattering: false, decays: false, hadronic: false },
  klm: { efficiency: 1, clusters: false, straggling: false, scattering: false, hadronic: false },
} as const;

export interface RawKlmConfigs extends RawConfigs {
  readonly klm?: unknown;
}

/** Deposits of events of the given particles. */
export function klmDepositsOf(
  events: readonly (readonly Shot[])[],
  raw: RawKlmConfigs = {},
  seed = 4,
): KlmDeposits {
  const { particles, arcs } = move(particlesOf(events), raw, seed);
  return klm.deposit(parseConfig(klm.schema, raw.klm ?? {}, 'test'), { seed })(
    particles,
    sliceAddresses(1, 0, 0, events.length),
    arcs,
  );
}

/** A particle of total momentum `p` [GeV], angles in degrees. */
export const shot = (pdg: number, p: number, theta: number, phi = 0): Shot => ({
  pdg,
  p: momentum(p * Math.sin(theta * degree), theta * degree, phi * degree),
});

/** The last layer that each event reaches in some of the sections, 0 for none. */
export function lastLayers(
  { offsets, layer, section }: KlmDeposits,
  counts: (section: number) => boolean = () => true,
): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, event) => {
    const [start, end] = [offsets[event]!, offsets[event + 1]!];
    const reached = layer.subarray(start, end).filter((_, row) => counts(section[start + row]!));
    return Math.max(0, ...reached);
  });
}
