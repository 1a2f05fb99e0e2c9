// kernel: every hit of the TOP
import { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, integer } from '../../detector/base/config.js';
import type { RunContext } from '../../detector/event.js';
import { moduleCount } from '../../detector/top/geometry.js';
import type { TopHits } from '../../detector/top/hits.js';
import { triggerStage } from '../plugins.js';
import { slotTimeUnit, systemClocksPerClock, systemClockShift } from './clock.js';
import { type TopObjects, topSlotSchema } from './objects.js';
import { patternBin, slotPatterns } from './patterns.js';
import { SlotSearch } from './slot-search.js';

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

/** System clocks that are told apart, half of them before the nominal collision. */
const histogramLength = 8192;
const maxHits = 1023;
const maxLikelihood = 0xffff;

/** Event time, segments and counts from the times of photons. */
export function topObjects(config: TopTriggerConfig, _context: RunContext) {
  const finder = new EventFinder(config);
  return (hits: TopHits, eventCount: number): TopObjects => {
    const found = {
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
      if (hits.offsets[event + 1] - hits.offsets[event] >= config.minHits)
        finder.find(hits, event, found);
      finder.slots.endEvent();
    }
    return { slots: finder.slots.take(), ...found };
  };
}

class EventFinder {
  readonly slots = new TableBuilder(topSlotSchema, 1024);
  readonly #config: TopTriggerConfig;
  readonly #gateClocks: number;
  /** Hits of all slots by system clock. */
  readonly #histogram = new Uint16Array(histogramLength);
  /** Hits of a slot in the gate [2 raw counts after its start]. */
  #inGate = new Int16Array(1024);
  /** Made when a slot has enough hits for the first time. */
  #search: SlotSearch | undefined;

  constructor(config: TopTriggerConfig) {
    this.#config = config;
    this.#gateClocks = config.gate * systemClocksPerClock;
  }

  find(hits: TopHits, event: number, found: Omit<TopObjects, 'slots'>): void {
    const first = hits.offsets[event];
    const last = hits.offsets[event + 1];
    const gateStart = this.#findGate(hits.time, first, last) << systemClockShift;
    if (last - first > this.#inGate.length) this.#inGate = new Int16Array(2 * (last - first));
    for (let row = first; row < last; ) {
      const slot = hits.module[row];
      let end = row;
      while (end < last && hits.module[end] === slot) end++;
      this.#decide(hits.time, row, end, slot, gateStart);
      row = end;
    }
    this.#combine(event, found);
  }

  /** First system clock of the gate with most hits; the earliest of equals. */
  #findGate(time: Float32Array, first: number, last: number): number {
    const histogram = this.#histogram;
    const half = histogramLength / 2;
    const perClock = 1 / (patternBin * (1 << systemClockShift));
    let low = histogramLength;
    let high = -1;
    for (let row = first; row < last; row++) {
      const clock = Math.floor(time[row] * perClock) + half;
      if (clock < 0 || clock >= histogramLength) continue;
      histogram[clock]++;
      if (clock < low) low = clock;
      if (clock > high) high = clock;
    }
    let sum = 0;
    let most = 0;
    let start = low;
    for (let clock = low; clock <= high; clock++) {
      sum += histogram[clock];
      if (clock - low >= this.#gateClocks) sum -= histogram[clock - this.#gateClocks];
      if (sum <= most) continue;
      most = sum;
      start = clock - this.#gateClocks + 1;
    }
    if (high >= low) histogram.fill(0, low, high + 1);
    return start - half;
  }

  #decide(time: Float32Array, first: number, end: number, slot: number, gateStart: number): void {
    const { minHits, segments } = this.#config;
    if (end - first < minHits) return;
    const inGate = this.#inGate;
    const gateLength = this.#gateClocks << systemClockShift;
    let count = 0;
    for (let row = first; row < end; row++) {
      const hit = Math.floor(time[row] / patternBin) - gateStart;
      if (hit >= 0 && hit < gateLength) inGate[count++] = hit;
    }
    if (count < minHits) return;
    const search = (this.#search ??= new SlotSearch(slotPatterns(segments), this.#gateClocks));
    search.find(inGate, count);
    this.slots.reserve(1);
    const { columns } = this.slots;
    const row = this.slots.rowCount++;
    columns.slot[row] = slot + 1;
    columns.segment[row] = search.segment;
    columns.time[row] = gateStart + search.time;
    columns.hits[row] = Math.min(maxHits, count);
    columns.logLikelihood[row] = Math.min(maxLikelihood, search.logLikelihood);
  }

  /**
   * Means, sums and variances over the slots of the event, as the firmware combines them: the time
   * is a whole count.
   */
  #combine(event: number, found: Omit<TopObjects, 'slots'>): void {
    const { columns, eventStart, rowCount } = this.slots;
    const count = rowCount - eventStart;
    if (count < this.#config.minSlots) {
      this.slots.dropEvent();
      return;
    }
    let times = 0;
    let timeSquares = 0;
    let likelihoods = 0;
    let likelihoodSquares = 0;
    for (let row = eventStart; row < rowCount; row++) {
      const time = slotTimeUnit * columns.time[row];
      const likelihood = columns.logLikelihood[row];
      found.fired[event] |= 1 << (columns.slot[row] - 1);
      found.hitSum[event] += columns.hits[row];
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
    found.backToBack[event] = this.#hasOpposite(found.fired[event]) ? 1 : 0;
  }

  #hasOpposite(fired: number): boolean {
    const half = moduleCount / 2;
    for (let step = -this.#config.oppositeWithin; step <= this.#config.oppositeWithin; step++) {
      const distance = half + step;
      const turned = ((fired << distance) | (fired >>> (moduleCount - distance))) & 0xffff;
      if ((fired & turned) !== 0) return true;
    }
    return false;
  }
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
