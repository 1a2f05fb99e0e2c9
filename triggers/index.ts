import type { CdcHits } from '../detector/cdc/hits.js';
import type { EclHits } from '../detector/ecl/hits.js';
import { eclBitsPlugin } from './bits/ecl.js';
import { matchingPlugin } from './bits/matching.js';
import { tracksPlugin } from './bits/tracks.js';
import { cdcObjects, cdcTriggerSchema } from './cdc/cdc-trigger.js';
import type { CdcObjects } from './cdc/objects.js';
import { eclObjects, eclTriggerSchema } from './ecl/ecl-trigger.js';
import { grlObjects, grlSchema } from './grl/grl.js';
import type { GrlObjects } from './grl/objects.js';
import { families } from './lines/index.js';
import type { EclObjects } from './objects.js';
import type { TriggerStage } from './plugins.js';

const cdcStage: TriggerStage<'cdc', typeof cdcTriggerSchema, { readonly cdc: CdcHits }, CdcObjects> = {
  name: 'cdc',
  schema: cdcTriggerSchema,
  build: (config, context) => {
    const find = cdcObjects(config, context);
    return ({ hits, addresses }) => find(hits.cdc, addresses);
  },
};

const eclStage: TriggerStage<'ecl', typeof eclTriggerSchema, { readonly ecl: EclHits }, EclObjects> = {
  name: 'ecl',
  schema: eclTriggerSchema,
  build: (config, context) => {
    const find = eclObjects(config, context);
    return ({ hits, addresses }) => find(hits.ecl, addresses);
  },
};

const grlStage: TriggerStage<'grl', typeof grlSchema, unknown, GrlObjects, { readonly cdc: CdcObjects; readonly ecl: EclObjects }> = {
  name: 'grl',
  schema: grlSchema,
  build: (config, context) => {
    const find = grlObjects(config, context);
    return ({ eventCount }, { cdc, ecl }) => find(cdc, ecl, eventCount);
  },
};

/** Stages from hits to objects, each seeing the objects of those before it. */
export const triggerStages = [cdcStage, eclStage, grlStage] as const;

/** Stages from objects to input bits: the families and the bits without one. */
export const bitPlugins = [...families, tracksPlugin, matchingPlugin, eclBitsPlugin] as const;
