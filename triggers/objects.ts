import type { CdcObjects, NeuroObjects } from './cdc/objects.js';
import type { EclObjects } from './ecl/objects.js';
import type { GrlObjects, KlmMatches } from './grl/objects.js';
import type { KlmObjects } from './klm/objects.js';
import type { TopMatches, TopObjects } from './top/objects.js';

/** Trigger objects of a batch, by the stage that finds them. */
export interface TriggerObjects {
  readonly cdc: CdcObjects;
  readonly neuro: NeuroObjects;
  readonly ecl: EclObjects;
  readonly grl: GrlObjects;
  readonly klm: KlmObjects;
  readonly klmMatches: KlmMatches;
  readonly top: TopObjects;
  readonly topMatches: TopMatches;
}
