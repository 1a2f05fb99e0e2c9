// Events through the detector and some stages of the trigger.
import { findObjects } from '../../dist/emulator/chain/trigger.js';
import { emulatorConfig, hits$ } from '../../dist/emulator/library.js';
import { triggerStages } from '../../dist/triggers/index.js';
import { forEachBatch } from './table.mjs';

const chamberStages = triggerStages.filter(({ name }) => ['cdc', 'neuro'].includes(name));

/**
 * Calls `visit` for each batch of events of a generator, with what the trigger of the chamber
 * finds; `raw` are parameters of the conditions.
 */
export function forEachChamberBatch({ generator, config, events, seed, raw = {} }, visit) {
  const conditions = emulatorConfig(raw);
  const find = findObjects(chamberStages, conditions.triggers, { seed });
  return forEachBatch(
    hits$({ generator, config, events, seed, conditions, subdetectors: ['cdc'] }),
    (batch) => visit({ ...batch, objects: find(batch).objects }),
  );
}

/** Hits of noise of so much on every wire. */
export const noiseOf = (rate) => ({ cdc: { noiseRate: rate } });
