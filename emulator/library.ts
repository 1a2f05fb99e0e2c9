/** The package's public face: event sources, trigger operators, statistics and readers. */
import { type MonoTypeOperatorFunction, map, type OperatorFunction, pipe } from 'rxjs';
import { EmulatorError } from '../detector/base/errors.js';
import type { HitBatch } from '../detector/event.js';
import type { DetectorHits } from '../detector/index.js';
import type { WithInputBits, WithObjects } from '../triggers/batches.js';
import { decide as decideWith } from '../triggers/gdl/decide.js';
import type { Decidable, DecisionBatch } from '../triggers/gdl/decide.js';
import { ftdl as ftdlOf } from '../triggers/gdl/ftdl.js';
import { type CompiledMenu, compileMenu, type Menu } from '../triggers/gdl/menu.js';
import { bitPlugins, triggerStages } from '../triggers/index.js';
import { defaultMenu } from '../triggers/menus/index.js';
import { findObjects, setBits } from './chain/trigger.js';
import { unsoundHits } from './chain/hit-limits.js';
import type { HitTree } from './chain/kept-hits.js';
import { builtOf, type Settings } from './chain/event-source.js';
import type { EmulatorConfig } from './chain/parts.js';
import { emulatorConfig } from './settings/emulator-config.js';

export { beams } from '../detector/beams.js';
export { EmulatorError } from '../detector/base/errors.js';
export * as units from '../detector/base/units.js';
export type { Addresses, HitBatch } from '../detector/event.js';
export type { DetectorHits } from '../detector/index.js';
export type { Particles } from '../detector/particles.js';
export type { EventBatch, GeneratedBatch } from '../detector/truth.js';
export {
  hasBit,
  inputWords,
  outputWords,
  setBit,
  type WithFtdlBits,
  type WithInputBits,
  type WithObjects,
} from '../triggers/batches.js';
export type { Decidable, DecisionBatch } from '../triggers/gdl/decide.js';
export {
  type CompiledMenu,
  compileMenu,
  findLine,
  type Menu,
  type MenuLine,
} from '../triggers/gdl/menu.js';
export { isAccepted } from '../triggers/gdl/prescale.js';
export { nnSingleTrack } from '../triggers/lines/nn-single-track.js';
export { singleMuon } from '../triggers/lines/single-muon.js';
export { singlePhoton } from '../triggers/lines/single-photon.js';
export { threeTrack } from '../triggers/lines/three-track.js';
export { twoTrack } from '../triggers/lines/two-track.js';
export { eclMenu } from '../triggers/menus/ecl.js';
export { physicsMenu } from '../triggers/menus/physics.js';
export { presentMenu } from '../triggers/menus/present.js';
export { menu2018 } from '../triggers/menus/year-2018.js';
export type { TriggerObjects } from '../triggers/objects.js';
export type { EclObjects } from '../triggers/ecl/objects.js';
export { type InputName, inputNames, inputSlots } from '../triggers/slots.js';
export { loadConditions } from './settings/conditions.js';
export { type LoadedOverlay, loadOverlay } from './daq/overlay-file.js';
export type { UserOverlay } from './chain/user-overlay.js';
export { openRecording, type Recording, type RecordingItem } from './daq/recording.js';
export type { NotedBatch, Settings } from './chain/event-source.js';
export { type ResponseBatch, response } from './chain/response.js';
export { type EventsOptions, events$, hits$ } from './settings/events.js';
export { type FileBatch, type FileEventsOptions, fileEvents$ } from './settings/file-events.js';
export { loadMenu } from './settings/menu-source.js';
export type { EmulatorConfig } from './chain/parts.js';
export type { GeneratorConfig, GeneratorName } from './generators/index.js';
export { emulatorConfig } from './settings/emulator-config.js';
export { openEventFile } from './readers/events.js';
export {
  efficiency,
  fires,
  type StreamEfficiency,
  select,
  type WithFired,
  type WithLines,
  type WithSelected,
} from './studies/stream-efficiency.js';
export {
  clopperPearson,
  efficiencyInterval,
  type IntervalMethod,
  jeffreys,
  type WeightedCount,
  wilson,
} from './studies/intervals.js';
export { difference, identify, type PidObjects, type Question } from './offline/pid/identify.js';

/**
 * Hits → trigger objects, and input bits that are still 0: goes before the families. Seed and
 * conditions are those of `hits$`.
 * @throws HITS_UNSOUND for hits of one's own that no detector gives, or whose tables are none
 * @example
 * ```ts
 * import {
 *   type EclObjects,
 *   hits$,
 *   objects,
 *   type Settings,
 *   type TriggerObjects,
 *   type WithObjects,
 * } from 'belle2-l1';
 * import { lastValueFrom, map } from 'rxjs';
 *
 * // Energies of the trigger's clusters, in the laboratory.
 * const clusters = ({ clusters: { energyLab } }: EclObjects) => [...energyLab];
 * const of = ({ objects: { ecl } }: WithObjects<TriggerObjects>) => clusters(ecl);
 * const seedOf = ({ settings: { seed } }: { readonly settings: Settings }) => seed;
 * const [seed, energies] = await lastValueFrom(
 *   hits$({ generator: 'gamma-gamma', events: 1, seed: 3 }).pipe(
 *     objects(),
 *     map((batch) => [seedOf(batch), of(batch)] as const),
 *   ),
 * );
 * console.log(seed, energies.length > 0); // → 3 true
 * ```
 */
