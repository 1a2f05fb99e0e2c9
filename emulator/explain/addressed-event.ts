import { ParticleTable } from '../../detector/particle-table.js';
import { beams } from '../../detector/beams.js';
import { withAssignments } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import type { GeneratedBatch } from '../../detector/truth.js';
import type { Menu } from '../../triggers/gdl/menu.js';
import { type Chain, type ChainSetup, makeChain } from '../chain/chain.js';
import type { WindowBatch } from '../chain/windows.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import type { UserOverlay } from '../chain/user-overlay.js';
import { countsOf, decayNotes } from '../decays/decay-counts.js';
import { isGeneratorName } from '../generators/index.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { type EventFile, openEventFile, type ReadOptions } from '../readers/events.js';
import { shardEvents } from '../../detector/event.js';
import type { RunRecord } from '../daq/records.js';
import { recordedSetup, slicesOf } from '../daq/recorded-setup.js';
import { type MachineInTime, machineWindows } from '../settings/machine-in-time.js';
import { machineOverlay } from '../settings/machine-overlay.js';
import { makeTimedChain } from '../settings/timed-chain.js';
import { idleBackgroundNotes } from '../studies/background.js';
import { isCardName, loadGeneratedCard } from '../studies/card.js';
import { variedCard } from '../studies/vary-card.js';
import { planShards } from '../studies/shards/plan.js';

/**
 * Which event: its position in a file or of a generator, or an address of a study (run 0) or of the
 * daemon (run 1, 2, …).
 */
type EventName =
  | { readonly position: number }
  | { readonly run: number; readonly slice: number; readonly index: number };

interface EventQuestion extends DecayChoice {
  readonly event: EventName;
  readonly seed: number;
  readonly config: EmulatorConfig;
  readonly menu: Menu;
  /** What lies over the event, with its diffuse hits in `config`; nothing when absent. */
  readonly machine?: MachineInTime | undefined;
  /** A user's file over the event; nothing when absent. */
  readonly overlay?: UserOverlay;
  /** Of a card in a run: which of its points made the event; that of its slice when absent. */
  readonly point?: number | undefined;
  /** Of a card in a run: events of the run per second, which make the times of its events. */
  readonly rate?: number | undefined;
}

/** What lies over the event of a question, as a setup has it. */
const around = ({ machine, overlay }: EventQuestion): Pick<ChainSetup, 'machine' | 'overlay'> => ({
  ...(machine !== undefined && { machine }),
  ...(overlay !== undefined && { overlay }),
});

/** An event made again, with what made it. */
export interface FoundEvent {
  readonly setup: ChainSetup;
  /** Of a window with what is known of it besides its particles. */
  readonly generated: GeneratedBatch & Partial<Pick<WindowBatch, 'windows' | 'givenBits'>>;
  /** What a user should know of how it was made, or of the file as far as it was read. */
  readonly notes: readonly Note[];
}

/** Reads `N` or `run:slice:index`. @throws USAGE_EVENT */
export function parseEventName(text: string): EventName {
  const numbers = text
    .split(':')
    .map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  const [first, slice, index] = numbers;
  if (numbers.length === 1 && Number.isInteger(first)) return { position: first! };
  if (numbers.length === 3 && numbers.every(Number.isInteger))
    return { run: first!, slice: slice!, index: index! };
  throw new EmulatorError(
    'USAGE_EVENT',
    `--event ${text}: expected a number such as 17, or run:slice:index such as 0:3:17`,
  );
}

/**
 * One event of a generator or of a card, made again from its address alone; where both have the
 * name, of the card if the address is of a study, or its number of events or the point is given.
 * @param events of the study, which decides where its points begin.
 * @throws USAGE_EVENT, CARD_UNKNOWN, CARD_EVENTS and the generator's codes
 */
export function generatedEvent(
  process: string,
  assignments: readonly string[],
  events: number | undefined,
  question: EventQuestion,
): FoundEvent {
  const { event, seed, config, menu, decay = true } = question;
  const base = { seed, config, menu, decay, ...around(question) };
  const isOfStudy = ('run' in event && event.run === 0) || events !== undefined;
  const isOfCard = question.point !== undefined || (isOfStudy && isCardName(process));
  if (isGeneratorName(process) && !isOfCard) {
    const address = 'position' in event ? { run: 1, ...split(event.position) } : event;
    const parameters = withAssignments({}, assignments, '--with');
    const points = [{ generator: process, config: parameters }];
    return make({ ...base, run: address.run, points }, address, 0);
  }
  const card = variedCard(loadGeneratedCard(process), assignments);
  const { points, schedule } = card;
  if ('run' in event && event.run > 0) {
    const { point = schedule[event.slice % schedule.length]! } = question;
    if (point >= points.length)
      throw new EmulatorError(
        'USAGE_EVENT',
        `card "${process}" has ${points.length} points, counted from 0: there is no ${point}`,
      );
    const { rate } = question;
    const timed = rate === undefined ? {} : { rate };
    return make({ ...base, run: event.run, points, ...timed }, event, point);
  }
  const plan = planShards(
    events ?? card.events,
    points.map(({ share }) => share),
  );
  const address = 'run' in event ? event : plan.locate(event.position);
  const shard = plan.shard(address.slice);
  if (shard === undefined || address.index >= shard.events) {
    throw new EmulatorError(
      'USAGE_EVENT',
      `event ${address.slice}:${address.index} is not in card "${process}" with ` +
        `${events ?? card.events} events`,
    );
  }
  const found = make({ ...base, run: 0, points }, address, shard.point);
  return { ...found, notes: [...idleBackgroundNotes(card), ...found.notes] };
}

