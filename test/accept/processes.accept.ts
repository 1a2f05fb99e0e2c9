import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../detector/base/config.js';
import { processes } from '../../emulator/generators/process-rows.js';
import { nominal } from '../emulator/generators/machine.js';
import { faultsWith, holdConservation, largestAccepted } from '../support/conservation.js';

const collisions = processes.filter(({ name }) => name !== 'cosmics');
const names = collisions.map(({ name }) => name);

describe('10⁵ events of each process', () => {
  it.each(names)('conserve momentum and charge over all parameters: %s', (name) => {
    expect(holdConservation(name, 20, 5000)).toBeGreaterThan(0);
  });
});

/** Parameters that are masses. */
const masses = collisions.flatMap(({ name, schema }) =>
  Object.entries(schema)
    .filter(
      ([key, each]) => /mass|splitting/i.test(key) && (each as Parameter<number>).unit === 'GeV',
    )
    .map(([key]) => [name, key] as const),
);

describe('masses at the edge of phase space', () => {
  it.each(masses)('conserve momentum, and beyond it are refused by name: %s, %s', (name, key) => {
    const edge = largestAccepted(name, key);
    for (const mass of [edge, 0.999999 * edge, 0.99 * edge])
      expect([mass, faultsWith(name, { [key]: mass }, 2000)]).toEqual([mass, []]);
    const { max } = collisions.find((each) => each.name === name)!.schema[key] as Parameter<number>;
    if (max === undefined || edge < max)
      expect(faultsWith(name, { [key]: 1.01 * edge }, 1)).toBeUndefined();
  });
});

const rows = processes.flatMap(({ name, crossSections = [] }) =>
  crossSections.map((row) => ({ name, row })),
);

describe('cross sections beside independent ones', () => {
  it.each(rows.map(({ name, row }) => ({ name, row, what: row.definition })))(
    'agree within their tolerance: $name, $what',
    ({ row }) => {
      const { value, expected, tolerance, source } = row;
      const ours = value(nominal);
      expect(Number.isFinite(ours) && ours >= 0).toBe(true);
      expect(source).not.toBe('');
      expect(expected === null).toBe(tolerance === null);
      if (expected !== null) expect(Math.abs(ours / expected - 1)).toBeLessThanOrEqual(tolerance!);
    },
  );
});
