import { EmulatorError } from '../../detector/base/errors.js';
import {
  type Chain,
  type ChainObserver,
  type ChainOptions,
  type ChainSetup,
  makeChain,
} from '../chain/chain.js';
import type { GenerateJob } from '../chain/jobs.js';
import type { Observations } from '../chain/observations.js';
import { sliceEventCount } from '../chain/slices.js';
import { machineOverlay } from '../settings/machine-overlay.js';
import { type CardReference, findCard, observerOf } from './card.js';
import type { Card } from './define-card.js';
import { mixedSchedule } from './shards/plan.js';

/** A card whose events are played beside those of the beams, and how often [Hz]. */
export interface LiveProbe {
  readonly card: Card & { readonly reference: CardReference };
  readonly rate: number;
}

/**
 * The chain of all probes of a run: a run of its own, whose points are those of all cards one after
 * the other. Plain data, so that it travels to workers.
 */
export interface ProbeSetup extends ChainSetup {
  /** Of all probes together [Hz]. */
  readonly rate: number;
  readonly cards: readonly CardReference[];
}

/** Added to the number of a run: no event of a probe has the address of an event of the run. */
const shadowRuns = 2 ** 31;

/**
 * What probes are played with, in the conditions of a run.
 * @throws PROBE_STAGE
 */
export function probeSetup(run: ChainSetup, probes: readonly LiveProbe[]): ProbeSetup {
  for (const { card } of probes) {
    if (card.stage === 'ftdl') continue;
    throw new EmulatorError(
      'PROBE_STAGE',
      `card "${card.name}" counts bits behind the prescale, where events of probes never come`,
    );
  }
  const { keepHits: _, readOut: __, sizedByHits: ___, ...setup } = run;
  return {
    ...setup,
    run: run.run + shadowRuns,
    points: probes.flatMap(({ card }) => card.points),
    rate: probes.reduce((sum, { rate }) => sum + rate, 0),
    cards: probes.map(({ card }) => card.reference),
  };
}

/** Which card a point of the probes is of, and which of its points. */
interface ProbePoint {
  readonly probe: number;
  readonly point: number;
}

const placesOf = (cards: readonly Pick<Card, 'points'>[]): readonly ProbePoint[] =>
  cards.flatMap(({ points }, probe) => points.map((_, point) => ({ probe, point })));

/** Probes in time: each slice has events of one point of one card. */
interface ProbePlan {
  /** Events of a slice, of the first in two jobs. */
  readonly jobs: (slice: number) => readonly GenerateJob[];
  /** Which of the probes the events of a job are of, and which of the points of its card. */
  readonly probeOf: (job: GenerateJob) => number;
  readonly pointOf: (job: GenerateJob) => number;
}

/** So many of a worker's first events take a few tenths of a second. */
const firstEvents = 16;

/** Cards in proportion to their rates, points of a card in proportion to their shares. */
export function probePlan(
  { seed, run, rate }: Pick<ProbeSetup, 'seed' | 'run' | 'rate'>,
  probes: readonly LiveProbe[],
): ProbePlan {
  const cards = probes.map(({ card }) => card);
  const places = placesOf(cards);
  const schedule = mixedSchedule(probes.map((probe) => probe.rate));
  const turns = cards.map((_, probe) => schedule.filter((other) => other === probe).length);
  const before = schedule.map(
    (probe, step) => schedule.slice(0, step).filter((other) => other === probe).length,
  );
  const pointIn = (slice: number): number => {
    const step = slice % schedule.length;
    const probe = schedule[step]!;
    const turn = Math.floor(slice / schedule.length) * turns[probe]! + before[step]!;
    const points = cards[probe]!.schedule;
    const point = points[turn % points.length]!;
    return places.findIndex((place) => place.probe === probe && place.point === point);
  };
  return {
    jobs: (slice) => {
      const count = rate === 0 ? 0 : sliceEventCount(seed, run, slice, rate);
      if (count === 0) return [];
      const point = pointIn(slice);
      // The first curve waits for no more than some.
      const some = slice === 0 ? Math.min(count, firstEvents) : count;
      const parts = [
        [0, some],
        [some, count],
      ] as const;
      return parts
        .filter(([first, end]) => end > first)
        .map(([first, end]) => ({ kind: 'generate', slice, first, count: end - first, point }));
    },
    probeOf: ({ point }) => places[point]!.probe,
    pointOf: ({ point }) => places[point]!.point,
  };
}

/**
 * The chain of probes: their lines, and what their cards observe.
 * @throws CARD_UNKNOWN and the codes of `makeChain`
 */
export const probeChain = (setup: ProbeSetup, keep?: ChainOptions['keep']): Chain =>
  makeChain(setup, {
    ...machineOverlay(setup, 'trigger'),
    observer: probeObserver(setup),
    need: 'lines',
    ...(keep !== undefined && { keep }),
  });

/** Observes each event as the card of its point does. */
function probeObserver(setup: ProbeSetup): ChainObserver {
  const observers = setup.cards.map((card) => observerOf(card, setup));
  const places = placesOf(setup.cards.map(findCard));
  return {
    reads: [...new Set(observers.flatMap(({ reads }) => reads))],
    uses: [...new Set(observers.flatMap(({ uses }) => uses))],
    inputs: [...new Set(observers.flatMap(({ inputs = [] }) => inputs))],
    observe: (batch, at = 0): Observations => {
      const { probe, point } = places[at]!;
      return observers[probe]!.observe(batch, point);
    },
  };
}
