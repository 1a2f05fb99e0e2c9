import type { HitBatch, RunContext } from '../../detector/event.js';
import { inputWords } from '../../triggers/batches.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { TriggerLists } from '../../triggers/needs.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import type { AnyBitPlugin, AnyTriggerStage } from '../../triggers/plugins.js';
import { type EmulatorConfig, standardParts } from './parts.js';

/** What the trigger makes of a batch: objects by stage, input bits, FTDL bits. */
export interface Triggered {
  readonly objects: TriggerObjects;
  readonly inputBits: Uint32Array;
  readonly ftdlBits: Uint32Array;
}

/** Events with input bits that something else than the detector sets, if anything does. */
interface GivenBits {
  readonly givenBits?: Uint32Array;
}

/**
 * Trigger stages as one function: the objects of all stages, and input bits with no more in them
 * than those that the batch was given.
 */
export function findObjects(
  stages: readonly AnyTriggerStage[],
  config: Readonly<Record<string, unknown>>,
  context: RunContext,
): <B extends HitBatch<unknown> & GivenBits>(
  batch: B,
) => B & { readonly objects: TriggerObjects; readonly inputBits: Uint32Array } {
  const steps = stages.map((stage) => ({
    name: stage.name,
    find: stage.build(config[stage.name] as never, context),
  }));
  return (batch) => {
    const objects: Record<string, unknown> = {};
    for (const { name, find } of steps) objects[name] = find(batch as never, objects as never);
    return {
      ...batch,
      objects: objects as unknown as TriggerObjects,
      inputBits: batch.givenBits ?? new Uint32Array(batch.eventCount * inputWords),
    };
  };
}

/** Bit plugins as one function: a batch with its own copy of the input bits, theirs set in it. */
export function setBits(
  plugins: readonly AnyBitPlugin[],
  config: Readonly<Record<string, unknown>>,
): <B extends Omit<Triggered, 'ftdlBits'> & { readonly eventCount: number }>(batch: B) => B {
  const stages = plugins.map((plugin) => plugin.build(config[plugin.name] as never));
  return (batch) => {
    const inputBits = batch.inputBits.slice();
    for (const stage of stages) stage(batch.objects as never, batch.eventCount, inputBits);
    return { ...batch, inputBits };
  };
}

/** The trigger as one function, from hits to FTDL bits. */
export function runTrigger(
  menu: CompiledMenu,
  { seed, config }: { readonly seed: number; readonly config: EmulatorConfig },
  { triggerStages, bitPlugins }: TriggerLists = standardParts,
): <B extends HitBatch<unknown> & GivenBits>(batch: B) => B & Triggered {
  const find = findObjects(triggerStages, config.triggers, { seed });
  const set = setBits(bitPlugins, config.bits);
  return (batch) => {
    const found = set(find(batch));
    return { ...found, ftdlBits: menu.ftdl(found.inputBits, found.eventCount) };
  };
}
