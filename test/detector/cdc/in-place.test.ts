import { expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { sliceAddresses } from '../../../detector/event.js';
import { arcsInPlace } from '../../../detector/propagation/flight.js';
import { move, particlesOf } from './chamber.js';

const config = parseConfig(cdc.schema, {}, 'test');
const context = { seed: 4 };
const pdgs = [13, -211, 321, 2212, 11];
/** Slow particles of all kinds, none in every third event: their masses are seen in the times. */
const events = Array.from({ length: 12 }, (_, event) =>
  Array.from({ length: (event % 3) * 2 }, (__, number) => ({
    pdg: pdgs[(event + number) % pdgs.length]!,
    p: [0.3 - 0.05 * number, 0.02 * event, 0.1 - 0.02 * event] as const,
  })),
);
const addresses = sliceAddresses(1, 0, 0, events.length);

/** The same table in arrays of its own, which the kernels do not have. */
const copied = <T extends object>(table: T): T => structuredClone(table);

it('leaves the same cells whether the kernels still have the arcs or get them again', () => {
  const { particles, arcs } = move(particlesOf(events));
  expect(arcsInPlace(arcs)).toBeDefined();
  expect(arcsInPlace(copied(arcs))).toBeUndefined();
  for (const deposit of [cdc.deposit(config, context), cdc.signal!(config, context)]) {
    const inPlace = deposit(particles, addresses, arcs);
    expect(inPlace.wire.length).toBeGreaterThan(500);
    expect(deposit(particles, addresses, copied(arcs))).toEqual(inPlace);
  }
});

it('digitizes the same hits whether the kernels still have the cells or get them again', () => {
  const { particles, arcs } = move(particlesOf(events));
  const signal = cdc.signal!(config, context);
  const digitize = cdc.digitize(config, context);
  const noise = cdc.noise!(parseConfig(cdc.schema, { noiseRate: '0.05 MHz' }, 'test'), context)!(
    addresses,
  );
  const early = copied(signal(particles, addresses, arcs));
  early.time.forEach((time, row) => (early.time[row] = time - 60));
  const cells = signal(particles, addresses, arcs);
  for (const lists of [[cells], [cells, noise], [early, cells, noise]]) {
    const inPlace = digitize(lists, addresses);
    expect(inPlace.wire.length).toBeGreaterThan(500);
    expect(digitize(copied(lists), addresses)).toEqual(inPlace);
  }
});
