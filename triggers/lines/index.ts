import { nnSingleTrackPlugin } from './nn-single-track.js';
import { singleMuonPlugin } from './single-muon.js';
import { singlePhotonPlugin } from './single-photon.js';
import { twoTrackPlugin } from './two-track.js';

/** The trigger families: each sets its input bits from trigger objects. */
export const families = [
  singlePhotonPlugin,
  nnSingleTrackPlugin,
  twoTrackPlugin,
  singleMuonPlugin,
] as const;
