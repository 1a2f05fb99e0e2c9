import { type ConfigOf, integer } from '../../detector/base/config.js';
import type { RunContext } from '../../detector/event.js';
import { moduleCount } from '../../detector/top/geometry.js';
import type { TopHits } from '../../detector/top/hits.js';
import { triggerStage } from '../plugins.js';
import { slotTimeUnit } from './clock.js';
import { decideSlots } from './decide-slots.js';
import type { TopObjects } from './objects.js';

/** The source states the words that slots send, neither thresholds nor the number of patterns. */
export const topTriggerSchema = {
  segments: integer(
    15,
    '',
    'Patterns along a bar: as many as the 4 bits of a slot spell, 0 being no decision (our choice)',
    {
      min: 1,
      max: 15,
    },
  ),
  gate: integer(
    2,
    'clocks of 31.4 ns',
    'Gate in which hits are collected: where all slots together have most (our choice)',
    {
      min: 1,
      max: 4,
    },
  ),
  minHits: integer(12, 'hits', 'A slot decides with so many hits in the gate (our choice)', {
    min: 1,
    max: 1023,
  }),
  minSlots: integer(1, 'slots', 'There is an event time with so many decisions (our choice)', {
    min: 1,
    max: moduleCount,
  }),
  oppositeWithin: integer(
    1,
    'slots',
    'Slots are back to back when they are this close to half a turn apart (our choice)',
    {
      min: 0,
      max: 4,
    },
  ),
} as const;

/** The TOP trigger, in base units. */
export interface TopTriggerConfig extends ConfigOf<typeof topTriggerSchema> {}

/** Event time, segments and counts from the times of photons. */
export function topObjects(config: TopTriggerConfig, _context: RunContext) {
  return (hits: TopHits, eventCount: number): TopObjects => {
    const slots = decideSlots(config, hits, eventCount);
    const found = {
      slots,
      fired: new Uint16Array(eventCount),
      slotCount: new Uint8Array(eventCount),
      backToBack: new Uint8Array(eventCount),
      eventTime: new Int16Array(eventCount),
      hitSum: new Uint16Array(eventCount),
      logLikelihoodSum: new Uint32Array(eventCount),
      logLikelihoodVariance: new Float32Array(eventCount),
      timeVariance: new Float32Array(eventCount),
    };
    for (let event = 0; event < eventCount; event++) {
      if (slots.offsets[event + 1] > slots.offsets[event]) combine(found, event, config);
    }
    return found;
  };
}

/**
 * Means, sums and variances over the slots of an event, as the firmware combines them: the time is
 * a whole count.
 */
function combine(
  found: TopObjects,
  event: number,
  { oppositeWithin }: Pick<TopTriggerConfig, 'oppositeWithin'>,
): void {
  const { slots } = found;
  const end = slots.offsets[event + 1];
  const count = end - slots.offsets[event];
  let times = 0;
  let timeSquares = 0;
  let likelihoods = 0;
  let likelihoodSquares = 0;
  for (let row = slots.offsets[event]; row < end; row++) {
    const time = slotTimeUnit * slots.time[row];
    const likelihood = slots.logLikelihood[row];
    found.fired[event] |= 1 << (slots.slot[row] - 1);
    found.hitSum[event] += slots.hits[row];
    times += time;
    timeSquares += time * time;
    likelihoods += likelihood;
    likelihoodSquares += likelihood * likelihood;
  }
  found.slotCount[event] = count;
  found.eventTime[event] = Math.floor(times / count);
  found.logLikelihoodSum[event] = likelihoods;
  found.timeVariance[event] = timeSquares / count - (times / count) ** 2;
  found.logLikelihoodVariance[event] = likelihoodSquares / count - (likelihoods / count) ** 2;
  found.backToBack[event] = hasOpposite(found.fired[event], oppositeWithin) ? 1 : 0;
}

/** Whether two slots of a set stand half a turn apart, or so many slots less or more. */
function hasOpposite(fired: number, within: number): boolean {
  const half = moduleCount / 2;
  for (let step = -within; step <= within; step++) {
    const distance = half + step;
    const turned = ((fired << distance) | (fired >>> (moduleCount - distance))) & 0xffff;
    if ((fired & turned) !== 0) return true;
  }
  return false;
}

/** The TOP trigger as a stage. */
export const topStage = triggerStage({
  name: 'top',
  schema: topTriggerSchema,
  reads: ['top'],
  uses: [],
  build: (config: TopTriggerConfig, context) => {
    const find = topObjects(config, context);
    return ({ hits, eventCount }) => find(hits.top, eventCount);
  },
});
