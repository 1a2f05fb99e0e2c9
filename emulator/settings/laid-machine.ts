import type { Note } from '../../detector/base/notes.js';
import { Hz } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { slicePeriod } from '../chain/slices.js';
import { underMachine } from './machine-conditions.js';
import { replacedConditions } from './replaced-conditions.js';
import { loadMachine, noMachine } from './machine.js';
import { type MachineInTime, machineInTime, seedFlows } from './machine-in-time.js';

/** A machine over the events of somebody else, and the conditions with its diffuse hits. */
export interface LaidMachine {
  /** As results give it. */
  readonly name: string;
  /** Absent when nothing is laid over. */
  readonly machine?: MachineInTime;
  readonly config: EmulatorConfig;
  readonly notes: readonly Note[];
}

/**
 * What `--machine` asks for; without one the conditions stay as they are.
 * @param beams of the conditions: for the same ones cross sections are worked out once
 * @throws the codes of `loadMachine`
 */
export function layMachine(
  { machine: nameOrFile, machineSet }: { machine: string; machineSet: readonly string[] },
  conditions: EmulatorConfig,
  beams: Beams,
): LaidMachine {
  if (nameOrFile === noMachine && machineSet.length === 0)
    return { name: noMachine, config: conditions, notes: [] };
  const named = loadMachine(nameOrFile, machineSet);
  const { machine, notes } = machineInTime(named, beams);
  const config = underMachine(conditions, named);
  return {
    name: named.name,
    machine,
    config,
    notes: [laidNote(machine, config), ...notes, ...replacedConditions(conditions)],
  };
}

/** What lies over the events, and how well it is known. */
function laidNote(machine: MachineInTime, { cdc, top }: EmulatorConfig): Note {
  const { flows } = seedFlows(machine)(0);
  const hzOf = (isCollision: boolean): number =>
    flows
      .filter(({ place }) => (machine.classes[place]!.origin === 'collision') === isCollision)
      .reduce((sum, { mean }) => sum + mean / slicePeriod / Hz, 0);
  const kilohertz = (hz: number): string => `${(hz / 1e3).toFixed(1)} kHz`;
  return {
    code: 'MACHINE_LAID_OVER',
    message:
      `machine ${machine.name} lies over the events: ${kilohertz(hzOf(true))} of other ` +
      `collisions, ${kilohertz(hzOf(false))} of stray particles and cosmic muons, diffuse hits ` +
      `of ${kilohertz(cdc.noiseRate / Hz)} a wire and ${(top.noiseRate / Hz / 1e6).toFixed(2)} ` +
      'MHz a tube; a model known to a factor of two. Events come outside of the veto after ' +
      'injections',
    count: 1,
  };
}
