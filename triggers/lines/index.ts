import { singlePhotonPlugin } from './single-photon.js';

/** The trigger families: each sets its input bits from trigger objects. */
export const families = [singlePhotonPlugin] as const;
