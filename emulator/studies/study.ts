import { type CompiledMenu, compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { prescaleAndMask } from '../../triggers/gdl/prescale.js';
import { unknownLines, unsetInputNotes } from '../chain/unknown-lines.js';
import type { Note } from '../../detector/base/notes.js';
import { noMachine } from '../settings/machine.js';
import type { MachineInTime } from '../settings/machine-in-time.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { isFileEvents } from '../chain/file-events.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { addCounts, decayCounts, decayNotes } from '../decays/decay-counts.js';
import type { GenerateJob } from '../chain/jobs.js';
import { cardOf, type CardReference, type CardSetup } from './card.js';
import { type Card, type CardPoint, isPrescaled } from './define-card.js';
import { type DocumentContext, type StudyDocument, studyDocument } from './document.js';
import { provenanceOf } from './provenance.js';
import type { StudyPart } from './shards/part.js';
import { eventsOfPoints } from './point-events.js';
import { jobsOf, planPoints, type ShardPlan } from './shards/plan.js';
import { cardReferences } from './references/of-card.js';
import { Tally, type TallyBatch, type TallyLayout } from './tally.js';

interface StudyOptions extends DecayChoice {
  readonly version: string;
  readonly seed: number;
  /** Events in all; the card's own number without it. */
  readonly events?: number;
  readonly menu: Menu;
  readonly conditions: string;
  readonly config: EmulatorConfig;
  /** What lies over the events, with the diffuse hits in `config`; nothing when absent. */
  readonly machine?: MachineInTime;
  /** A user's file over the events; nothing when absent. */
  readonly overlay?: UserOverlay;
  /** What a user should know of how that was chosen. */
  readonly notes?: readonly Note[];
  /** Events per batch; results do not depend on it. */
  readonly batchEvents?: number;
  /** Told of each batch whose events are known one by one, as it is counted, in order. */
  readonly counted?: (batch: CountedBatch, layout: TallyLayout) => void;
}

/** Events in the order of their addresses; bits are those that the card counts. */
export type CountedBatch = Omit<TallyBatch, 'addresses'>;

/** A study under way: jobs to be decided in order, and what their batches have shown so far. */
export interface Study {
  readonly card: Card;
  readonly menu: CompiledMenu;
  /** What workers need. */
  readonly setup: CardSetup;
  /** Events planned. */
  readonly events: number;
  /** Events of a job. */
  readonly batchEvents: number;
  readonly plan: ShardPlan;
  /** Cells of its tally. */
  readonly cellCount: number;
  /** Work to be done, without the shards that are there already. */
  readonly jobs: (without?: Pick<ReadonlySet<number>, 'has'>) => Iterable<GenerateJob>;
  /**
   * Adds what the workers have counted; parts come in the order of their shards. Returns the number
   * of events so far.
   */
  readonly add: (part: StudyPart) => number;
  /** The results so far. */
  readonly document: () => StudyDocument;
}

/**
 * Plans a study. The caller sends `jobs()` to as many workers as it likes and gives what they count
 * back in order: `countInOrder(study.jobs(), { setup: study.setup, workers }).pipe(tap(({ batch })
 * => study.add(batch)))`.
 * @throws CARD_UNKNOWN_LINE, CARD_UNKNOWN_FAMILY, CARD_EVENTS
 */
export function openStudy(
  asked: Card & { readonly reference: CardReference },
  options: StudyOptions,
): Study {
  const card = cardOf(asked, options);
  const { seed, config, batchEvents = 1024, decay = true, machine, overlay, notes = [] } = options;
  const menu = compileMenu(options.menu);
  const planned = eventsOfPoints(card, options.events);
  const events = planned.counts.reduce((sum, count) => sum + count, 0);
  const plan = planPoints(planned.counts);
  const unknown = unknownLines(menu, config);
  const tally = new Tally(card.layout(menu, unknown, card.inputProbes.unknown(config)));
  const references = cardReferences(card, menu, unknown, card.inputProbes.unknown(config));
  const prescale = prescaleAndMask(menu, config.gdl.prescale, seed);
  const pointEvents = card.points.map(() => 0);
  const decays = decayCounts();
  const setup: CardSetup = {
    seed,
    run: 0,
    config,
    menu: options.menu,
    points: card.points.map((point, place) => placed(point, plan.firstSlices[place]!)),
    card: card.reference,
    decay,
    ...(machine !== undefined && { machine }),
    ...(overlay !== undefined && { overlay }),
  };
  const context: DocumentContext = {
    ...options,
    menu,
    machine: machine?.name ?? noMachine,
    eventsPlanned: events,
    pointEvents,
    notes: () => [
      ...notes,
      ...planned.notes,
      ...unsetInputNotes(menu, unknown),
      ...decayNotes(decays, 'generator'),
    ],
    provenance: provenanceOf(setup),
  };
  return {
    card,
    menu,
    setup,
    events,
    batchEvents,
    plan,
    cellCount: tally.cellCount,
    jobs: (without) => jobsOf(plan, batchEvents, without),
    add: (part) => {
      const { slice, eventCount } = part;
      const { point } = plan.shard(slice)!;
      pointEvents[point] = pointEvents[point]! + eventCount;
      addCounts(decays, part.decays ?? []);
      if ('counts' in part) tally.addCounts(part.counts, eventCount);
      else {
        const addresses = { slice: new Uint32Array(eventCount).fill(slice) };
        const { ftdlBits } = part.events;
        const psnmBits = isPrescaled(card) ? prescale(ftdlBits, eventCount) : ftdlBits;
        const counted = { ...part.events, eventCount };
        const batch = { ...counted, ftdlBits: card.stage === 'psnm' ? psnmBits : ftdlBits };
        tally.add({ ...batch, addresses });
        options.counted?.(batch, tally.layout);
        references.add({ ...counted, psnmBits });
      }
      return tally.eventCount;
    },
    document: () => studyDocument(tally, card, { ...context, references: references.results() }),
  };
}

/** A point as workers make its events: those of a file know where they begin. */
const placed = (point: CardPoint, firstSlice: number): CardPoint =>
  isFileEvents(point.config) ? { ...point, config: { ...point.config, firstSlice } } : point;
