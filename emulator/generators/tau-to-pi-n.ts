import { type ConfigOf, quantity } from '../../detector/base/config.js';
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

const name = 'tau-to-pi-n';
/** Code of the N in the truth: that of PYTHIA 8's heavy neutrino beside the τ (recalled). */
export const heavyNeutrinoPdg = 9_900_016;
const pion = particleInfo(-211)!;
const muon = particleInfo(13)!;
const neutrinoPdg = 16;

const tauToPiNSchema = {
  mass: quantity(1, 'GeV', 'Mass of the N', { min: 0 }),
  flight: quantity(10, 'cm', 'Mean flight cτ of the N', { min: 0 }),
  ...signalTauSchema,
};

type Config = ConfigOf<typeof tauToPiNSchema>;

/** @throws GENERATOR_CONFIG */
function checkMass({ mass }: Config): void {
  const least = 2 * muon.mass;
  const most = tau.mass - pion.mass;
  if (mass > least && mass < most) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${name}": a mass of ${mass} GeV is outside of τ → π N, N → μμν, which go from ` +
      `${least.toFixed(4)} to ${most.toFixed(4)} GeV`,
  );
}

/** Events; rows are τ⁻, τ⁺, photons, then pion and N of one of the τ, and the μμν. */
function generate(config: Config, context: GeneratorContext): GenerateEvents {
  checkMass(config);
  const { mass, flight } = config;
  return generateSignalTaus(name, config, context, (sampler, stream) => {
    const first = new SignalDecay(
      {
        pdg: tau.pdg,
        mass: tau.mass,
        flight: tau.lifetime,
        products: [
          [pion.pdg, pion.mass],
          [heavyNeutrinoPdg, mass],
        ],
      },
      sampler,
      stream,
    );
    const second = new SignalDecay(
      {
        pdg: heavyNeutrinoPdg,
        mass,
        flight,
        // As in a weak decay of a fermion: the antifermion first, then fermion and neutrino.
        model: 'weak',
        products: [
          [-muon.pdg, muon.mass],
          [muon.pdg, muon.mass],
          [neutrinoPdg, 0],
        ],
      },
      sampler,
      stream,
    );
    return (builder, row, isAntiparticle) => {
      first.decay(builder, row, isAntiparticle);
      second.decay(builder, builder.rowCount - 1 - builder.eventStart, isAntiparticle);
    };
  });
}

/** Generator `tau-to-pi-n`: pairs of τ one of which becomes a pion and an N that flies. */
export const tauToPiN: EventGenerator<typeof tauToPiNSchema> = {
  name,
  kind: 'signal',
  doc:
    'e+e- → τ+τ-(γ…), one τ → π N, isotropically, N → μμν after a flight by phase space times ' +
    'V − A, the other τ by our tables or into three charged hadrons: pairs as in tautau, no ' +
    'polarization.',
  schema: tauToPiNSchema,
  onPurpose: ['decayed'],
  crossSections: [signalTauRow(name, 'τ → π N, N → μμν')],
  crossSection(config, beams) {
    checkMass(config);
    return signalTauCrossSection(name, config, beams);
  },
  build: generate,
};
