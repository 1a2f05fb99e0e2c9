import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { ns } from '../../detector/base/units.js';
import { outputWords } from '../batches.js';
import { bitPlugins, triggerStages } from '../index.js';
import { needsOf } from '../needs.js';
import { slotsOf } from './formula.js';
import type { CompiledMenu } from './menu.js';

/** How long a line stays up behind a window. */
export const edgesSchema = {
  // Assumed: lengths of the firmware's gates are not public.
  hold: quantity(512 * ns, 'ns', 'A line is up so long after the last member of a window', {
    min: 0,
  }),
  calorimeterHold: quantity(250 * ns, 'ns', 'The same of a line that reads the calorimeter alone', {
    min: 0,
  }),
};

/** Windows of the machine in time, an element for each. */
export interface Windows {
  /** Time of the last of the seeds that a window belongs to, since the run began [ns]. */
  readonly lastMember: Float64Array;
  /**
   * How many alike the artificial input of a window stands for, which lines that need one count
   * in place of the window's weight; 1 each when absent.
   */
  readonly artificial?: Float64Array;
}

/** FTDL bits to those at their rising edge (`outputWords` words per window each). */
export interface RisingEdges {
  (ftdlBits: Uint32Array, time: Float64Array, windows: Windows): Uint32Array;
  /** A copy of what the next window depends on: until when each output bit is up [ns]. */
  readonly upUntil: () => Float64Array;
}

/**
 * A line counts when it rises: not in a window that begins while an earlier one, accepted or not,
 * still holds it up. A window that finds it up holds it up anew, as a level in the hardware: what
 * goes on is one occurrence, however long it takes. Belongs to a run, as prescale counters do, and
 * is given windows in the order of their times.
 * @param start `upUntil()` of the windows before; without it all lines are down.
 */
export function risingEdges(
  menu: CompiledMenu,
  config: ConfigOf<typeof edgesSchema>,
  start?: Float64Array,
): RisingEdges {
  const hold = holdByNumber(menu, config);
  const upUntil = start?.slice() ?? new Float64Array(hold.length);
  const rising = (ftdlBits: Uint32Array, time: Float64Array, { lastMember }: Windows) => {
    const bits = new Uint32Array(ftdlBits.length);
    for (let position = 0; position < bits.length; position++) {
      const window = Math.floor(position / outputWords);
      const first = 32 * (position % outputWords);
      for (let rest = ftdlBits[position]; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const number = first + bit;
        if (time[window] >= upUntil[number]) bits[position] |= 1 << bit;
        upUntil[number] = Math.max(upUntil[number], lastMember[window] + hold[number]);
      }
    }
    return bits;
  };
  return Object.assign(rising, { upUntil: () => upUntil.slice() });
}

/** How long an output bit is held up, by its number. */
function holdByNumber(
  { lines, formulas }: CompiledMenu,
  { hold, calorimeterHold }: ConfigOf<typeof edgesSchema>,
): Float64Array {
  const times = new Float64Array(32 * outputWords);
  for (const [position, { number }] of lines.entries()) {
    const slots = new Set(slotsOf(formulas[position]));
    const { subdetectors } = needsOf(slots, { triggerStages, bitPlugins });
    times[number] = [...subdetectors].every((name) => name === 'ecl') ? calorimeterHold : hold;
  }
  return times;
}
