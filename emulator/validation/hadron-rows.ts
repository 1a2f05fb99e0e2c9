import type { Beams } from '../../detector/beams.js';
import { hadronCounts } from './hadron-counts.js';
import { type Expectation, judgedRow, type ValidationRow } from './validation-row.js';

const events = 4000;

const expected: Readonly<Record<'bbbar' | 'continuum', Expectation>> = {
  bbbar: {
    id: 'charged-bbbar',
    what: 'Charged particles of a BB̄ event, those of K_S and Λ counted',
    conditions: `${events} events, Dalitz pairs not counted`,
    kind: 'tuned',
    unit: '',
    expected: 10.71,
    tolerance: 0.21,
    bound: 'about',
    source: 'CLEO, hep-ex/9907057: 10.71 ± 0.02 + 0.21 − 0.15',
    reason: 'shares of fillings of B are chosen so that inclusive yields come out',
  },
  continuum: {
    id: 'charged-continuum',
    what: 'Charged particles of a continuum event, those of K_S and Λ counted',
    conditions: `${events} events, radiation of the beams, Dalitz pairs not counted`,
    kind: 'tuned',
    unit: '',
    expected: 8.35,
    tolerance: 0.2,
    bound: 'about',
    source: 'ARGUS at 10.5 GeV: 8.35 ± 0.20 (recalled, not verified)',
    reason: 'the shape of the string is chosen so that it comes out',
  },
};

const photons: Expectation = {
  id: 'photons-bbbar',
  what: 'Photons of a BB̄ event, those of K_S and Λ counted',
  conditions: `${events} events`,
  kind: 'published',
  unit: '',
  expected: 10.5,
  tolerance: 0.5,
  bound: 'about',
  source: 'Physics of the B Factories, arXiv:1406.6311: about 10 to 11 (recalled, not verified)',
  reason: 'whether those of K_S and Λ (0.8) are among the published is not recalled',
};

/** How many charged particles and photons hadronic events have. */
export function* hadronRows(beams: Beams, seed: number): Generator<ValidationRow> {
  for (const name of ['bbbar', 'continuum'] as const) {
    const counts = hadronCounts(name, {}, events, beams, seed);
    yield judgedRow(expected[name], { value: counts.charged });
    // Of a continuum event no count of photons is published.
    if (name === 'bbbar')
      yield judgedRow(photons, { value: counts.photons + counts.strangePhotons });
  }
}
