import type { ConfigOf } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { particleInfo } from '../../detector/pdg.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
} from './lepton-boson.js';

const { mass, coupling, isr, minIsrEnergy, weighted } = leptonBosonSchema(['invisible'], 1);
const emuZPrimeSchema = { mass, coupling, isr, minIsrEnergy, weighted };

type Config = ConfigOf<typeof emuZPrimeSchema>;

/** @throws GENERATOR_CONFIG */
function processOf(config: Config): LeptonBoson {
  const muonMass = particleInfo(13)!.mass;
  if (config.mass <= muonMass)
    throw new EmulatorError(
      'GENERATOR_CONFIG',
      `generator "emu-zprime": a muon decays to an electron and a Z' of ${config.mass} GeV; ` +
        `its mass begins above ${muonMass.toPrecision(6)} GeV`,
    );
  return {
    ...config,
    generator: 'emu-zprime',
    kind: 'vector',
    lepton: 11,
    otherLepton: 13,
    boson: 32,
    invisible: 53,
    decay: 'invisible',
    widths: {},
    flight: 0,
  };
}

/**
 * Generator `emu-zprime`: an electron and a muon beside a Z′ that changes one into the other.
 * @see D-264
 */
export const emuZPrime: EventGenerator<typeof emuZPrimeSchema> = {
  name: 'emu-zprime',
  kind: 'signal',
  doc:
    "e+e- → e±μ∓Z'(γ), an invisible Z' that couples to eμ alone, given off by either lepton of a " +
    'virtual photon: tree level with the masses, one effective photon of the beams; no photon ' +
    'exchanged between beams, which adds electrons along them.',
  schema: emuZPrimeSchema,
  crossSections: [
    {
      definition: "e+e- → e±μ∓Z' of 1 GeV, both charges, per g′², annihilation alone, no radiation",
      order: 'leading order',
      value: (beams) =>
        1e6 *
        leptonBosonCrossSection(
          processOf({ mass: 1, coupling: 1, isr: false, minIsrEnergy: 1, weighted: false }),
          beams,
        ),
      unit: 'fb',
      parameters: { coupling: 1, isr: false },
      expected: null,
      tolerance: null,
      source: 'nothing independent exists: no published cross section of a vector coupled to eμ',
    },
  ],
  crossSection: (config, beams) => leptonBosonCrossSection(processOf(config), beams),
  build: (config, context) => generateLeptonBosons(processOf(config), context),
};
