import { annihilation, annihilationCrossSection } from './annihilation.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { LeptonPair } from './lepton-pair.js';

interface Expected {
  /** Without and with the radiation of the beams [nb]. */
  readonly born: number;
  readonly radiated: number;
  /** What others publish with vacuum polarization and loops [nb], and its error. */
  readonly published: readonly [number, number];
}

/**
 * Cross sections of a pair of leptons of another family, all angles.
 * @param pairOf the pair of the generator's defaults
 */
export function annihilationRows(
  pairOf: () => LeptonPair,
  { born, radiated, published }: Expected,
): readonly CrossSectionRow[] {
  return [
    {
      definition: 'all angles and energies, s′ down to threshold, no vacuum polarization',
      order: 'leading order, radiator of the beams',
      value: (beams) => annihilation(pairOf(), beams).crossSection,
      unit: 'nb',
      expected: radiated,
      tolerance: 0.005,
      source: 'independent numerical integration of H(x)·σ(s(1 − x)), Kuraev and Fadin 1985',
    },
    {
      definition: 'the same with vacuum polarization (vacuumPolarization=full)',
      order: 'leading order, radiator of the beams, running coupling',
      value: (beams) =>
        annihilation({ ...pairOf(), vacuumPolarization: 'full' }, beams).crossSection,
      unit: 'nb',
      expected: published[0],
      tolerance: 0.01,
      source:
        `KKMC, ${published[0]} ± ${published[1]} nb (arXiv:1808.10567, recalled, not verified); ` +
        'without resonances and loops at either end',
      published: true,
    },
    {
      definition: 'all angles, no radiation',
      order: 'leading order',
      value: ({ frame: { s } }) => annihilationCrossSection(s, pairOf().mass),
      unit: 'nb',
      expected: born,
      tolerance: 0.005,
      source: '(4πα²/3s)·β(3 − β²)/2, independent numerical integration',
    },
  ];
}
