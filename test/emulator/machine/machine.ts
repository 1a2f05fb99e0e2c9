import { Accelerator } from '../../../emulator/machine/accelerator.js';
import type { MachineConfig } from '../../../emulator/machine/machine-schema.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

/** The machine of June 2022 with `path=value` assignments. */
export const machineOf = (...assignments: readonly string[]): MachineConfig =>
  loadMachine('2022-peak', assignments).config;

/** The same in time, from the start of a run on. */
export const acceleratorOf = (...assignments: readonly string[]): Accelerator =>
  new Accelerator([{ from: 0, config: machineOf(...assignments) }]);
