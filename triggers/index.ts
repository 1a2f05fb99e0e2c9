import type { EclHits } from '../detector/ecl/hits.js';
import { eclBitsPlugin } from './bits/ecl.js';
import { eclObjects, eclTriggerSchema } from './ecl/ecl-trigger.js';
import { families } from './lines/index.js';
import type { EclObjects } from './objects.js';
import type { TriggerStage } from './plugins.js';

const eclStage: TriggerStage<'ecl', typeof eclTriggerSchema, { readonly ecl: EclHits }, EclObjects> = {
  name: 'ecl',
  schema: eclTriggerSchema,
  build: (config, context) => {
    const find = eclObjects(config, context);
    return ({ hits, addresses }) => find(hits.ecl, addresses);
  },
};

/** Stages from hits to objects, each seeing the objects of those before it. */
export const triggerStages = [eclStage] as const;

/** Stages from objects to input bits: the families and the bits without one. */
export const bitPlugins = [...families, eclBitsPlugin] as const;
