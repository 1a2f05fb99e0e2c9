import type { CompiledMenu } from './gdl/menu.js';
import { slotsOf } from './gdl/formula.js';
import type { AnyBitPlugin, AnyTriggerStage } from './plugins.js';
import { inputSlots } from './slots.js';

/** The lists from which needs follow. */
export interface TriggerLists {
  readonly triggerStages: readonly AnyTriggerStage[];
  readonly bitPlugins: readonly AnyBitPlugin[];
}

/** Names of what must be there for something to be known. */
export interface Needs {
  readonly subdetectors: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
  readonly plugins: ReadonlySet<string>;
}

/** Hits and objects that something reads, by name. */
export interface Reading {
  /** Subdetectors whose hits it reads. */
  readonly reads: readonly string[];
  /** Trigger stages whose objects it reads. */
  readonly uses: readonly string[];
  /** Input slots that it reads; none when absent. */
  readonly inputs?: readonly number[];
}

/** Input slots that the lines of a menu can read, those of masked lines too. */
export const menuSlots = ({ formulas }: Pick<CompiledMenu, 'formulas'>): ReadonlySet<number> =>
  new Set(formulas.flatMap(slotsOf));

/**
 * What it takes to know some input slots: the plugins that drive them, the stages whose objects
 * those read, the stages before these, and the subdetectors whose hits they all read. A plugin
 * counts only when one of its slots is asked for; a slot that nothing drives needs nothing.
 */
export function needsOf(slots: ReadonlySet<number>, { triggerStages, bitPlugins }: TriggerLists) {
  const plugins = bitPlugins.filter(({ drives }) =>
    drives.some((name) => slots.has(inputSlots[name])),
  );
  const { stages, subdetectors } = readingNeeds(
    { reads: [], uses: plugins.flatMap(({ reads }) => reads) },
    triggerStages,
  );
  return { subdetectors, stages, plugins: new Set(plugins.map(({ name }) => name)) };
}

/** What it takes to have some hits and objects: stages before those asked for, and all hits. */
export function readingNeeds(
  { reads, uses }: Reading,
  triggerStages: readonly AnyTriggerStage[],
): Omit<Needs, 'plugins'> {
  const stages = new Set(uses);
  const subdetectors = new Set(reads);
  // A stage uses earlier ones only, so one walk from the end sees them all.
  for (const stage of triggerStages.toReversed()) {
    if (!stages.has(stage.name)) continue;
    for (const name of stage.uses) stages.add(name);
    for (const name of stage.reads) subdetectors.add(name);
  }
  return { stages, subdetectors };
}

/**
 * Subdetectors of which stages read some channels only, with 1 for each channel that any of them
 * reads; none of which one reads all.
 */
export function channelsRead(stages: readonly AnyTriggerStage[]): ReadonlyMap<string, Uint8Array> {
  const read = new Map<string, Uint8Array>();
  for (const name of new Set(stages.flatMap(({ reads }) => reads))) {
    const parts = stages
      .filter(({ reads }) => reads.includes(name))
      .map(({ channels }) => channels?.[name]);
    const [first] = parts;
    if (first !== undefined && parts.length === 1) read.set(name, first);
    else if (first !== undefined && parts.every((part) => part !== undefined))
      read.set(
        name,
        first.map((_, channel) => (parts.some((part) => part[channel] === 1) ? 1 : 0)),
      );
  }
  return read;
}

/**
 * What can be known when some subdetectors alone are simulated: stages and plugins all of whose
 * hits are there.
 */
export function knownFrom(
  subdetectors: ReadonlySet<string>,
  { triggerStages, bitPlugins }: TriggerLists,
): Needs {
  const stages = new Set<string>();
  for (const { name, reads, uses } of triggerStages) {
    if (reads.every((hit) => subdetectors.has(hit)) && uses.every((used) => stages.has(used)))
      stages.add(name);
  }
  const plugins = bitPlugins.filter(({ reads }) => reads.every((stage) => stages.has(stage)));
  return { subdetectors, stages, plugins: new Set(plugins.map(({ name }) => name)) };
}

/**
 * Lines that read subdetectors which are not simulated, by output number, with the names of these:
 * nothing is known of them.
 */
export function unreadLines(
  { lines, formulas }: Pick<CompiledMenu, 'lines' | 'formulas'>,
  simulated: ReadonlySet<string>,
  lists: TriggerLists,
): ReadonlyMap<number, readonly string[]> {
  const missing = lines.map(({ number }, position) => {
    const { subdetectors } = needsOf(new Set(slotsOf(formulas[position])), lists);
    return [number, [...subdetectors].filter((name) => !simulated.has(name)).toSorted()] as const;
  });
  return new Map(missing.filter(([, names]) => names.length > 0));
}

/** The lists without what is not in some needs. */
export const listsOf = (
  { stages, plugins }: Pick<Needs, 'stages' | 'plugins'>,
  { triggerStages, bitPlugins }: TriggerLists,
): TriggerLists => ({
  triggerStages: triggerStages.filter(({ name }) => stages.has(name)),
  bitPlugins: bitPlugins.filter(({ name }) => plugins.has(name)),
});
