import { EmulatorError } from '../../detector/base/errors.js';
import { beams } from '../../detector/beams.js';
import type { Note } from '../../detector/base/notes.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { decayChoice } from '../decays/decay-choice.js';
import { loadConditions } from '../settings/conditions.js';
import { type LaidMachine, layMachine } from '../settings/laid-machine.js';
import { loadMenu } from '../settings/menu-source.js';
import { type LoadedCard, loadCard } from '../studies/card.js';
import { isFilePoint } from '../studies/define-card.js';
import { backgroundOf, isReplaced, replacedBackground } from '../studies/background.js';
import { openStudy, type Study } from '../studies/study.js';
import { variedCard } from '../studies/vary-card.js';
import { version } from '../version.js';
import { layFile, type LaidFile } from './overlay-option.js';
import type { AskedStudyOptions, StudyCommandOptions } from './study-options.js';
import { triedBackground } from './tried-variations.js';
import type { Counted } from './study-variations.js';

/** Conditions with what a machine and a file lay over. */
export interface Around {
  readonly name: string;
  readonly laid: LaidMachine;
  readonly file: LaidFile;
}

/**
 * A card as the options vary it.
 * @throws USAGE_IDLE_OPTION where it has events of this host alone and others shall count them, and
 * the codes of `loadCard`
 */
export function askedCard(name: string, options: AskedStudyOptions): LoadedCard {
  const asked = variedCard(loadCard(name), options.with);
  const card = options.interval === undefined ? asked : { ...asked, interval: options.interval };
  if (options.overlay !== undefined && options.engine === 'nats')
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      '--overlay lays a file of this host over events: workers of --engine nats do not have it',
    );
  if (options.engine === 'nats' && card.points.some(isFilePoint))
    throw new EmulatorError(
      'USAGE_IDLE_OPTION',
      `card "${card.name}" has events of a file of this host: workers of --engine nats do not ` +
        'have it',
    );
  return card;
}

/**
 * The options of a study with the machine that lies over the events of its card, which is tried.
 * @throws the codes of `backgroundOf` and `loadMachine`
 */
export function withBackground(card: LoadedCard, asked: AskedStudyOptions): StudyCommandOptions {
  const laid = backgroundOf(card, asked);
  triedBackground(card, asked);
  return {
    ...asked,
    ...laid,
    givenMachineSet: asked.machineSet,
    replacesMachine: isReplaced(card, laid),
  };
}

/** Conditions of options, with what a machine and a file lay over. */
export function aroundWith(options: StudyCommandOptions, file: LaidFile): Around {
  const { name, config } = loadConditions(options.conditions, options.set);
  return { name, laid: layMachine(options, config, beams(config.beams)), file };
}

/** What the options lay over the events of a card. */
export async function aroundOf(options: StudyCommandOptions): Promise<Around> {
  const { config } = loadConditions(options.conditions, options.set);
  return aroundWith(options, await layFile(options, config));
}

/** A study with all that decides on it, before its first event. */
export async function openAsked(
  card: LoadedCard,
  { name: conditions, laid, file }: Around,
  options: StudyCommandOptions,
  counted?: Counted,
): Promise<Study> {
  const { seed, events, batch, replacesMachine } = options;
  const { config, machine, notes } = laid;
  const replaced = replacesMachine ? [replacedBackground(card, laid.name)] : [];
  const read = await filesRead(card, config, options);
  return openStudy(read.card, {
    version,
    seed,
    menu: loadMenu(options.menu),
    conditions,
    config,
    notes: [...replaced, ...notes, ...file.notes, ...read.notes],
    ...file.laid,
    batchEvents: batch,
    ...decayChoice(options.decay),
    ...(machine !== undefined && { machine }),
    ...(events === undefined ? {} : { events }),
    ...(counted !== undefined && { counted }),
  });
}

/** The card with the events of its files, which are read again where conditions change. */
async function filesRead(
  card: LoadedCard,
  config: EmulatorConfig,
  { seed, decay }: StudyCommandOptions,
): Promise<{ readonly card: LoadedCard; readonly notes: readonly Note[] }> {
  if (!card.points.some(isFilePoint)) return { card, notes: [] };
  // Readers of files are loaded when there is one.
  const { withFileEvents } = await import('../studies/file-points.js');
  return withFileEvents(card, { config, seed, ...decayChoice(decay) });
}
