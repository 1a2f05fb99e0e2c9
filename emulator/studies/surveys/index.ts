import type { Survey } from '../survey.js';
import { materialSurvey } from './material.js';

/** Questions that need no events. */
export const surveys: readonly Survey[] = [materialSurvey];
