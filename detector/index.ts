import { arich } from './arich/arich.js';
import { cdc } from './cdc/cdc.js';
import { ecl } from './ecl/ecl.js';
import { klm } from './klm/klm.js';
import { pxd } from './pxd/pxd.js';
import type { HitsOf } from './subdetector.js';
import { svd } from './svd/svd.js';
import { top } from './top/top.js';

/** The subdetectors, in the order in which they are simulated. */
export const subdetectors = [pxd, svd, cdc, top, arich, ecl, klm] as const;

/** Hits of the whole detector, by subdetector. */
export type DetectorHits = HitsOf<typeof subdetectors>;
