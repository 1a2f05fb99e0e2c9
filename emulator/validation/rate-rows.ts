import type { RatesDocument } from '../rates/rates-document.js';
import { judgedRow, type Expectation, type ValidationRow } from './validation-row.js';

/** The machine whose rates are looked at, and seeds that they are taken from. */
export const rateSample = { machine: '2022-peak', seeds: 60_000 } as const;

const conditions = `rates --machine ${rateSample.machine} --events ${rateSample.seeds}`;

const total: Expectation = {
  id: 'l1-2022',
  what: 'Level-1 rate at 4.65e34 cm⁻²s⁻¹, after prescale',
  conditions,
  kind: 'published',
  unit: 'kHz',
  expected: 7,
  tolerance: 3,
  bound: 'about',
  source: '4 to 10 kHz at 2.5 to 4.7e34 in 2021–22 (recalled, not verified)',
  reason:
    'the interval is that of the background model, known to a factor of two; its tracks are ' +
    'tuned to 1 kHz, the total is not tuned to',
};

const tracks: Expectation = {
  id: 'background-tracks',
  what: 'Track lines without prescale by background alone, without injection',
  conditions,
  kind: 'tuned',
  unit: 'kHz',
  expected: 1,
  tolerance: 0.1,
  bound: 'about',
  source: 'indico.desy.de 34916, contribution 147850: 1 kHz at 0.4e35',
  reason: 'the rate of stray tracks is chosen so that it comes out',
};

/** For `--only`, before rates are known. */
export const rateExpectations: readonly Expectation[] = [total, tracks];

/** Rates of Level 1 beside those of the experiment. */
export function rateRows(document: RatesDocument): readonly ValidationRow[] {
  const { totalHz, modelLowHz, modelHighHz, backgroundTracks } = document;
  const { hz, errorHz } = backgroundTracks;
  const inKilohertz = (rate: number): number => rate / 1000;
  return [
    judgedRow(total, {
      value: inKilohertz(totalHz),
      low: inKilohertz(modelLowHz),
      high: inKilohertz(modelHighHz),
    }),
    judgedRow(tracks, {
      value: inKilohertz(hz),
      low: inKilohertz(hz - errorHz),
      high: inKilohertz(hz + errorHz),
    }),
  ];
}
