import { basename, resolve } from 'node:path';
import { tap } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { EmulatorError, showValue } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { userEvents } from '../chain/user-overlay.js';
import { addCounts, decayCounts, decayNotes } from '../decays/decay-counts.js';
import type { Optimization, Request, Signal } from '../optimize/optimize.js';
import type { loadConditions } from '../settings/conditions.js';
import { layMachine } from '../settings/laid-machine.js';
import { loadCard, type LoadedCard } from '../studies/card.js';
import { type FilePoint, isFilePoint } from '../studies/define-card.js';
import { ownEvents, ownEventsCard } from '../studies/own-events-card.js';
import { eventsOfPoints } from '../studies/point-events.js';
import { type Provenance, provenanceOf } from '../studies/provenance.js';
import { openStudy } from '../studies/study.js';
import { version } from '../version.js';
import { decideInOrder } from '../workers/pool.js';
import {
  type CommandContext,
  type MachineOptions,
  untilStopped,
  whenAskedToStop,
  type WorkerOptions,
} from './context.js';
import { progress } from './progress.js';

/** Of each signal, unless the user wants another number; of files alone, all that they have. */
export const usualEvents = 20_000;

/** What of the options signals are made by. */
interface SignalOptions extends WorkerOptions, MachineOptions {
  readonly seed: number;
  readonly signalEvents?: number;
}

/** What a sample is taken for. */
export interface Asked {
  readonly options: SignalOptions;
  readonly request: Request;
  readonly optimization: Optimization;
  readonly conditions: ReturnType<typeof loadConditions>;
}

/** Triggers with other parameters, which decide on the same hits. */
export const otherTriggersOf = ({ triggers }: Request) => {
  const [, ...others] = triggers.map(({ config }) => config);
  return others.length === 0 ? {} : { otherTriggers: others };
};

/** Cards and files as they were asked for. @throws USAGE_SIGNAL and the codes of cards */
export function signalsOf(texts: readonly string[]): readonly Signal[] {
  const signals = texts.map(signalOf);
  const repeated = repeatedOf(signals.map(({ card, path }) => path ?? card.name));
  if (repeated === undefined) return withOwnNames(signals);
  throw new EmulatorError(
    'USAGE_SIGNAL',
    `--signal: ${repeated} is given twice, expected once with all of its weight`,
  );
}

const repeatedOf = (names: readonly string[]): string | undefined =>
  names.find((name, place) => names.indexOf(name) < place);

/** Files are named by their paths where another signal has the same name. */
const withOwnNames = (signals: readonly NamedSignal[]): readonly Signal[] =>
  signals.map(({ card, weight, given }) => {
    const isOnly = signals.filter((other) => other.card.name === card.name).length === 1;
    return { card: given === undefined || isOnly ? card : cardOfFile(given, given), weight };
  });

/** A signal, and of a file where it is: from the root, and as it was given. */
interface NamedSignal extends Signal {
  readonly path?: string;
  readonly given?: string;
}

/** Beyond these a weight makes the others nothing to the last digit. */
const [minWeight, maxWeight] = [1e-6, 1e6];

function signalOf(text: string): NamedSignal {
  const [, name = text, given] = /^(.*)=([^=/]*)$/.exec(text) ?? [];
  const weight = given === undefined ? 1 : Number(given);
  if (given?.trim() !== '' && weight >= minWeight && weight <= maxWeight)
    return isEventFile(name)
      ? { card: cardOfFile(name), weight, path: resolve(name), given: name }
      : { card: loadCard(name), weight };
  throw new EmulatorError(
    'USAGE_SIGNAL',
    `--signal ${text}: its weight is ${showValue(given)}, expected a number from ${minWeight} to ` +
      String(maxWeight),
  );
}

/** No card and no process has a dot or a slash in its name; cards of files end in .yaml. */
const isEventFile = (name: string): boolean => /[./]/.test(name) && !/\.(ya?ml|json)$/.test(name);

/** All events of a file, as `b2l1 emulate` counts them where no card says. */
const cardOfFile = (path: string, name = basename(path)): LoadedCard => {
  const config: FilePoint = { file: resolve(path), frame: 'auto', vertex: 'auto' };
  const point = { name, generator: userEvents, config, share: 1 };
  return { ...ownEventsCard, name, points: [point], reference: { name: ownEvents } };
};

