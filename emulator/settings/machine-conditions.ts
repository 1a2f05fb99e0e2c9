import type { EmulatorConfig } from '../chain/parts.js';
import { withDiffuse } from './diffuse-conditions.js';
import type { NamedMachine } from './machine.js';

/**
 * Conditions as a machine makes them at its start: with its bunches and its diffuse hits in place
 * of their own.
 */
export function underMachine(
  conditions: EmulatorConfig,
  machine: Pick<NamedMachine, 'config'>,
): EmulatorConfig {
  const { filling } = machine.config;
  return { ...withDiffuse(conditions, machine), beams: { ...conditions.beams, filling } };
}
