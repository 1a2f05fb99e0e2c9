import { parseConfig, withAssignments } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { ampere } from '../../detector/base/units.js';
import { type BackgroundConfig, backgroundSchema } from '../backgrounds/background-schema.js';
import type { BeamState, RingBeam } from '../backgrounds/background.js';
import { Accelerator } from '../machine/accelerator.js';
import { type MachineConfig, machineSchema, type RingName } from '../machine/machine-schema.js';
import { machinePresets } from '../machine/presets.js';
import { readYaml } from './conditions.js';

/** Names of the built-in states of the machine. */
export const machineNames: readonly string[] = Object.keys(machinePresets);

/** What a state of the machine is made of: the accelerator and what strays from its beams. */
export const machineStateSchema = { ...machineSchema, backgrounds: backgroundSchema };

/** A state of the machine with the name that results give it. */
export interface NamedMachine {
  readonly name: string;
  readonly config: MachineConfig & { readonly backgrounds: BackgroundConfig };
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
  const config = parseConfig(machineStateSchema, complete, `machine "${nameOrFile}"`);
  const { luminosity } = new Accelerator([{ from: 0, config }]).at(0);
  return { name: [nameOrFile, ...assignments].join(' + '), config, luminosity };
}

/** What the laws of backgrounds want to know of a machine, a time after its start [ns]. */
export function beamStateOf(config: MachineConfig, time = 0): BeamState {
  const state = new Accelerator([{ from: 0, config }]).at(time);
  const ring = (name: RingName): RingBeam => {
    const { sigmaX, sigmaY, sigmaZ } = config[name];
    const { current, pressure } = state[name];
    return { current: current / ampere, pressure, volume: sigmaX * sigmaY * sigmaZ };
  };
  const { luminosity } = state;
  return { her: ring('her'), ler: ring('ler'), bunches: config.filling.bunches, luminosity };
}

/** The state that shares and rates of backgrounds are given for. */
export const referenceState = (): BeamState => beamStateOf(loadMachine('2022-peak').config);

function readMachine(file: string): unknown {
  if (/\.(ya?ml|json)$/.test(file)) return readYaml(file, 'MACHINE');
  throw new EmulatorError(
    'MACHINE_UNKNOWN',
    `machine "${file}" does not exist${nearestHint(file, machineNames)}; built in: ` +
      `${machineNames.join(', ')}; a file ends in .yaml`,
  );
}
