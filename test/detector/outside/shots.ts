import { parseConfig } from '../../../detector/base/config.js';
import { ecl } from '../../../detector/ecl/ecl.js';
import type { EclDeposits } from '../../../detector/ecl/hits.js';
import { sliceAddresses } from '../../../detector/event.js';
import type { KlmDeposits } from '../../../detector/klm/hits.js';
import { klm } from '../../../detector/klm/klm.js';
import { klmSchema } from '../../../detector/klm/schema.js';
import { materialSchema } from '../../../detector/material.js';
import type { Transported } from '../../../detector/propagation/transport.js';
import { transportSchema } from '../../../detector/propagation/schema.js';
import { moveParticles } from '../../../detector/simulate.js';
import { particlesOf, type Shot } from '../cdc/chamber.js';

/** Parameters as a file would give them. */
export interface Raw {
  readonly transport?: unknown;
  readonly klm?: unknown;
  readonly ecl?: unknown;
}

/** Mean energy loss and nothing else left to chance, every plane efficient. */
export const certain: Raw = {
  transport: { scattering: false, decays: false },
  klm: { efficiency: 1, clusters: false, straggling: false, scattering: false, hadronic: false },
};

/** Particles after their way, from wherever they start. */
export function moveFrom(events: readonly (readonly Shot[])[], raw: Raw = certain): Transported {
  const move = moveParticles(
    {
      material: parseConfig(materialSchema, {}, 'test'),
      transport: parseConfig(transportSchema, raw.transport ?? {}, 'test'),
      klm: parseConfig(klmSchema, raw.klm ?? {}, 'test'),
    },
    { seed: 4 },
  );
  const eventCount = events.length;
  const [moved] = move({
    eventCount,
    addresses: sliceAddresses(1, 0, 0, eventCount),
    weights: new Float64Array(eventCount).fill(1),
    time: new Float64Array(eventCount),
    particles: particlesOf(events),
  });
  return moved;
}

/** Strips that they fire. */
export function klmOf(events: readonly (readonly Shot[])[], raw: Raw = certain): KlmDeposits {
  const { particles, arcs } = moveFrom(events, raw);
  const deposit = klm.deposit(parseConfig(klm.schema, raw.klm ?? {}, 'test'), { seed: 4 });
  return deposit(particles, sliceAddresses(1, 0, 0, events.length), arcs);
}

/** What they leave in the crystals. */
export function eclOf(events: readonly (readonly Shot[])[], raw: Raw = certain): EclDeposits {
  const { particles, arcs } = moveFrom(events, raw);
  const deposit = ecl.deposit(parseConfig(ecl.schema, raw.ecl ?? {}, 'test'), { seed: 4 });
  return deposit(particles, sliceAddresses(1, 0, 0, events.length), arcs);
}
