import { basename, dirname } from 'node:path';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { unreadFile } from '../chain/build-events.js';
import {
  type Chain,
  type ChainObserver,
  type ChainSetup,
  type FullBatch,
  makeChain,
} from '../chain/chain.js';
import { readYaml } from '../settings/conditions.js';
import { injectionVariables, isToppedUp, machineOverlay } from '../settings/machine-overlay.js';
import { cards } from './cards/index.js';
import { cardFromFile } from './card-file.js';
import { withMachinesBeside } from './card-machine.js';
import { type Card, isFilePoint, isPrescaled } from './define-card.js';
import { ownEvents, ownEventsCard } from './own-events-card.js';
import { plainCard } from './plain-card.js';
import type { Need } from '../chain/need.js';
import type { Observer } from '../chain/observed.js';
import { withInjectionCurves } from './injection-curves.js';
import { generatorNames, isGeneratorName } from '../generators/index.js';
import { surveys } from './surveys/index.js';

export type { Card } from './define-card.js';

/**
 * A card as it travels to workers: a built-in one by name, a user's with the content of its file.
 */
export interface CardReference {
  /** Of a file without its folder, which decides on nothing. */
  readonly name: string;
  /** Parsed content of the file; absent for a built-in card. */
  readonly content?: unknown;
}

/** A chain whose decisions travel with the observations of a card: only workers build it. */
export interface CardSetup extends ChainSetup {
  readonly card: CardReference;
  /** Set where the points of the setup are not the card's: no event has `values` of those. */
  readonly otherEvents?: boolean;
}

/** A card with its name for workers. */
export type LoadedCard = Card & {
  readonly reference: CardReference;
  /** Where its file lies, which names files beside it; absent for others. */
  readonly folder?: string;
};

/**
 * A card with its name for workers; of a process without a card one of all lines.
 * @throws CARD_UNKNOWN, CARD_FILE, CARD_SYNTAX and the codes of `cardFromFile`
 */
export function loadCard(nameOrFile: string): LoadedCard {
  const reference = referenceTo(nameOrFile);
  if (reference.content === undefined) return { ...findCard(reference), reference };
  const folder = dirname(nameOrFile);
  const card = withMachinesBeside(cardFromFile(reference.content, nameOrFile), folder);
  return { ...card, reference, folder };
}

function referenceTo(nameOrFile: string): CardReference {
  if (cards.some(({ name }) => name === nameOrFile)) return { name: nameOrFile };
  if (/\.(ya?ml|json)$/.test(nameOrFile))
    return { name: basename(nameOrFile), content: readYaml(nameOrFile, 'CARD') };
  if (isGeneratorName(nameOrFile)) return { name: nameOrFile };
  if (surveys.some(({ name }) => name === nameOrFile))
    throw new EmulatorError(
      'CARD_UNKNOWN',
      `"${nameOrFile}" is a survey, which has no events of its own: run it by ` +
        `b2l1 study ${nameOrFile}; expected a card of events`,
    );
  const names = [...cards, ...surveys].map(({ name }) => name);
  const hint = nearestHint(nameOrFile, [...names, ...generatorNames]);
  throw new EmulatorError(
    'CARD_UNKNOWN',
    `card "${nameOrFile}" does not exist${hint}; built in: ${names.join(', ')}; any process of ` +
      `${generatorNames.join(', ')}; a file ends in .yaml`,
  );
}

/**
 * As `loadCard`, for whoever makes events by their addresses: cards of generators alone.
 * @throws CARD_FILE_POINT
 */
export function loadGeneratedCard(nameOrFile: string): LoadedCard {
  const card = loadCard(nameOrFile);
  const file = card.points.find(isFilePoint);
  if (file !== undefined) throw unreadFile(file.config);
  return card;
}

/** What is counted of a user's own events: as a card says, or all where none is named. */
export const cardOfOwnEvents = (nameOrFile: string | undefined): LoadedCard =>
  nameOrFile === undefined
    ? { ...ownEventsCard, reference: { name: ownEvents } }
    : loadCard(nameOrFile);

/** A built-in card. @throws CARD_UNKNOWN */
export function builtInCard(name: string): Card {
  const card = cards.find((each) => each.name === name);
  if (card !== undefined) return card;
  const names = cards.map((each) => each.name);
  throw new EmulatorError(
    'CARD_UNKNOWN',
    `no built-in card is called "${name}"${nearestHint(name, names)}; ` +
      `there are ${names.join(', ')}`,
  );
}

/** Whether a built-in card has this name. */
export const isCardName = (name: string): boolean => cards.some((card) => card.name === name);

/** @throws CARD_UNKNOWN and the codes of `cardFromFile` */
export function findCard(reference: CardReference): Card {
  if (reference.content !== undefined) return cardFromFile(reference.content, reference.name);
  if (reference.name === ownEvents) return ownEventsCard;
  const card = cards.find(({ name }) => name === reference.name) ?? plainCard(reference.name);
  if (card === undefined)
    throw new EmulatorError('CARD_UNKNOWN', `card "${reference.name}" does not exist`);
  return card;
}

/**
 * The card of a setup: with a machine that is topped up, its efficiencies against the injections
 * too.
 */
export function cardOf<C extends Card>(card: C, setup: Pick<ChainSetup, 'machine' | 'menu'>): C {
  return isToppedUp(setup) ? withInjectionCurves(card, setup.menu) : card;
}

/**
 * The observer of a card, for the pure part, which does not know the subdetectors: cards read the
 * hits of the standard ones.
 */
export function observerOf(reference: CardReference, setup: ChainSetup): ChainObserver {
  const card = findCard(reference);
  const timeVariables = injectionVariables(setup);
  const observe = card.observe({ ...setup, ...(timeVariables !== undefined && { timeVariables }) });
  return {
    ...card.reading,
    ...(!isPrescaled(card) && { lines: linesOf(card) }),
    observe: (batch, point) => observe(batch as Parameters<Observer>[0], point),
  };
}

/** Output numbers of what a card counts of a menu. */
const linesOf =
  ({ layout }: Card): NonNullable<ChainObserver['lines']> =>
  (menu) =>
    new Set(layout(menu).subjects.flatMap(({ numbers }) => numbers));

/**
 * The chain of a card: its decisions travel with what the card observes.
 * @param need what is simulated: counts need the lines alone, a recorder all of accepted events
 * @throws CARD_UNKNOWN and the codes of `makeChain`
 */
export function cardChain(setup: CardSetup, need: Need = 'menu'): Chain {
  const own = observerOf(setup.card, setup);
  const { otherEvents = false } = setup;
  const observer = otherEvents
    ? { ...own, observe: (batch: FullBatch) => own.observe(batch) }
    : own;
  const reach = observer.reads.includes('ecl') ? 'crystals' : 'trigger';
  return makeChain(setup, { ...machineOverlay(setup, reach), observer, need });
}

/** The text of `study --list`. */
export function listCards(): string {
  const listed = [...cards, ...surveys];
  const width = Math.max(...listed.map(({ name }) => name.length));
  const rows = listed.map(
    ({ name, title, doc }) => `${name.padEnd(width)}  ${title}\n${' '.repeat(width + 2)}${doc}`,
  );
  return (
    `${rows.join('\n\n')}\n\nA card of your own is a YAML file: b2l1 study my-card.yaml\n` +
    `All lines on any other process: b2l1 study PROCESS (b2l1 processes)\n`
  );
}
