import type { Card } from '../define-card.js';
import { crystalGaps } from './crystal-gaps.js';
import { singlePhoton } from './single-photon.js';

/** Built-in cards. */
export const cards: readonly Card[] = [singlePhoton, crystalGaps];
