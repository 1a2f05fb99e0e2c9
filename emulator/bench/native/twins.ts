import { chamberTwin } from './chamber-twin.js';
import { networkTwin } from './network-twin.js';
import { transportTwin } from './transport-twin.js';
import type { Twin } from './twin.js';

/** All twins, in the order of their rows. */
export const twins: readonly Twin[] = [networkTwin, transportTwin, chamberTwin];
