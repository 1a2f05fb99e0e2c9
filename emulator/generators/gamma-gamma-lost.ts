import { type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { degree } from '../../detector/base/units.js';
import { photonPairSchema, twoPhotonsOf } from './gamma-gamma.js';
import type { EventGenerator } from './generator.js';
import { acceptedInLaboratory } from './laboratory-angles.js';
import { generatedCrossSection, generatePairs } from './pair-generator.js';
import { pairCrossSection } from './photon-pair.js';
import { isDirectionSeen } from './seen-photon.js';

const gammaGammaLostSchema = {
  ...photonPairSchema,
  maxCosTheta: quantity(
    0.9999,
    '',
    'Largest |cosθ*| of the photons in the frame of the pair; beyond, fewer than 1 % are seen',
    { min: 0.99, max: 0.999999 },
  ),
};

const pairOf = (config: ConfigOf<typeof gammaGammaLostSchema>) =>
  twoPhotonsOf('gamma-gamma-lost', { ...config, seen: 'one' });

/** Nearer to the beams than this in the centre of mass, no photon is in the calorimeter. */
const closest = 10 * degree;

/**
 * Generator `gamma-gamma-lost`: one photon in the calorimeter, those beside it beyond its ends.
 * @see D-274
 */
export const gammaGammaLost: EventGenerator<typeof gammaGammaLostSchema> = {
  name: 'gamma-gamma-lost',
  kind: 'sm',
  doc:
    'e+e- → γγ(γ) with exactly one photon above 0.1 GeV in 12.4° to 155.1° of the laboratory, ' +
    'the others along the beams: leading order with one effective photon of initial-state ' +
    'radiation. Disjoint from `gamma-gamma` with `seen` at `more`.',
  schema: gammaGammaLostSchema,
  crossSections: [
    {
      definition: 'one photon above 0.1 GeV in the calorimeter, the others lost, with radiation',
      order: 'leading order, radiator of the beams',
      value: (beams) =>
        generatedCrossSection(
          pairOf(parseConfig(gammaGammaLostSchema, {}, 'gamma-gamma-lost')),
          beams,
        ),
      unit: 'nb',
      expected: null,
      tolerance: null,
      source: 'nothing published with these cuts',
    },
    {
      definition: 'one photon in the calorimeter, the other lost, no radiation',
      order: 'leading order',
      value: ({ frame }) =>
        acceptedInLaboratory(
          frame,
          (low, high) => 0.5 * pairCrossSection(frame.s, 0, low, high),
          closest,
          (cosine, cosineOfOther) => isDirectionSeen(cosine) !== isDirectionSeen(cosineOfOther),
        ),
      unit: 'nb',
      expected: 0.4679,
      tolerance: 0.01,
      source: 'independent numerical integration of the same leading order',
    },
  ],
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: (config, context) => generatePairs(pairOf(config), context),
};
