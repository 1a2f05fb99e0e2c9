import type { Note } from '../../detector/base/notes.js';
import { beams } from '../../detector/beams.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { underMachine } from './machine-conditions.js';
import { machineEpochs } from './machine-changes.js';
import { type MachineInTime, machineInTime } from './machine-in-time.js';
import { replacedConditions } from './replaced-conditions.js';

/** Which machine, as options give it. */
interface MachineChoice {
  /** Preset or file. */
  readonly machine: string;
  readonly machineSet: readonly string[];
  /** File of changes. */
  readonly changes?: string | undefined;
}

/** A machine whose windows are played, and conditions with its diffuse hits at the start. */
interface PlayedMachine {
  readonly machine: MachineInTime;
  readonly config: EmulatorConfig;
  /** At the start [cm⁻²s⁻¹]. */
  readonly luminosity: number;
  readonly notes: readonly Note[];
}

/**
 * The machine that a run plays, with its changes.
 * @throws the codes of `machineEpochs`
 */
export function playedMachine(
  { machine: nameOrFile, machineSet, changes }: MachineChoice,
  conditions: EmulatorConfig,
): PlayedMachine {
  const [first, ...later] = machineEpochs(nameOrFile, machineSet, changes);
  const { machine, notes } = machineInTime(first, beams(conditions.beams));
  const epochs = later.map(({ slice, changed, config }) => ({ slice, changed, config }));
  return {
    machine: { ...machine, epochs: [...machine.epochs, ...epochs] },
    config: underMachine(conditions, first),
    luminosity: first.luminosity,
    notes: [...notes, ...replacedConditions(conditions)],
  };
}
