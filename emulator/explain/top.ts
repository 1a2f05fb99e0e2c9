import { moduleCount } from '../../detector/top/geometry.js';
import type { TopHits } from '../../detector/top/hits.js';
import { rawCount, slotTimeUnit } from '../../triggers/top/clock.js';
import type { TopMatches, TopObjects } from '../../triggers/top/objects.js';
import { likelihoodScale } from '../../triggers/top/patterns.js';
import { topTriggerBlockBytes } from '../../triggers/top/volume.js';
import { type StageTable, round, stageOf } from './stage.js';

/** The TOP and its trigger in one event; nothing for an event without photons there. */
export function topStages(
  hits: TopHits,
  objects: TopObjects,
  matches: TopMatches,
): readonly StageTable[] {
  return hits.module.length === 0
    ? []
    : [photonStage(hits), slotStage(objects), timeStage(objects, matches)];
}

function photonStage({ module, time }: TopHits): StageTable {
  const times = Array.from({ length: moduleCount }, (_, number) =>
    [...time].filter((_time, row) => module[row] === number),
  );
  const slots = times.flatMap((own, number) =>
    own.length === 0 ? [] : [{ slot: number + 1, own: own.sort((a, b) => a - b) }],
  );
  const quantile = (row: number, share: number): number => {
    const { own } = slots[row]!;
    return round(own[Math.floor(share * (own.length - 1))]!, 2);
  };
  return stageOf('TOP photons', 'photons detected, by module', slots.length, {
    slot: (row) => slots[row]!.slot,
    photons: (row) => slots[row]!.own.length,
    'first [ns]': (row) => quantile(row, 0),
    'median [ns]': (row) => quantile(row, 0.5),
    'last [ns]': (row) => quantile(row, 1),
  });
}

function slotStage({ slots }: TopObjects): StageTable {
  return stageOf(
    'TOP slots',
    'slots with a decision: the pattern of photon times that fits best',
    slots.slot.length,
    {
      slot: (row) => slots.slot[row]!,
      segment: (row) => slots.segment[row]!,
      't0 [raw]': (row) => slotTimeUnit * slots.time[row]!,
      't0 [ns]': (row) => round(slotTimeUnit * slots.time[row]! * rawCount, 1),
      hits: (row) => slots.hits[row]!,
      'log likelihood': (row) => round(slots.logLikelihood[row]! / likelihoodScale, 1),
    },
  );
}

function timeStage(top: TopObjects, { cdctop }: TopMatches): StageTable {
  const slotCount = top.slotCount[0]!;
  return {
    stage: 'TOP event time',
    doc: 'mean over the slots; variances are among them',
    columns: ['quantity', 'value'],
    rows: [
      ['slots', slotCount],
      ['event time [raw]', slotCount === 0 ? 'none' : top.eventTime[0]!],
      ['event time [ns]', slotCount === 0 ? 'none' : round(top.eventTime[0]! * rawCount, 1)],
      ['hits', top.hitSum[0]!],
      ['log likelihood', round(top.logLikelihoodSum[0]! / likelihoodScale, 1)],
      ['variance of the time [raw²]', round(top.timeVariance[0]!, 1)],
      [
        'variance of the log likelihood',
        round(top.logLikelihoodVariance[0]! / likelihoodScale ** 2, 1),
      ],
      ['slots back to back', top.backToBack[0]!],
      ['full tracks with a slot', cdctop[0]!],
      ['block in the raw data [kB]', round(topTriggerBlockBytes / 1000, 2)],
    ],
  };
}
