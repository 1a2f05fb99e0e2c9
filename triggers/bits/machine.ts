import { type ConfigOf, integer } from '../../detector/base/config.js';
import { type BitStage, hasBit, inputWords, setBit } from '../batches.js';
import { bitPlugin } from '../plugins.js';
import { type InputName, inputSlots } from '../slots.js';

/**
 * Inputs that come from the accelerator and from clocks, not from the detector: an event is given
 * them, or has none of them.
 */
export const machineDrives = [
  ...(['veto', 'injv', 'passive_veto', 'her_kick', 'ler_kick', 'revo'] as const),
  ...(['bha_delay', 'pseud_rand', 'plsin', 'poissonin'] as const),
] as const satisfies readonly InputName[];

/** Inputs of the detector that are nothing without one of the machine. */
export const machineGated = ['cdcecl_veto'] as const satisfies readonly InputName[];

/** When there is too much in chamber and calorimeter. */
const occupancySchema = {
  // Assumed: thresholds are run conditions and not public. An event of a B pair has 60 to 150
  // segments and 20 to 40 cells.
  segments: integer(300, 'segments', 'More track segments than this: the chamber is too full', {
    min: 0,
    max: 2336,
  }),
  cells: integer(100, 'cells', 'More trigger cells than this: the calorimeter is too full', {
    min: 0,
    max: 576,
  }),
};

/** Thresholds of the veto by occupancy. */
export interface OccupancyConfig extends ConfigOf<typeof occupancySchema> {}

/** Too much in both while the passive veto is up. */
const occupancyBits =
  ({ segments, cells }: OccupancyConfig): BitStage<'cdc' | 'ecl'> =>
  ({ cdc, ecl }, eventCount, bits) => {
    const [inChamber, inCalorimeter] = [cdc.segments.offsets, ecl.cells.offsets];
    for (let event = 0; event < eventCount; event++) {
      if (!hasBit(bits, inputWords, event, inputSlots.passive_veto)) continue;
      const isFull =
        inChamber[event + 1] - inChamber[event] > segments &&
        inCalorimeter[event + 1] - inCalorimeter[event] > cells;
      if (isFull) setBit(bits, inputWords, event, inputSlots.cdcecl_veto);
    }
  };

/**
 * The veto event by event after an injection: occupancy of chamber and calorimeter, looked at
 * while `passive_veto` is up. What is lost is `passive_veto & cdcecl_veto`.
 * @see basf2 hlt/softwaretrigger (HLTPrefilter), for the pair of bits; what it counts is not public
 */
export const injectionPlugin = bitPlugin({
  name: 'injection',
  schema: occupancySchema,
  reads: ['cdc', 'ecl'],
  drives: machineGated,
  build: occupancyBits,
});