/** How a file is read for one of its events. */
type FileReading = Pick<ReadOptions, 'frame' | 'vertex' | 'strict' | 'signal'>;

/**
 * Event `position` (from 0) of a file, as `emulate` sees it.
 * @param opened called with the file before its events are looked for
 * @throws USAGE_EVENT and the reader's codes
 */
export async function fileEvent(
  path: string,
  question: EventQuestion & FileReading,
  opened: (file: EventFile) => void,
): Promise<FoundEvent> {
  const { event, seed, config, menu, machine: _, overlay: __, ...reading } = question;
  const wanted = 'position' in event ? event.position : event.slice * shardEvents + event.index;
  const file = await openEventFile(path, {
    ...reading,
    beams: beams(config.beams),
    particles: new ParticleTable(config.particles),
    seed,
    batchSize: 1,
    limit: wanted + 1,
  });
  opened(file);
  const setup: ChainSetup = { seed, run: 0, config, menu, points: [], ...around(question) };
  for await (const { numbers, firstIndex, ...read } of file) {
    if (firstIndex !== wanted) continue;
    const { notes } = file;
    await file.close();
    const generated = overlaid(setup).generate({ kind: 'particles', generated: read, numbers });
    return { setup, generated, notes };
  }
  throw new EmulatorError(
    'USAGE_EVENT',
    `${path} has ${file.counts.events} events; event ${wanted} (counted from 0) is not among them`,
  );
}

/** The chain of an event of which everything is shown: crystals too. */
const overlaid = (setup: ChainSetup): Chain => makeChain(setup, machineOverlay(setup, 'crystals'));

function make(
  setup: ChainSetup,
  { slice, index }: { readonly slice: number; readonly index: number },
  point: number,
): FoundEvent {
  const { decays = [], ...generated } = overlaid(setup).generate({
    kind: 'generate',
    slice,
    first: index,
    count: 1,
    point,
  });
  return { setup, generated, notes: decayNotes(countsOf(decays), 'generator') };
}

/**
 * A window of the machine of a setup, made again alone, with what a user's file lays over it.
 * @throws USAGE_EVENT and the codes of `makeTimedChain`
 */
export function windowEvent(setup: ChainSetup, event: EventName): FoundEvent {
  if ('position' in event || event.run === 0)
    throw new EmulatorError(
      'USAGE_EVENT',
      'windows of a machine have addresses run:slice:index, of run 1, 2, …: --event 1:0:17',
    );
  const { slice, index } = event;
  const { generate } = makeTimedChain(setup);
  const generated = generate({ kind: 'windows', slice, first: index, count: 1 });
  if (generated.eventCount > 0) return { setup, generated, notes: [] };
  throw noWindow(setup, generate, { slice, index });
}

/** Says why an address has no window, and which one near it has. */
export function noWindow(
  setup: ChainSetup,
  generate: Chain['generate'],
  { slice, index }: { readonly slice: number; readonly index: number },
): EmulatorError {
  const count = machineWindows(setup)?.count(slice) ?? 0;
  if (index >= count)
    return new EmulatorError(
      'USAGE_EVENT',
      `slice ${slice} of run ${setup.run} has ${count} seeds: there is no ${index}`,
    );
  const { addresses } = generate({ kind: 'windows', slice, first: 0, count });
  const nearest = nearestTo(index, addresses.index);
  return new EmulatorError(
    'USAGE_EVENT',
    `seed ${index} of slice ${slice} of run ${setup.run} opens no window: it joins another ` +
      'one, or is thinned out' +
      (nearest === undefined
        ? ''
        : `; the nearest that opens one is ${setup.run}:${slice}:${nearest}`),
  );
}

/** The number nearest to another; undefined among none. */
const nearestTo = (wanted: number, numbers: Iterable<number>): number | undefined =>
  [...numbers].toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];

/**
 * An event or a window of a recorded run, made again by what its journal tells.
 * @param overlay the file that was laid over the run, where one was
 * @param settings those that held in the slice, where commands have changed the run
 * @throws USAGE_EVENT and the codes of `recordedSetup`
 */
export function recordedEvent(
  run: RunRecord,
  event: EventName,
  overlay?: UserOverlay,
  settings?: ChainSetup,
): FoundEvent {
  if (!('run' in event) || event.run !== run.run)
    throw new EmulatorError(
      'USAGE_EVENT',
      `the recording is of run ${run.run}: expected --event ${run.run}:slice:index`,
    );
  const setup = settings ?? recordedSetup(run, overlay);
  if (run.machine !== undefined) return windowEvent(setup, event);
  const { slice, index } = event;
  const count = slicesOf(run, setup).count(slice);
  if (index >= count)
    throw new EmulatorError(
      'USAGE_EVENT',
      `slice ${slice} of run ${run.run} has ${count} events: there is no index ${index}`,
    );
  return make(setup, event, run.schedule[slice % run.schedule.length]!);
}

function split(position: number): { slice: number; index: number } {
  return { slice: Math.floor(position / shardEvents), index: position % shardEvents };
}
