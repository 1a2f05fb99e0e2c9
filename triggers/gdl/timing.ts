import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { ns } from '../../detector/base/units.js';
import { hasBit, inputWords, outputWords } from '../batches.js';
import { type InputName, inputSlots } from '../slots.js';
import type { CompiledMenu } from './menu.js';
import { linesNeeding } from './needed-inputs.js';
import { isAccepted } from './prescale.js';

/**
 * What gave the time of an accept, numbered as in the experiment's data.
 * @see basf2 mdst/dataobjects/include/TRGSummary.h (TTYP_…)
 */
export const timingSources = {
  ecl: 0,
  top: 1,
  self: 2,
  cdc: 3,
  delayedPhysics: 5,
  random: 7,
  testPulse: 9,
  poisson: 13,
  none: 15,
} as const;

/**
 * How good the time of an accept is.
 * @see basf2 mdst/dataobjects/include/TRGSummary.h (NONE, CORS, FINE, SFIN)
 */
export const timingQualities = { none: 0, coarse: 1, fine: 2, 'super-fine': 3 } as const;

const quality = (detector: string, value: Exclude<keyof typeof timingQualities, 'none'>) =>
  choice(
    value,
    ['coarse', 'fine', 'super-fine'],
    `Quality of the times of the ${detector} (assumed: only that of the calorimeter is known)`,
  );

const delay = (detector: string, value: number) =>
  quantity(
    value * ns,
    'ns',
    `Mean time of the ${detector} after the collision, which is taken off (of our B pairs)`,
    { min: -1000 * ns, max: 1000 * ns },
  );

/**
 * Which detector gives the time of an accept when several could, how good it is, and what is taken
 * off. The quality of the calorimeter follows from the energy of the cell that gives the time.
 */
export const timingSchema = {
  // Recalled, not verified: ECL or TOP first, then CDC, else the trigger decision itself.
  priority: choice(
    'ecl-top-cdc',
    ['ecl-top-cdc', 'top-ecl-cdc', 'ecl-cdc-top', 'cdc-ecl-top'],
    'Which detector gives the event time first',
  ),
  topQuality: quality('TOP', 'fine'),
  cdcQuality: quality('chamber', 'coarse'),
  delay: { ecl: delay('calorimeter', 15), top: delay('TOP', 1), cdc: delay('chamber', 6) },
};

/** Which detector times an accept, and how well. */
export interface TimingConfig extends ConfigOf<typeof timingSchema> {}

/** Slots that tell which detector has an event time. */
export const activeSlots = {
  ecl: inputSlots.ecl_active,
  top: inputSlots.top_active,
  cdc: inputSlots.cdc_active,
} as const;

/** A detector that gives event times. */
type TimingDetector = keyof typeof activeSlots;

/** Detectors in the order in which they are asked. */
export const detectorOrder = ({
  priority,
}: Pick<TimingConfig, 'priority'>): readonly TimingDetector[] =>
  priority.split('-') as TimingDetector[];

/**
 * Inputs that are no collision: an event taken only by lines that need one of them has its time
 * from there.
 */
const timedInputs: readonly (readonly [InputName, number])[] = [
  ['bha_delay', timingSources.delayedPhysics],
  ['pseud_rand', timingSources.random],
  ['plsin', timingSources.testPulse],
  ['poissonin', timingSources.poisson],
];

/** Timing source per event (values of `timingSources`); `none` for events that are not accepted. */
export type TimingChoice = (
  inputBits: Uint32Array,
  psnmBits: Uint32Array,
  eventCount: number,
) => Uint8Array;

/**
 * Chooses the timing source of each accept: the first detector of the priority with a time, else
 * the trigger itself.
 */
export function chooseTiming(
  menu: CompiledMenu,
  config: Pick<TimingConfig, 'priority'>,
): TimingChoice {
  const priority = detectorOrder(config);
  const artificial = timedLines(menu);
  const collision = artificial.reduce(
    (words, { bits }) => words.map((word, index) => word & ~bits[index]),
    allBits(),
  );
  return (inputBits, psnmBits, eventCount) => {
    const sources = new Uint8Array(eventCount).fill(timingSources.none);
    for (let event = 0; event < eventCount; event++) {
      if (!isAccepted(psnmBits, event)) continue;
      if (anyOf(psnmBits, event, collision)) {
        const detector = priority.find((name) =>
          hasBit(inputBits, inputWords, event, activeSlots[name]),
        );
        sources[event] = timingSources[detector ?? 'self'];
      } else {
        sources[event] = artificial.find(({ bits }) => anyOf(psnmBits, event, bits))!.source;
      }
    }
    return sources;
  };
}

/** Output bits of the lines that cannot fire without an artificial input, by its timing source. */
const timedLines = (
  menu: CompiledMenu,
): readonly { readonly source: number; readonly bits: Uint32Array }[] =>
  timedInputs.map(([name, source]) => ({ source, bits: linesNeeding(menu, name) }));

const allBits = (): Uint32Array => new Uint32Array(outputWords).fill(0xffff_ffff);

function anyOf(psnmBits: Uint32Array, event: number, bits: Uint32Array): boolean {
  for (let word = 0; word < outputWords; word++)
    if ((psnmBits[event * outputWords + word] & bits[word]) !== 0) return true;
  return false;
}
