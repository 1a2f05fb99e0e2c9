import { clockPeriod } from '../../detector/base/constants.js';
import { Hz } from '../../detector/base/units.js';
import { inputWords, setBit } from '../../triggers/batches.js';
import { slotsOf } from '../../triggers/gdl/formula.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import { artificialInputs } from '../../triggers/gdl/needed-inputs.js';
import { type InputName, inputSlots } from '../../triggers/slots.js';
import {
  type ArtificialInput,
  type PulseSources,
  pulseRate,
  pulsesOf,
  type SeedsOf,
} from './artificial-pulses.js';
import type { ArtificialAnchors, DrivenInputs } from './driven-inputs.js';
import { isWithin } from './input-signals.js';
import { lately } from './lately.js';
import { linesInVeto } from './lines-in-veto.js';

/** Kicks are up in windows that begin so long after them: clocks in which one decision is made. */
const kickLength = 24 * clockPeriod;

/** An input that only masked lines read opens so many windows a second at most. */
const rateForMasked = 10 * Hz;

/**
 * Inputs that the machine and its clocks drive. Those that come by themselves open windows, as
 * many as can matter: of a clock that lines take one in N of, one pulse in N, which stands for all;
 * of one that no line reads, none. Vetoes and kicks are up in every window at their time.
 */
export function machineInputs(
  menu: CompiledMenu,
  sources: PulseSources,
  seedsOf: SeedsOf,
): DrivenInputs {
  const { signalsOf, inputsOf } = sources;
  const anchorsOf = (slice: number): ArtificialAnchors => {
    const pulses = artificialInputs.flatMap((name) => {
      const oneIn = oneInOf(menu, name, pulseRate(name, inputsOf(slice)));
      if (oneIn === 0) return [];
      const times = pulsesOf(name, slice, oneIn, sources, seedsOf);
      return times.map((time) => ({ time, slot: inputSlots[name], oneIn }));
    });
    pulses.sort((one, other) => one.time - other.time);
    const bits = new Uint32Array(pulses.length * inputWords);
    pulses.forEach(({ slot }, row) => setBit(bits, inputWords, row, slot));
    return {
      time: Float64Array.from(pulses, ({ time }) => time),
      bits,
      standsFor: Float64Array.from(pulses, ({ oneIn }) => oneIn),
    };
  };
  const isVetoed = (slice: number, time: number) => isWithin(signalsOf(slice).veto, time);
  return {
    anchors: lately(4, anchorsOf),
    isVetoed,
    inVeto: linesInVeto(menu),
    setBits: (slice, time, words, event) => {
      const up = (name: InputName) => setBit(words, inputWords, event, inputSlots[name]);
      const { passiveVeto, herKicks, lerKicks } = signalsOf(slice);
      if (isVetoed(slice, time)) {
        up('veto');
        up('injv');
      }
      if (isWithin(passiveVeto, time)) up('passive_veto');
      if (isKicked(herKicks, time)) up('her_kick');
      if (isKicked(lerKicks, time)) up('ler_kick');
    },
  };
}

const isKicked = (kicks: Float64Array, time: number): boolean =>
  kicks.some((kick) => time >= kick && time < kick + kickLength);

/**
 * One in how many pulses of an input opens a window: the smallest prescale of the lines that read
 * it, without its decimals, or for masked ones as few as show that they fire; 0 when no line reads
 * it.
 */
function oneInOf({ lines, formulas }: CompiledMenu, name: ArtificialInput, rate: number): number {
  const readers = lines.filter((_, at) => slotsOf(formulas[at]!).includes(inputSlots[name]));
  if (readers.length === 0) return 0;
  // Kicks are too few for any to be left out.
  if (name === 'her_kick' || name === 'ler_kick') return 1;
  const prescales = readers.map(({ prescale }) => prescale).filter((prescale) => prescale > 0);
  return prescales.length > 0
    ? Math.floor(Math.min(...prescales))
    : Math.max(1, Math.ceil(rate / rateForMasked));
}