export function objects<
  B extends HitBatch<Pick<DetectorHits, 'cdc' | 'ecl' | 'klm' | 'top'>> & {
    readonly settings: Settings;
  },
>(): OperatorFunction<B, B & WithObjects & WithInputBits> {
  return builtOf((settings) => {
    const find = findObjects(triggerStages, settings.conditions.triggers, settings);
    return (batch: B) => {
      const { hits, eventCount } = batch;
      const found = unsoundHits(hits as unknown as HitTree, eventCount);
      if (found !== undefined)
        throw new EmulatorError('HITS_UNSOUND', `a batch has ${found}; expected those of hits$`);
      return find(batch);
    };
  });
}

/**
 * All input bits that the emulated trigger drives: every family and the bits without one.
 * @example
 * ```ts
 * import {
 *   allBits,
 *   emulatorConfig,
 *   type GeneratorConfig,
 *   hasBit,
 *   hits$,
 *   inputSlots,
 *   inputWords,
 *   objects,
 * } from 'belle2-l1';
 * import { lastValueFrom, map } from 'rxjs';
 *
 * // A photon of 3 GeV in the barrel, and a threshold of one's own.
 * const conditions = emulatorConfig({ bits: { ecl: { sums: { ehigh: '2 GeV' } } } });
 * const config: GeneratorConfig<'gun'> = {
 *   frame: 'lab',
 *   minimum: '3 GeV',
 *   maximum: '3 GeV',
 *   thetaMin: '60 deg',
 *   thetaMax: '70 deg',
 * };
 * const fires = await lastValueFrom(
 *   hits$({ generator: 'gun', config, events: 1, conditions }).pipe(
 *     objects(),
 *     allBits(conditions),
 *     map(({ inputBits }) => hasBit(inputBits, inputWords, 0, inputSlots.ehigh)),
 *   ),
 * );
 * console.log(fires); // → true
 * ```
 */
export function allBits<B extends WithObjects & WithInputBits>(
  config: EmulatorConfig = emulatorConfig(),
): MonoTypeOperatorFunction<B> {
  return map(setBits(bitPlugins, config.bits));
}

/**
 * FTDL: the output lines of a menu, before prescale; that of the command unless another is given.
 * @example
 * ```ts
 * import { allBits, ftdl, hasBit, hits$, objects, outputWords, physicsMenu } from 'belle2-l1';
 * import { lastValueFrom, map } from 'rxjs';
 *
 * // Lines that one pair of photons fires, before prescale.
 * const lines = await lastValueFrom(
 *   hits$({ generator: 'gamma-gamma', events: 1, seed: 3 }).pipe(
 *     objects(),
 *     allBits(),
 *     ftdl(physicsMenu),
 *     map(({ ftdlBits }) =>
 *       physicsMenu.lines.filter(({ number }) => hasBit(ftdlBits, outputWords, 0, number)),
 *     ),
 *   ),
 * );
 * console.log(lines.map(({ name }) => name).join(' '));
 * ```
 */
export function ftdl<B extends WithInputBits>(
  menu: Menu = defaultMenu,
): OperatorFunction<B, B & { readonly ftdlBits: Uint32Array; readonly menu: CompiledMenu }> {
  const compiled = compileMenu(menu);
  return pipe(
    ftdlOf<B>(compiled),
    map((batch) => ({ ...batch, menu: compiled })),
  );
}

/**
 * The global decision: prescales, masks and the timing source, of the command's menu unless another
 * is given. Wants batches in address order.
 * @example
 * ```ts
 * import {
 *   allBits,
 *   type Decidable,
 *   decide,
 *   type DecisionBatch,
 *   ftdl,
 *   hits$,
 *   isAccepted,
 *   objects,
 *   physicsMenu,
 * } from 'belle2-l1';
 * import { lastValueFrom, pipe, reduce } from 'rxjs';
 *
 * const accepted = ({ eventCount, psnmBits }: DecisionBatch) =>
 *   Array.from({ length: eventCount }, (_, event) => isAccepted(psnmBits, event)).filter(Boolean)
 *     .length;
 * // From bits to a number of accepts.
 * const accepts = pipe(
 *   decide<Decidable>(physicsMenu),
 *   reduce((sum: number, batch: DecisionBatch) => sum + accepted(batch), 0),
 * );
 * const count = await lastValueFrom(
 *   hits$({ generator: 'mumu', events: 100 }).pipe(
 *     objects(),
 *     allBits(),
 *     ftdl(physicsMenu),
 *     accepts,
 *   ),
 * );
 * console.log(`${count} of 100 muon pairs`);
 * ```
 */
export function decide<B extends Decidable>(
  menu: Menu = defaultMenu,
  config: EmulatorConfig = emulatorConfig(),
  seed = 1,
): OperatorFunction<B, B & DecisionBatch> {
  return decideWith(compileMenu(menu), config.gdl, { seed });
}
