import { map, type OperatorFunction } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Addresses } from '../../detector/event.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import type { ChainSetup, DecidableBatch } from './chain.js';
import { senselessHit } from './hit-limits.js';
import { type HitTree, isTypedArray } from './kept-hits.js';
import { knownLists } from './need.js';
import { noObservations } from './observations.js';
import { runTrigger } from './trigger.js';
import type { WindowColumns } from './windows.js';

/** Recorded events with their hits, under the addresses and times at which they are played. */
export interface RecordedEvents {
  readonly eventCount: number;
  readonly addresses: Addresses;
  /** Since the run began [ns]. */
  readonly time: Float64Array;
  /** How many events each stands for. */
  readonly weights: Float64Array;
  /** Input bits that the machine had set, words an event as of input bits. */
  readonly givenBits: Uint32Array;
  /** Where they were windows of a machine. */
  readonly windows?: WindowColumns;
  readonly hits: HitTree;
}

/** Events `first` up to `first + count` of a slice, as far as a recording has them. */
export interface RecordedJob {
  readonly kind: 'recorded';
  readonly slice: number;
  readonly first: number;
  readonly count: number;
  /** Which leg of a run it is of: counts the changes by command before it. */
  readonly leg?: number;
  readonly events: RecordedEvents;
}

/**
 * The pure part of a run behind the hits, which come with the jobs.
 * @throws RECORDING_HITS for hits that the trigger reads and that the recording lacks
 */
export function recordedChain(
  setup: ChainSetup,
  version: string,
): OperatorFunction<RecordedJob, DecidableBatch> {
  const menu = compileMenu(setup.menu);
  const trigger = runTrigger(menu, setup, knownLists(setup.config));
  return map(({ events: { hits, ...events } }) => {
    const { inputBits, ftdlBits } = trigger({ ...events, hits: recordedHits(hits, version) });
    return { ...events, inputBits, ftdlBits, observations: noObservations(events.eventCount) };
  });
}

/**
 * Hits of a recording for the trigger: of which a subdetector, table or column that the recording
 * lacks is missed only by a stage that reads it.
 * @param version that has recorded them
 * @throws RECORDING_HITS for those, and for hits that no detector gives
 */
export function recordedHits(hits: HitTree, version: string): HitTree {
  const found = senselessHit(hits, true);
  if (found !== undefined)
    throw new EmulatorError(
      'RECORDING_HITS',
      `the recording (version ${version}) has ${found}, which no detector gives`,
    );
  return withAbsentHits(hits, version, '');
}

function withAbsentHits(hits: HitTree, version: string, path: string): HitTree {
  const nodes = Object.entries(hits).map(([name, value]) => [
    name,
    typeof value === 'object' && !isTypedArray(value)
      ? withAbsentHits(value, version, `${path}${name}/`)
      : value,
  ]);
  return new Proxy(Object.fromEntries(nodes) as HitTree, {
    get: (node, name) => {
      if (typeof name === 'symbol' || Object.hasOwn(node, name)) return Reflect.get(node, name);
      throw new EmulatorError(
        'RECORDING_HITS',
        `the recording (version ${version}) has no hits ${path}${name}, which the ` +
          'trigger now reads',
      );
    },
  });
}
