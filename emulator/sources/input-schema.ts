import { type ConfigOf, integer, quantity } from '../../detector/base/config.js';
import { Hz, ms } from '../../detector/base/units.js';
import { revolutionsPerSlice } from '../chain/slices.js';

/**
 * Inputs of the trigger that come from clocks and from the accelerator. None of the numbers is
 * public: all are assumed.
 */
export const inputSchema = {
  random: quantity(10 * Hz, 'Hz', 'Pseudo-random triggers (pseud_rand)', { min: 0, max: 1e5 * Hz }),
  poisson: quantity(10 * Hz, 'Hz', 'Poisson triggers (poissonin), inside of the veto too', {
    min: 0,
    max: 1e5 * Hz,
  }),
  pulser: quantity(1 * Hz, 'Hz', 'Pulses of the pulser (plsin), evenly', { min: 0, max: 1e5 * Hz }),
  delayedBhabha: {
    turns: integer(10, 'turns', 'A delayed Bhabha (bha_delay) comes so long after the Bhabha', {
      min: 1,
      max: revolutionsPerSlice - 1,
    }),
    // Both legs in the calorimeter, 69.3 of 290 nb: machine.md §6 of the references.
    share: quantity(0.24, '', 'Share of the Bhabhas with both legs in 10–170° that are delayed', {
      min: 0,
      max: 1,
    }),
  },
  passiveVeto: quantity(10 * ms, 'ms', 'passive_veto is up so long after a bunch has arrived', {
    min: 0,
    max: 40 * ms,
  }),
};

/** Inputs from clocks and the accelerator, in base units. */
export interface InputConfig extends ConfigOf<typeof inputSchema> {}
