import { s } from '../../detector/base/units.js';
import { beams } from '../../detector/beams.js';
import { type RealTime, realTime } from '../bench/real-time.js';
import { textTable } from '../files/text-table.js';
import { loadConditions } from '../settings/conditions.js';
import { underMachine } from '../settings/machine-conditions.js';
import { machineInTime } from '../settings/machine-in-time.js';
import { loadMachine } from '../settings/machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { version } from '../version.js';
import type { CommandContext, CommonOptions, MachineOptions } from './context.js';

/** What `b2l1 bench real-time` takes. */
export interface RealTimeOptions extends CommonOptions, MachineOptions {
  readonly json?: boolean;
  /** Of beam [s]. */
  readonly time: number;
  /** The last is taken. */
  readonly workers: readonly number[];
}

/** `b2l1 bench real-time`: how fast the machine in time is emulated, and what the time goes to. */
export async function benchRealTime(
  { seed, conditions, set, menu, time, workers, json, ...options }: RealTimeOptions,
  { out, clock }: CommandContext,
): Promise<void> {
  const state = loadMachine(options.machine, options.machineSet);
  const config = underMachine(loadConditions(conditions, set).config, state);
  const { machine } = machineInTime(state, beams(config.beams));
  const setup = { seed, run: 1, config, menu: loadMenu(menu), points: [], machine };
  const measured = await realTime({ setup, time: time * s, workers: workers.at(-1)!, clock });
  const document = { version, seed, machine: state.name, ...measured };
  out(json === true ? `${JSON.stringify(document, undefined, 2)}\n` : textOf(state.name, measured));
}

function textOf(name: string, { seconds, factor, windowsHz, shareByClass }: RealTime): string {
  const rows = Object.entries(shareByClass).map(([what, share]) => [
    what,
    `${(100 * share).toFixed(1)} %`,
  ]);
  return [
    `machine ${name}: ${seconds.toFixed(2)} s of beam at ${factor.toFixed(2)} × real time, ` +
      `${(windowsHz / 1000).toFixed(1)} kHz of windows`,
    '',
    textTable(['windows opened by', 'share of the time'], rows),
  ].join('\n');
}
