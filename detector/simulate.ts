import type { ConfigOf } from './base/config.js';
import type { RunContext } from './event.js';
import { type materialSchema, passMaterial } from './material.js';
import { transport, type transportSchema } from './propagation/transport.js';
import type { AnySubdetector, HitsOf } from './subdetector.js';
import type { EventBatch, GeneratedBatch } from './truth.js';

/**
 * The whole detector as one pure function: conversions in the material in front, the way of charged
 * particles, then deposit and digitise of each subdetector in the order of the list.
 * @param config of the material under `material`, of the way under `transport`, and of each
 * subdetector under its name.
 */
export function simulateDetector<const L extends readonly AnySubdetector[]>(
  subdetectors: L,
  config: {
    readonly material: ConfigOf<typeof materialSchema>;
    readonly transport: ConfigOf<typeof transportSchema>;
  } & Readonly<Record<string, unknown>>,
  context: RunContext,
): (generated: GeneratedBatch) => EventBatch<HitsOf<L>> {
  const convert = passMaterial(config.material, context);
  const move = transport(config.transport, config.material, context);
  const responses = subdetectors.map((subdetector) => ({
    name: subdetector.name,
    deposit: subdetector.deposit(config[subdetector.name] as never, context),
    digitize: subdetector.digitize(config[subdetector.name] as never, context),
  }));
  return (generated) => {
    const { addresses } = generated;
    const { particles, arcs } = move(convert(generated.particles, addresses), addresses);
    const hits: Record<string, unknown> = {};
    for (const { name, deposit, digitize } of responses) {
      hits[name] = digitize([deposit(particles, addresses, arcs)] as never, addresses);
    }
    return { ...generated, particles, arcs, hits: hits as HitsOf<L> };
  };
}
