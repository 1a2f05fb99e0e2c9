import { choice, type ConfigOf, flag, parseConfig, quantity } from '../../detector/base/config.js';
import { cos } from '../../detector/base/elementary.js';
import { degree, GeV, MeV } from '../../detector/base/units.js';
import type { EventGenerator } from './generator.js';
import { generatedCrossSection, generatePairs } from './pair-generator.js';
import { pairCrossSection, type PhotonPair } from './photon-pair.js';
import { weightedFlag } from './weighted.js';

/** What all γX generators let a user choose of the phase space. */
export const photonPairSchema = {
  maxCosTheta: quantity(
    0.9848,
    '',
    'Largest |cosθ*| of the photon in the frame of the pair; 0.9848 is 10° to 170°',
    {
      min: 0.01,
      max: 0.999999,
    },
  ),
  minPhotonEnergy: quantity(
    0.1 * GeV,
    'GeV',
    'Least energy of the photon in the frame of the pair',
    { min: 0.01 },
  ),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Radiated photons of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
  weighted: weightedFlag,
};

const gammaGammaSchema = {
  ...photonPairSchema,
  seen: choice(
    'any',
    ['any', 'more'],
    'Which events: any, or those with two or more photons above 0.1 GeV in 12.4° to 155.1° of ' +
      'the laboratory, which are none of gamma-gamma-lost',
  ),
};

/** The pair of photons of a generator. */
export const twoPhotonsOf = (
  generator: string,
  config: ConfigOf<typeof photonPairSchema> & Pick<PhotonPair, 'seen'>,
): PhotonPair => ({
  ...config,
  generator,
  partnerPdg: 22,
  process: 'annihilation',
  mass: 0,
  coupling: 1,
  identical: true,
});

const pairOf = (config: ConfigOf<typeof gammaGammaSchema>): PhotonPair =>
  twoPhotonsOf('gamma-gamma', config);

/** Generator `gamma-gamma`: annihilation into two photons, with a third from the beams. */
export const gammaGamma: EventGenerator<typeof gammaGammaSchema> = {
  name: 'gamma-gamma',
  kind: 'sm',
  doc:
    'e+e- → γγ(γ): leading order with one effective photon of initial-state radiation; no loop ' +
    'corrections.',
  schema: gammaGammaSchema,
  crossSections: [
    {
      definition:
        '|cosθ*| < 0.9848 at rest of the pair, with the radiation of the beams of less ' +
        'transverse momentum',
      order: 'leading order, radiator of the beams',
      value: (beams) =>
        generatedCrossSection(pairOf(parseConfig(gammaGammaSchema, {}, 'gamma-gamma')), beams),
      unit: 'nb',
      expected: null,
      tolerance: null,
      source: 'the cuts are those of this sample; published ones are on what is seen',
    },
    {
      definition: 'both photons 10° to 170° in the centre of mass, no radiation',
      order: 'leading order',
      value: ({ frame: { s } }) => {
        const limit = cos(10 * degree);
        return 0.5 * pairCrossSection(s, 0, -limit, limit);
      },
      unit: 'nb',
      expected: 4.525,
      tolerance: 0.005,
      source: 'independent numerical integration of the same leading order',
    },
  ],
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: (config, context) => generatePairs(pairOf(config), context),
};