/** Signals with the events of their files, and what is to be said of those. */
interface ReadSignals {
  readonly cards: readonly LoadedCard[];
  readonly notes: readonly Note[];
}

/** Reads the files that signals name. @throws CARD_FILE_SIZE and the codes of `openEventFile` */
export async function readSignals(
  signals: readonly Signal[],
  { config }: Asked['conditions'],
  seed: number,
): Promise<ReadSignals> {
  const cards: LoadedCard[] = [];
  const notes: Note[] = [];
  let firstRun = 0;
  for (const { card } of signals) {
    // Readers of files are loaded when there is one.
    const read = card.points.some(isFilePoint)
      ? await (await import('../studies/file-points.js')).withFileEvents(card, {
          config,
          seed,
          firstRun,
        })
      : { card, notes: [] };
    cards.push(read.card);
    notes.push(...read.notes);
    firstRun += card.points.length;
  }
  return { cards, notes };
}

/** Events of signals that have gone through the trigger. */
interface TakenSignals {
  readonly provenance: Provenance;
  /** How many events of each there were. */
  readonly events: readonly number[];
  readonly notes: readonly Note[];
}

/** Events of all signals; undefined when it was stopped before its end. */
export async function takeSignals(
  { options, request, optimization, conditions }: Asked,
  { cards, ...read }: ReadSignals,
  context: CommandContext,
): Promise<TakenSignals | undefined> {
  const { seed, workers } = options;
  const laid = layMachine(options, conditions.config, beams(conditions.config.beams));
  const notes: Note[] = [...laid.notes, ...read.notes];
  const events: number[] = [];
  const provenances: Provenance[] = [];
  for (const [place, card] of cards.entries()) {
    const asked = askedEvents(card, options);
    notes.push(...eventsOfPoints(card, asked).notes);
    const study = openStudy(card, {
      version,
      seed,
      events: asked,
      menu: request.menu,
      conditions: conditions.name,
      config: laid.config,
      ...(laid.machine !== undefined && { machine: laid.machine }),
    });
    // Runs of their own: no signal has the random numbers of another, or of the windows.
    const otherEvents = card.reference.name === ownEvents;
    const setup = { ...study.setup, run: 1 + place, otherEvents, ...otherTriggersOf(request) };
    provenances.push(provenanceOf(setup));
    events.push(study.events);
    const decays = decayCounts();
    const { bit } = optimization.selections[place]!;
    const isDone = await toTheEnd(card.name, study.events, context, (isStopped) =>
      decideInOrder(untilStopped(study.jobs(), isStopped), { setup, workers }).pipe(
        tap(({ batch }) => {
          optimization.builder.addSignal(place, batch, bit);
          addCounts(decays, batch.decays ?? []);
        }),
      ),
    );
    if (!isDone) return undefined;
    notes.push(...decayNotes(decays, 'generator'));
  }
  return { provenance: ofAllSignals(provenances), events, notes };
}

/** Of files alone all that they have, unless it or the user wants another number. */
const askedEvents = ({ points }: LoadedCard, { signalEvents }: SignalOptions): number =>
  signalEvents ?? (points.every(isFilePoint) ? 0 : usualEvents);

/** Of all signals together, which are made alike but for their cards. */
const ofAllSignals = (provenances: readonly Provenance[]): Provenance => {
  const { run: _, ...rest } = provenances[0]!;
  return { ...rest, card: provenances.map(({ card }) => card).join(', ') };
};

/** Does jobs with a bar; whether all were done. */
export async function toTheEnd(
  label: string,
  total: number,
  context: CommandContext,
  decide: (isStopped: () => boolean) => ReturnType<typeof decideInOrder>,
): Promise<boolean> {
  let stopped = false;
  let done = 0;
  const bar = progress(label, total, context);
  await context.execute(
    decide(() => stopped).pipe(
      tap(({ job }) => bar.update((done += 'count' in job ? job.count : 0))),
      whenAskedToStop(context.stop$, () => {
        stopped = true;
      }),
    ),
  );
  bar.finish();
  return !stopped;
}
