import type { ConfigOf } from './base/config.js';
import type { RunContext } from './event.js';
import { type materialSchema, passMaterial } from './material.js';
import type { AnySubdetector, HitsOf } from './subdetector.js';
import type { EventBatch, GeneratedBatch } from './truth.js';

/**
 * The whole detector as one pure function: material in front, then deposit and digitise of each subdetector in the order of the list.
 * @param config of the material under `material`, and of each subdetector under its name.
 */
export function simulateDetector<const L extends readonly AnySubdetector[]>(
  subdetectors: L,
  config: { readonly material: ConfigOf<typeof materialSchema> } & Readonly<Record<string, unknown>>,
  context: RunContext,
): (generated: GeneratedBatch) => EventBatch<HitsOf<L>> {
  const traverse = passMaterial(config.material, context);
  const responses = subdetectors.map((subdetector) => ({
    name: subdetector.name,
    deposit: subdetector.deposit(config[subdetector.name] as never, context),
    digitize: subdetector.digitize(config[subdetector.name] as never, context),
  }));
  return (generated) => {
    const particles = traverse(generated.particles, generated.addresses);
    const hits: Record<string, unknown> = {};
    for (const { name, deposit, digitize } of responses) {
      hits[name] = digitize([deposit(particles, generated.addresses)] as never, generated.addresses);
    }
    return { ...generated, particles, hits: hits as HitsOf<L> };
  };
}
