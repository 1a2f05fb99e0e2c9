import type { CdcHits } from '../detector/cdc/hits.js';
import type { EclHits } from '../detector/ecl/hits.js';
import type { KlmHits } from '../detector/klm/hits.js';
import type { TopHits } from '../detector/top/hits.js';
import { eclBitsPlugin } from './bits/ecl.js';
import { klmPlugin } from './bits/klm.js';
import { matchingPlugin } from './bits/matching.js';
import { topPlugin } from './bits/top.js';
import { tracksPlugin } from './bits/tracks.js';
import { cdcObjects, cdcTriggerSchema } from './cdc/cdc-trigger.js';
import { type NeuroObjects, neuroObjects, neuroSchema } from './cdc/neuro.js';
import type { CdcObjects } from './cdc/objects.js';
import { eclObjects, eclTriggerSchema } from './ecl/ecl-trigger.js';
import { grlObjects, grlSchema } from './grl/grl.js';
import { type KlmMatches, klmMatches, klmMatchingSchema } from './grl/klm-matching.js';
import type { GrlObjects } from './grl/objects.js';
import { klmObjects, klmTriggerSchema } from './klm/klm-trigger.js';
import type { KlmObjects } from './klm/objects.js';
import { families } from './lines/index.js';
import type { EclObjects } from './ecl/objects.js';
import type { TriggerStage } from './plugins.js';
import { type TopMatches, topMatches, topMatchingSchema } from './top/cdc-matching.js';
import type { TopObjects } from './top/objects.js';
import { topObjects, topTriggerSchema } from './top/top-trigger.js';

const cdcStage: TriggerStage<
  'cdc',
  typeof cdcTriggerSchema,
  { readonly cdc: CdcHits },
  CdcObjects
> = {
  name: 'cdc',
  schema: cdcTriggerSchema,
  build: (config, context) => {
    const find = cdcObjects(config, context);
    return ({ hits, addresses }) => find(hits.cdc, addresses);
  },
};

const neuroStage: TriggerStage<
  'neuro',
  typeof neuroSchema,
  unknown,
  NeuroObjects,
  { readonly cdc: CdcObjects }
> = {
  name: 'neuro',
  schema: neuroSchema,
  build: (config) => {
    const find = neuroObjects(config);
    return (_batch, { cdc }) => find(cdc);
  },
};

const eclStage: TriggerStage<
  'ecl',
  typeof eclTriggerSchema,
  { readonly ecl: EclHits },
  EclObjects
> = {
  name: 'ecl',
  schema: eclTriggerSchema,
  build: (config, context) => {
    const find = eclObjects(config, context);
    return ({ hits, addresses }) => find(hits.ecl, addresses);
  },
};

const grlStage: TriggerStage<
  'grl',
  typeof grlSchema,
  unknown,
  GrlObjects,
  { readonly cdc: CdcObjects; readonly ecl: EclObjects }
> = {
  name: 'grl',
  schema: grlSchema,
  build: (config, context) => {
    const find = grlObjects(config, context);
    return ({ eventCount }, { cdc, ecl }) => find(cdc, ecl, eventCount);
  },
};

const klmStage: TriggerStage<
  'klm',
  typeof klmTriggerSchema,
  { readonly klm: KlmHits },
  KlmObjects
> = {
  name: 'klm',
  schema: klmTriggerSchema,
  build: (config, context) => {
    const find = klmObjects(config, context);
    return ({ hits, eventCount }) => find(hits.klm, eventCount);
  },
};

const klmMatchesStage: TriggerStage<
  'klmMatches',
  typeof klmMatchingSchema,
  unknown,
  KlmMatches,
  { readonly cdc: CdcObjects; readonly ecl: EclObjects; readonly klm: KlmObjects }
> = {
  name: 'klmMatches',
  schema: klmMatchingSchema,
  build: (config, context) => {
    const find = klmMatches(config, context);
    return ({ eventCount }, { cdc, ecl, klm }) => find(cdc, ecl, klm, eventCount);
  },
};

const topStage: TriggerStage<
  'top',
  typeof topTriggerSchema,
  { readonly top: TopHits },
  TopObjects
> = {
  name: 'top',
  schema: topTriggerSchema,
  build: (config, context) => {
    const find = topObjects(config, context);
    return ({ hits, eventCount }) => find(hits.top, eventCount);
  },
};

const topMatchesStage: TriggerStage<
  'topMatches',
  typeof topMatchingSchema,
  unknown,
  TopMatches,
  { readonly cdc: CdcObjects; readonly top: TopObjects }
> = {
  name: 'topMatches',
  schema: topMatchingSchema,
  build: (config, context) => {
    const find = topMatches(config, context);
    return ({ eventCount }, { cdc, top }) => find(cdc, top, eventCount);
  },
};

/** Stages from hits to objects, each seeing the objects of those before it. */
export const triggerStages = [
  cdcStage,
  neuroStage,
  eclStage,
  grlStage,
  klmStage,
  klmMatchesStage,
  topStage,
  topMatchesStage,
] as const;

/** Stages from objects to input bits: the families and the bits without one. */
export const bitPlugins = [
  ...families,
  tracksPlugin,
  matchingPlugin,
  eclBitsPlugin,
  klmPlugin,
  topPlugin,
] as const;
