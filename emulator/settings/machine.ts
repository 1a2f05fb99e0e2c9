import {
  type ConfigOf,
  integer,
  parseConfig,
  withAssignments,
} from '../../detector/base/config.js';
import { basename } from 'node:path';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { ampere } from '../../detector/base/units.js';
import { backgroundSchema } from '../backgrounds/background-schema.js';
import type { BeamState, RingBeam } from '../backgrounds/background.js';
import { slicePeriod } from '../chain/slices.js';
import { Accelerator } from '../machine/accelerator.js';
import { machineSchema, type RingName } from '../machine/machine-schema.js';
import { machinePresets } from '../machine/presets.js';
import { inputSchema } from '../sources/input-schema.js';
import { blamed } from './blamed.js';
import { readYaml } from './conditions.js';

/** Names of the built-in states of the machine. */
export const machineNames: readonly string[] = Object.keys(machinePresets);

/** The state without beam, and what results say where nothing of the machine is laid over. */
export const noMachine = 'none';

/** What `--machine` says for the machine of the data that a card's search used. */
export const ofData = 'data';

/** What a state of the machine is made of: the accelerator and what strays from its beams. */
export const machineStateSchema = {
  ...machineSchema,
  backgrounds: backgroundSchema,
  inputs: inputSchema,
  thinning: integer(
    32,
    '',
    'In time: of stray particles that are alone and may fire no line without prescale, one in so ' +
      'many is simulated and stands for all',
    { min: 1, max: 10_000 },
  ),
};

/** A state of the machine in base units. */
export interface MachineStateConfig extends ConfigOf<typeof machineStateSchema> {}

/** A state that holds from a slice on. */
interface SliceEpoch {
  readonly slice: number;
  readonly config: MachineStateConfig;
}

/** A state that holds from a time since the run began [ns]. */
interface StateEpoch {
  readonly from: number;
  readonly config: MachineStateConfig;
}

/** A state of the machine with the name that results give it. */
export interface NamedMachine {
  readonly name: string;
  readonly config: MachineStateConfig;
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
  const raw = rawMachine(nameOrFile);
  const machine = blamed(
    { option: '--machine-set', assignments, where: `machine "${nameOrFile}"` },
    (given) => machineFrom(raw, nameOrFile, given),
  );
  return { ...machine, name: [basename(nameOrFile), ...assignments].join(' + ') };
}

/** A machine of parameters as a file gives them, with assignments on top. */
export function machineFrom(
  raw: unknown,
  name: string,
  assignments: readonly string[],
): NamedMachine {
  const complete = withAssignments(raw, assignments, '--machine-set');
  const config = parseConfig(machineStateSchema, complete, `machine "${name}"`);
  const { luminosity } = new Accelerator([{ from: 0, config }]).at(0);
  return { name: [name, ...assignments].join(' + '), config, luminosity };
}

/** What the laws of backgrounds want to know of a machine, a time after its start [ns]. */
export const beamStateOf = (config: MachineStateConfig, time = 0): BeamState =>
  beamStateAt([{ from: 0, config }])(time);

/** Epochs of a run by the time from which they hold [ns], the first from 0 on. */
export type TimedEpochs = readonly [StateEpoch, ...StateEpoch[]];

/** Epochs that are given by slices, by times. */
export function timedEpochs([first, ...later]: readonly [
  SliceEpoch,
  ...SliceEpoch[],
]): TimedEpochs {
  const timed = ({ slice, config }: SliceEpoch): StateEpoch => ({
    from: slice * slicePeriod,
    config,
  });
  return [timed(first), ...later.map(timed)];
}

/** The same of a machine in epochs. */
export function beamStateAt(epochs: TimedEpochs): (time: number) => BeamState {
  const accelerator = new Accelerator(epochs);
  return (time) => {
    const { config } = epochs.findLast(({ from }) => from <= time) ?? epochs[0];
    const state = accelerator.at(time);
    const ring = (name: RingName): RingBeam => {
      const { sigmaX, sigmaY, sigmaZ, injection } = config[name];
      const { current, pressure, shotRate } = state[name];
      return {
        current: current / ampere,
        pressure,
        volume: sigmaX * sigmaY * sigmaZ,
        shotRate,
        lostOfShot: injection.charge * injection.bunches * (1 - injection.efficiency),
      };
    };
    const { luminosity } = state;
    return { her: ring('her'), ler: ring('ler'), bunches: config.filling.bunches, luminosity };
  };
}

/** The state that shares and rates of backgrounds are given for. */
export const referenceState = (): BeamState => beamStateOf(loadMachine('2022-peak').config);

/** Parameters of a built-in state, or of a file. */
export const rawMachine = (nameOrFile: string): unknown =>
  Object.hasOwn(machinePresets, nameOrFile)
    ? machinePresets[nameOrFile as keyof typeof machinePresets]
    : readMachine(nameOrFile);

/** Whether a machine is named by a file. */
export const isMachineFile = (nameOrFile: string): boolean => /\.(ya?ml|json)$/.test(nameOrFile);

function readMachine(file: string): unknown {
  if (isMachineFile(file)) return readYaml(file, 'MACHINE');
  throw new EmulatorError(
    'MACHINE_UNKNOWN',
    `machine "${file}" does not exist${nearestHint(file, machineNames)}; built in: ` +
      `${machineNames.join(', ')}; a file ends in .yaml`,
  );
}
