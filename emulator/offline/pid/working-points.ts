import type { Question } from './identify.js';

/** A question with the difference of log-likelihoods from which the answer is yes. */
interface WorkingPoint extends Question {
  readonly above: number;
}

/**
 * Working points of the study `pid`. Thresholds are tuned there to an efficiency: 0.90 for kaons of
 * 0.5 to 4 GeV in 17–128°, 0.90 for muons above 0.7 GeV in 40–125°, 0.94 for electrons above 1 GeV
 * in 17–128°.
 * @see D-141
 */
export const workingPoints = {
  kaon: { kind: 'kaon', against: 'pion', detectors: ['top', 'arich', 'dedx'], above: 0.2 },
  muon: { kind: 'muon', against: 'pion', detectors: ['klm'], above: 1.65 },
  electron: { kind: 'electron', against: 'pion', detectors: ['ecl'], above: 4 },
} as const satisfies Readonly<Record<string, WorkingPoint>>;

/** Name of a working point: the species that it looks for. */
export type WorkingPointName = keyof typeof workingPoints;
