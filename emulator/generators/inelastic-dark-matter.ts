// kernel: one pass over the events of a batch
import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { boostFromRest, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { darkPhotonPdg, particleInfo } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { PhaseSpace } from '../decays/phase-space.js';
import { Flight } from './flight.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { generatedCrossSection } from './pair-generator.js';
import { pairSampler } from './pair-sampler.js';
import { checkThreshold, type PhotonPair } from './photon-pair.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';

const photonPdg = 22;
/** χ₁ and χ₂ in the truth: dark fermions. */
const darkFermionPdg = 52;
/** PDG codes of the lepton. */
const leptons = { ee: 11, mumu: 13 } as const;

const inelasticSchema = {
  mass: quantity(3 * GeV, 'GeV', "Mass of the A'; a resonance without width", { min: 10 * MeV }),
  lightMass: quantity(1 * GeV, 'GeV', 'Mass of χ₁', { min: 1 * MeV }),
  splitting: quantity(0.1 * GeV, 'GeV', 'Mass of χ₂ less that of χ₁', { min: 1 * MeV }),
  flight: quantity(1, 'cm', 'Mean flight cτ of χ₂', { min: 0 }),
  decay: choice(
    'ee',
    ['ee', 'mumu'],
    'Leptons of χ₂ → χ₁ℓℓ, uniform in phase space; the cross section is that of all decays',
  ),
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  ...photonPairSchema,
};

type Config = ConfigOf<typeof inelasticSchema>;

const pairOf = ({ epsilon, ...config }: Config): PhotonPair => ({
  ...config,
  generator: 'inelastic-dark-matter',
  partnerPdg: darkPhotonPdg,
  process: 'annihilation',
  coupling: epsilon ** 2,
  identical: false,
});

/** @throws GENERATOR_CONFIG */
function checkMasses({ mass, lightMass, splitting, decay }: Config): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "inelastic-dark-matter": ${what}`);
  };
  if (mass <= 2 * lightMass + splitting)
    fail(`an A' of ${mass} GeV does not decay to ${lightMass} and ${lightMass + splitting} GeV`);
  if (splitting <= 2 * particleInfo(leptons[decay])!.mass)
    fail(`a splitting of ${splitting} GeV does not leave the masses of ${decay}`);
}

/**
 * Unweighted events; rows are the photon, A′, χ₁, χ₂, the products χ₁ℓ⁻ℓ⁺ of χ₂ and, where there is
 * one, the photon of the beams.
 */
function generateInelastic(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  const pair = pairOf(config);
  checkThreshold(pair, beams);
  checkMasses(config);
  const { mass, lightMass } = config;
  const heavyMass = lightMass + config.splitting;
  const lepton = leptons[config.decay];
  const leptonMass = particleInfo(lepton)!.mass;
  const momentum = momentumOfPair(mass, lightMass, heavyMass);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { photon, partner, radiated, draw } = pairSampler(pair, beams, stream);
  const flight = new Flight(heavyMass, config.flight);
  const phaseSpace = new PhaseSpace();
  const masses = Float64Array.of(lightMass, leptonMass, leptonMass);
  const codes = [darkFermionPdg, lepton, -lepton];
  const [light, heavy] = [fourVector(), fourVector()];

  /** A′ → χ₁χ₂, uniform in all directions of its frame. */
  const splitDarkPhoton = (): void => {
    setPhoton(light, momentum, 2 * stream.uniform() - 1, 2 * Math.PI * stream.uniform());
    heavy.px = -light.px;
    heavy.py = -light.py;
    heavy.pz = -light.pz;
    light.energy = Math.sqrt(momentum * momentum + lightMass * lightMass);
    heavy.energy = mass - light.energy;
    boostFromRest(light, partner, mass);
    boostFromRest(heavy, partner, mass);
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const hasRadiated = draw();
      splitDarkPhoton();
      phaseSpace.draw(heavyMass, masses, 3, stream);
      const point = collision(addresses, event);
      flight.draw(stream, point, heavy);
      pushFinal(builder, photonPdg, photon, point);
      pushFinal(builder, darkPhotonPdg, partner, point);
      builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
      for (const vector of [light, heavy]) {
        pushFinal(builder, darkFermionPdg, vector, point);
        builder.columns.mother[builder.rowCount - 1] = 1;
      }
      builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
      for (const [product, code] of codes.entries()) {
        const vector = phaseSpace.momenta[product]!;
        boostFromRest(vector, heavy, heavyMass);
        pushFinal(builder, code, vector, flight.end);
        builder.columns.mother[builder.rowCount - 1] = 3;
      }
      if (hasRadiated) pushFinal(builder, photonPdg, radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/** Generator `inelastic-dark-matter`: a photon beside χ₁χ₂, where χ₂ decays away from the beams. */
export const inelasticDarkMatter: EventGenerator<typeof inelasticSchema> = {
  name: 'inelastic-dark-matter',
  kind: 'signal',
  doc:
    "e+e- → γA'(γ), A' → χ1χ2, χ2 → χ1 ee or χ1 μμ after a flight: leading order with one " +
    'effective photon of initial-state radiation; decays by phase space.',
  schema: inelasticSchema,
  crossSection(config, beams) {
    checkMasses(config);
    return generatedCrossSection(pairOf(config), beams);
  },
  build: generateInelastic,
};
