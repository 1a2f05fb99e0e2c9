import type { RowSink } from '../base/columns.js';
import type { Addresses } from '../event.js';
import type { ParticleColumns } from '../particles.js';
import type { arcSchema } from './arcs.js';
import type { Moving } from './flight.js';

/** Follows particles that start behind the front of the calorimeter: transport is handed one. */
export interface FromOutside {
  /** Where the particle is that came in last: just inside the front. */
  readonly state: Readonly<Moving>;
  /** To be called before the first such particle of an event. */
  startEvent(addresses: Addresses, event: number): void;
  /**
   * Follows the particle in `row`, number `number` of its event, and appends its arcs; true when it
   * comes in.
   */
  follow(
    particles: ParticleColumns,
    row: number,
    number: number,
    arcs: RowSink<typeof arcSchema>,
  ): boolean;
}
