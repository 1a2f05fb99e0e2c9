import { parseConfig, withAssignments } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { Accelerator } from '../machine/accelerator.js';
import { type MachineConfig, machineSchema } from '../machine/machine-schema.js';
import { machinePresets } from '../machine/presets.js';
import { readYaml } from './conditions.js';

/** Names of the built-in states of the machine. */
export const machineNames: readonly string[] = Object.keys(machinePresets);

/** A state of the machine with the name that results give it. */
interface NamedMachine {
  readonly name: string;
  readonly config: MachineConfig;
  /** With the currents that it holds [cm⁻²s⁻¹]. */
  readonly luminosity: number;
}

/** A luminosity as people write it: `4.65e34 cm⁻²s⁻¹`. */
export const luminosityText = (luminosity: number): string =>
  `${luminosity.toExponential(2).replace('+', '')} cm⁻²s⁻¹`;

/**
 * The machine by built-in name or YAML file, with `path=value` assignments on top.
 * @throws MACHINE_UNKNOWN, MACHINE_FILE, MACHINE_SYNTAX, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function loadMachine(nameOrFile: string, assignments: readonly string[] = []): NamedMachine {
  const raw = Object.hasOwn(machinePresets, nameOrFile)
    ? machinePresets[nameOrFile as keyof typeof machinePresets]
    : readMachine(nameOrFile);
  const complete = withAssignments(raw, assignments);
  const config = parseConfig(machineSchema, complete, `machine "${nameOrFile}"`);
  const { luminosity } = new Accelerator([{ from: 0, config }]).at(0);
  return { name: [nameOrFile, ...assignments].join(' + '), config, luminosity };
}

function readMachine(file: string): unknown {
  if (/\.(ya?ml|json)$/.test(file)) return readYaml(file, 'MACHINE');
  throw new EmulatorError(
    'MACHINE_UNKNOWN',
    `machine "${file}" does not exist${nearestHint(file, machineNames)}; built in: ` +
      `${machineNames.join(', ')}; a file ends in .yaml`,
  );
}
