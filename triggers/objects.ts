import type { NeuroObjects } from './cdc/neuro.js';
import type { CdcObjects } from './cdc/objects.js';
import type { EclObjects } from './ecl/objects.js';
import type { KlmMatches } from './grl/klm-matching.js';
import type { GrlObjects } from './grl/objects.js';
import type { KlmObjects } from './klm/objects.js';
import type { TopMatches } from './top/cdc-matching.js';
import type { TopObjects } from './top/objects.js';

/** Trigger objects of a batch, by subsystem. */
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
