import { singlePhotonPlugin } from './single-photon.js';
import { twoTrackPlugin } from './two-track.js';

/** The trigger families: each sets its input bits from trigger objects. */
export const families = [singlePhotonPlugin, twoTrackPlugin] as const;
