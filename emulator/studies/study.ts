import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { prescaleAndMask } from '../../triggers/gdl/prescale.js';
import type { ChainSetup, DecidableBatch } from '../chain.js';
import type { EmulatorConfig } from '../parts.js';
import type { GenerateJob } from '../jobs.js';
import type { CardReference } from './card.js';
import type { Card } from './define-card.js';
import { type DocumentContext, type StudyDocument, studyDocument } from './document.js';
import { jobsOf, planShards } from './plan.js';
import { Tally } from './tally.js';

export interface StudyOptions {
  readonly version: string;
  readonly seed: number;
  /** Events in all; the card's own number without it. */
  readonly events?: number;
  readonly menu: Menu;
  readonly conditions: string;
  readonly config: EmulatorConfig;
  /** Events per batch; results do not depend on it. */
  readonly batchEvents?: number;
}

/** A study under way: jobs to be decided in order, and what their batches have shown so far. */
export interface Study {
  readonly card: Card;
  readonly menu: CompiledMenu;
  /** What workers need. */
  readonly setup: ChainSetup;
  /** Events planned. */
  readonly events: number;
  readonly jobs: () => Iterable<GenerateJob>;
  /** Counts a batch; they come in the order of the jobs. Returns the number of events so far. */
  readonly add: (batch: DecidableBatch) => number;
  /** The results so far. */
  readonly document: () => StudyDocument;
}

/**
 * Plans a study. The caller sends `jobs()` through the chain of `setup`, on as many workers as it likes, and gives the batches back
 * in order: `decideInOrder(study.jobs(), { setup: study.setup, workers }).pipe(tap(({ batch }) => study.add(batch)))`.
 * @throws CARD_UNKNOWN_LINE, CARD_UNKNOWN_FAMILY, CARD_EVENTS
 */
export function openStudy(card: Card & { readonly reference: CardReference }, options: StudyOptions): Study {
  const { seed, config, batchEvents = 1024 } = options;
  const menu = compileMenu(options.menu);
  const events = options.events ?? card.events;
  const plan = planShards(
    events,
    card.points.map(({ share }) => share),
  );
  const tally = new Tally(card.layout(menu));
  const bitsOf = countedBits(card, menu, options);
  const pointEvents = card.points.map(() => 0);
  const context: DocumentContext = { ...options, menu, eventsPlanned: events, pointEvents };
  return {
    card,
    menu,
    setup: { seed, run: 0, config, menu: options.menu, points: card.points, card: card.reference },
    events,
    jobs: () => jobsOf(plan, batchEvents),
    add: (batch) => {
      const { point } = plan.shard(batch.addresses.slice[0]!)!;
      pointEvents[point] = pointEvents[point]! + batch.eventCount;
      tally.add({ ...batch, ftdlBits: bitsOf(batch) });
      return tally.eventCount;
    },
    document: () => studyDocument(tally, card, context),
  };
}

/** The bits whose efficiency a card wants: as the formulas give them, or after prescale and mask. */
function countedBits({ stage }: Card, menu: CompiledMenu, { config, seed }: StudyOptions): (batch: DecidableBatch) => Uint32Array {
  if (stage === 'ftdl') return ({ ftdlBits }) => ftdlBits;
  const prescale = prescaleAndMask(menu, config.gdl.prescale, seed);
  return ({ ftdlBits, eventCount }) => prescale(ftdlBits, eventCount);
}
