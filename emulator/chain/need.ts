import { EmulatorError } from '../../detector/base/errors.js';
import type { SparedChannels } from '../../detector/simulate.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import {
  channelsRead,
  knownFrom,
  menuSlots,
  type Needs,
  needsOf,
  type Reading,
  readingNeeds,
  type TriggerLists,
  listsOf,
} from '../../triggers/needs.js';
import { type ChainParts, type EmulatorConfig, simulatedIn, standardParts } from './parts.js';

/**
 * What a chain simulates. `lines`: what those lines read that the observer counts, of all lines if
 * it names none, and what the observer reads itself, for every event. `menu`: what all lines and
 * the observer read first; of events that a line may accept the rest of the trigger too, whose bits
 * choose the timing source, and for the recorder all other subdetectors. `all`: everything, for
 * every event. Lines that are decided and observations are the same bytes in all three.
 */
export type Need = 'lines' | 'menu' | 'all';

/** What a chain finds of its events, and when. */
interface ChainNeeds {
  /** Of every event, before the decision. */
  readonly first: Needs;
  /** Of events that a line may accept: the same when nothing is left. */
  readonly accepted: Needs;
}

interface Asked {
  readonly menu: CompiledMenu;
  readonly parts: ChainParts;
  readonly observer: Reading;
  /** Subdetectors that may be simulated. */
  readonly simulated: ReadonlySet<string>;
  /** Whether events that a line may accept have hits in all subdetectors: kept, or for sizes. */
  readonly wantsAll: boolean;
}

/** A menu with only some of its lines (D-557), by output number; as it is where none are named. */
export function onlyLines(
  whole: CompiledMenu,
  numbers: ReadonlySet<number> | undefined,
): CompiledMenu {
  const lines = whole.lines.filter(({ number }) => numbers?.has(number) ?? true);
  return lines.length === whole.lines.length ? whole : compileMenu({ ...whole.menu, lines });
}

/**
 * What lines and observer need, within what may be simulated.
 * @throws CHAIN_NOT_SIMULATED when the observer reads what may not be
 */
export function chainNeeds(
  need: Need,
  { menu, parts, observer, simulated, wantsAll }: Asked,
): ChainNeeds {
  const known = knownFrom(simulated, parts);
  const observed = readingNeeds(observer, parts.triggerStages);
  requireKnown(observed, known);
  const asked = needsOf(new Set(observer.inputs), parts);
  const read = need === 'all' ? known : needsOf(menuSlots(menu), parts);
  const stages = within(known.stages, read.stages, observed.stages, asked.stages);
  const first: Needs = {
    subdetectors: within(
      known.subdetectors,
      read.subdetectors,
      observed.subdetectors,
      asked.subdetectors,
    ),
    stages,
    plugins: within(known.plugins, read.plugins, asked.plugins, readingOnly(stages, parts)),
  };
  const accepted = need === 'lines' ? first : known;
  const { subdetectors } = readingNeeds(
    { reads: [], uses: [...accepted.stages] },
    parts.triggerStages,
  );
  const wanted = wantsAll ? known.subdetectors : within(known.subdetectors, subdetectors);
  return { first, accepted: { ...accepted, subdetectors: wanted } };
}

/**
 * Subdetectors of which a chain leaves out hits that none of its stages reads, with the channels
 * that are read (D-535): none where hits are shown to anybody, or all is simulated, and none that
 * the observer reads.
 */
export function sparedChannels(
  need: Need,
  { first, accepted }: ChainNeeds,
  {
    parts,
    observer,
    areHitsShown,
  }: Pick<Asked, 'parts' | 'observer'> & { readonly areHitsShown: boolean },
): SparedChannels {
  if (need === 'all' || areHitsShown) return new Map();
  const stages = parts.triggerStages.filter(
    ({ name }) => first.stages.has(name) || accepted.stages.has(name),
  );
  return new Map([...channelsRead(stages)].filter(([name]) => !observer.reads.includes(name)));
}

/**
 * Hits without those of subdetectors of which some are left out.
 * @throws CHAIN_HITS_SPARED of the hits that come back, by whoever looks at those
 */
export function withoutSpared(hits: object, spared: SparedChannels): object {
  if (spared.size === 0) return hits;
  const seen = { ...hits };
  for (const name of spared.keys()) {
    if (!Object.hasOwn(seen, name)) continue;
    Object.defineProperty(seen, name, {
      get: () => {
        throw new EmulatorError(
          'CHAIN_HITS_SPARED',
          `the observer looks at hits of ${name}, of which those that no trigger stage reads are ` +
            `left out; expected: "${name}" among what it reads, and all are there`,
        );
      },
    });
  }
  return seen;
}

/** Plugins that read nothing but some stages: to leave them for later would cost these twice. */
const readingOnly = (stages: ReadonlySet<string>, { bitPlugins }: ChainParts) =>
  new Set(
    bitPlugins
      .filter(({ reads }) => reads.every((stage) => stages.has(stage)))
      .map(({ name }) => name),
  );

/** Names that are known, of those asked for. */
const within = (known: ReadonlySet<string>, ...asked: readonly ReadonlySet<string>[]) =>
  new Set([...known].filter((name) => asked.some((names) => names.has(name))));

function requireKnown(observed: Omit<Needs, 'plugins'>, known: Needs): void {
  const missing = [...observed.subdetectors].filter((name) => !known.subdetectors.has(name));
  if (missing.length === 0) return;
  throw new EmulatorError(
    'CHAIN_NOT_SIMULATED',
    `the observer reads ${missing.join(', ')}, expected of it only what is simulated: ` +
      [...known.subdetectors].join(', '),
  );
}

/** The trigger without what a configuration lets nothing be known of. */
export const knownLists = (config: EmulatorConfig): TriggerLists =>
  listsOf(knownFrom(simulatedIn(config), standardParts), standardParts);
