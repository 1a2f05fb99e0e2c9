import { type BitStage, hasBit, inputWords } from '../../../triggers/batches.js';
import { matchingPlugin } from '../../../triggers/bits/matching.js';
import { tracksPlugin } from '../../../triggers/bits/tracks.js';
import type { GrlObjects } from '../../../triggers/grl/objects.js';
import { twoTrackPlugin } from '../../../triggers/lines/two-track.js';
import { type InputName, inputNames } from '../../../triggers/slots.js';
import { grlOf } from '../grl/events.js';

/** All plugins whose bits come from the GRL. */
export const grlPlugins = [tracksPlugin, matchingPlugin, twoTrackPlugin] as const;

/** GRL objects of one event in which nothing was found but what is given. */
export const grlWith = (
  columns: Partial<Record<Exclude<keyof GrlObjects, 'matches'>, number>>,
): GrlObjects => ({
  ...grlOf([{}]),
  ...Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, Uint8Array.of(value)]),
  ),
});

/** Input bits that stages set for one event. */
export function bitsSet(grl: GrlObjects, ...stages: readonly BitStage<'grl'>[]): InputName[] {
  const bits = new Uint32Array(inputWords);
  for (const stage of stages) stage({ grl }, 1, bits);
  return inputNames.filter((_, slot) => hasBit(bits, inputWords, 0, slot));
}

/** Input bits that all plugins set for one event. */
export const allBitsSet = (columns: Parameters<typeof grlWith>[0]): InputName[] =>
  bitsSet(grlWith(columns), ...grlPlugins.map((plugin) => plugin.build({})));
