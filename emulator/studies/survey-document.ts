import type { EmulatorConfig } from '../chain/parts.js';
import { type Provenance, provenanceOfConfig } from './provenance.js';
import { type JudgedReading, judged } from './readings.js';
import type { Survey, SurveyPicture, SurveyTable } from './survey.js';

/** What a survey has found, as `results.json` and `--json` hold it. */
export interface SurveyDocument {
  readonly version: string;
  readonly conditions: string;
  readonly geometry: string;
  readonly card: string;
  readonly title: string;
  readonly table: SurveyTable;
  readonly picture: SurveyPicture;
  readonly readings: readonly JudgedReading[];
  readonly provenance: Provenance;
}

interface SurveyContext {
  readonly version: string;
  readonly conditions: string;
  readonly config: EmulatorConfig;
}

/** Runs a survey under a configuration and says what was found; events play no part. */
export function surveyDocument(
  { name, title, examine }: Survey,
  { version, conditions, config }: SurveyContext,
): SurveyDocument {
  const { table, picture, readings } = examine(config);
  return {
    version,
    conditions,
    geometry: config.ecl.geometry,
    card: name,
    title,
    table,
    picture,
    readings: readings.map(judged),
    provenance: provenanceOfConfig(config),
  };
}
