import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { particleInfo } from '../../detector/pdg.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { SignalDecay } from './signal-decay.js';
import {
  generateSignalTaus,
  signalTauCrossSection,
  signalTauRow,
  signalTauSchema,
  tau,
} from './signal-tau.js';

const name = 'tau-to-alpha';
/** The α in the truth: a dark scalar, invisible. */
const alphaPdg = 51;
/** PDG codes of the leptons. */
const leptons = { e: 11, mu: 13 } as const;

const tauToAlphaSchema = {
  mass: quantity(1, 'GeV', 'Mass of the α, which is invisible', { min: 0 }),
  lepton: choice('e', ['e', 'mu'], 'Lepton beside the α'),
  ...signalTauSchema,
};

type Config = ConfigOf<typeof tauToAlphaSchema>;

const leptonMass = ({ lepton }: Config): number => particleInfo(leptons[lepton])!.mass;

/** @throws GENERATOR_CONFIG */
function checkMass(config: Config): void {
  const end = tau.mass - leptonMass(config);
  if (config.mass < end) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${name}": a mass of ${config.mass} GeV is too large: τ → ${config.lepton} α ends ` +
      `at ${end.toFixed(4)} GeV`,
  );
}

/** Events; rows are τ⁻, τ⁺, photons, then lepton and α of one of the τ. */
function generate(config: Config, context: GeneratorContext): GenerateEvents {
  checkMass(config);
  return generateSignalTaus(name, config, context, (sampler, stream) => {
    const products = [
      [leptons[config.lepton], leptonMass(config)],
      [alphaPdg, config.mass],
    ] as const;
    const parent = { pdg: tau.pdg, mass: tau.mass, flight: tau.lifetime, products };
    const decay = new SignalDecay(parent, sampler, stream);
    return (builder, row, isAntiparticle) => decay.decay(builder, row, isAntiparticle);
  });
}

/** Generator `tau-to-alpha`: pairs of τ one of which becomes a lepton and an invisible boson. */
export const tauToAlpha: EventGenerator<typeof tauToAlphaSchema> = {
  name,
  kind: 'signal',
  doc:
    'e+e- → τ+τ-(γ…), one τ → eα or μα with an invisible α, isotropically, the other by our ' +
    'tables or into three charged hadrons: pairs as in tautau, no polarization.',
  schema: tauToAlphaSchema,
  onPurpose: ['decayed'],
  crossSections: [signalTauRow(name, 'τ → e α')],
  crossSection(config, beams) {
    checkMass(config);
    return signalTauCrossSection(name, config, beams);
  },
  build: generate,
};
