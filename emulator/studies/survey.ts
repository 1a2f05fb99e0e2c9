import type { EmulatorConfig } from '../chain/parts.js';
import type { Reading } from './readings.js';

/** A table of numbers, one array per row. */
export interface SurveyTable {
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  readonly rows: readonly (readonly number[])[];
}

/** Areas on top of each other: columns of a table against its first column. */
export interface SurveyPicture {
  readonly file: string;
  readonly title: string;
  readonly yName: string;
  readonly columns: readonly string[];
}

/** What a survey has found. */
interface SurveyFindings {
  readonly table: SurveyTable;
  readonly picture: SurveyPicture;
  readonly readings: readonly Reading[];
}

/**
 * A question about the emulated detector that needs no events: asked like a card, by `b2l1 study
 * NAME`.
 */
export interface Survey {
  readonly name: string;
  readonly title: string;
  readonly doc: string;
  readonly examine: (config: EmulatorConfig) => SurveyFindings;
}
