import { eclBitsPlugin } from './bits/ecl.js';
import { klmPlugin } from './bits/klm.js';
import { injectionPlugin } from './bits/machine.js';
import { matchingPlugin } from './bits/matching.js';
import { topMatchPlugin, topPlugin } from './bits/top.js';
import { tracksPlugin } from './bits/tracks.js';
import { cdcStage } from './cdc/cdc-trigger.js';
import { neuroStage } from './cdc/neuro.js';
import { eclStage } from './ecl/ecl-trigger.js';
import { grlStage } from './grl/grl.js';
import { klmMatchesStage } from './grl/klm-matching.js';
import { klmStage } from './klm/klm-trigger.js';
import { families } from './lines/index.js';
import { topMatchesStage } from './top/cdc-matching.js';
import { topStage } from './top/top-trigger.js';

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
  topMatchPlugin,
  injectionPlugin,
] as const;
