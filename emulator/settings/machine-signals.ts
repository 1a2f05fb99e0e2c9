import { clockPeriod } from '../../detector/base/constants.js';
import { slicePeriod } from '../chain/slices.js';
import { Accelerator } from '../machine/accelerator.js';
import { ticksOf } from '../machine/clock.js';
import type { InjectionTrain } from '../machine/injection-train.js';
import { InjectionVeto, type Stretch, unionWithin } from '../machine/injection-veto.js';
import type { PulseSources } from '../sources/artificial-pulses.js';
import type { InputSignals, SignalsOf } from '../sources/input-signals.js';
import { lately } from '../sources/lately.js';
import type { MachineSetup } from '../sources/machine-setup.js';
import { type MachineStateConfig, timedEpochs } from './machine.js';

/** Clocks in a slice: a whole number. */
const sliceTicks = ticksOf(slicePeriod);

/** Stretches of ticks as times after a slice began. */
const timesAfter = (first: number, stretches: readonly Stretch[]): Float64Array =>
  Float64Array.from(stretches.flat(), (tick) => (tick - first) * clockPeriod);

/** Inputs of the trigger that follow the injections of a machine. */
export function machineSignals(
  machine: Pick<MachineSetup<MachineStateConfig>, 'epochs'>,
): SignalsOf {
  const epochs = timedEpochs(machine.epochs);
  const { her, ler } = new Accelerator(epochs).trains;
  const veto = new InjectionVeto(epochs[0].config);
  const inputsOf = machineInputConfig(machine);
  return lately(4, (slice): InputSignals => {
    const first = slice * sliceTicks;
    const end = first + sliceTicks;
    const passive = ticksOf(inputsOf(slice).passiveVeto);
    const afterShots = [her, ler]
      .flatMap((train) => train.between(first - passive, end))
      .map(({ arrival }): Stretch => [arrival, arrival + passive]);
    return {
      veto: timesAfter(first, veto.stretchesWithin([her, ler], first, end)),
      passiveVeto: timesAfter(first, unionWithin(afterShots, first, end)),
      herKicks: kicksOf(her, first, end),
      lerKicks: kicksOf(ler, first, end),
    };
  });
}

/** Configuration of clocks and vetoes in each slice. */
export const machineInputConfig =
  ({ epochs }: Pick<MachineSetup<MachineStateConfig>, 'epochs'>): PulseSources['inputsOf'] =>
  (slice) =>
    (epochs.findLast((epoch) => epoch.slice <= slice) ?? epochs[0]).config.inputs;

/** Kicks come before the bunch. */
function kicksOf(train: InjectionTrain, first: number, end: number): Float64Array {
  const kicks = train
    .between(first, end + sliceTicks)
    .map(({ kick }) => kick)
    .filter((kick) => kick >= first && kick < end);
  return Float64Array.from(kicks, (kick) => (kick - first) * clockPeriod);
}
