// kernel: one pass over the events of a batch
import { choice, type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV, MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { darkPhotonPdg, particleInfo } from '../../detector/pdg.js';
import { FlyingPair } from './flying-pair.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { radiatedCrossSection, RadiatingBeams } from './radiating-beams.js';
import { setPhoton } from './recoil.js';

/** PDG codes of what the A′ becomes. */
const products = { mumu: 13, ee: 11, pipi: 211 } as const;
const photonPdg = 22;
/** The h′ in the truth: a dark scalar, invisible where it stays. */
const darkScalarPdg = 51;

const darkHiggsSchema = {
  mass: quantity(2 * GeV, 'GeV', "Mass of the A'; a resonance without width", { min: 10 * MeV }),
  higgsMass: quantity(0.5 * GeV, 'GeV', "Mass of the h'", { min: 10 * MeV }),
  epsilon: quantity(1e-3, '', 'Kinetic mixing ε: the cross section is proportional to ε²', {
    min: 0,
  }),
  alphaDark: quantity(
    0.1,
    '',
    "Coupling α_D of A' and h': the cross section is proportional to it",
    {
      min: 0,
    },
  ),
  decay: choice(
    'mumu',
    ['mumu', 'ee', 'pipi'],
    "What each A' becomes, isotropically; the cross section is that of all decays",
  ),
  higgs: choice(
    'invisible',
    ['invisible', 'cascade'],
    "The h' leaves unseen, or becomes two A' and with them six tracks",
  ),
  flight: quantity(0, 'cm', "Mean flight cτ of the A'", { min: 0 }),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Photons of the beams of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
};

type Config = ConfigOf<typeof darkHiggsSchema>;

/** Källén's function λ(1, a, b) of the shares of mass². */
const kallen = (a: number, b: number): number => (1 - a - b) * (1 - a - b) - 4 * a * b;

/**
 * Cross section of e⁺e⁻ → A′h′ at mass² s [nb]: (πα α_D ε²/3s)(1 − m²/s)⁻² √λ (λ + 12m²/s).
 * @see B. Batell et al., arXiv:0903.0363 (recalled; as e⁺e⁻ → ZH, the integral checked).
 */
function bornCrossSection(config: Config, s: number): number {
  const { mass, higgsMass, epsilon, alphaDark } = config;
  const a = (mass * mass) / s;
  const lambda = kallen(a, (higgsMass * higgsMass) / s);
  if (mass + higgsMass >= Math.sqrt(s)) return 0;
  const couplings = fineStructure * alphaDark * epsilon * epsilon;
  return (
    ((Math.PI * couplings) / (3 * s) / (1 - a) ** 2) *
    Math.sqrt(lambda) *
    (lambda + 12 * a) *
    hbarCSquaredNb
  );
}

/** Share of the excess over the threshold below which nothing is generated. */
const lowest = 1e-6;

function processOf(config: Config, { frame }: Beams) {
  const threshold = (config.mass + config.higgsMass) ** 2;
  return {
    crossSection: (s: number): number => bornCrossSection(config, s),
    least: threshold + lowest * (frame.s - threshold),
    threshold,
  };
}

/** @throws GENERATOR_CONFIG */
function checkMasses({ mass, higgsMass, higgs, decay }: Config, { sqrtS }: Beams): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "dark-higgs": ${what}`);
  };
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (mass + higgsMass > 0.99 * sqrtS)
    fail(`masses of ${mass} and ${higgsMass} GeV are beyond √s = ${sqrtS.toFixed(3)} GeV`);
  const product = particleInfo(products[decay])!.mass;
  if (mass <= 2 * product) fail(`a mass of ${mass} GeV does not decay to ${decay}`);
  if (higgs === 'cascade' && higgsMass <= 2 * mass)
    fail(`a higgsMass of ${higgsMass} GeV does not decay to two A' of ${mass} GeV`);
}

/**
 * Unweighted events; rows are A′, its products, h′, of a cascade its A′ each with its products, and
 * where there is one the photon of the beams.
 */
function generateDarkHiggs(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkMasses(config, beams);
  const { mass, higgsMass } = config;
  const product = products[config.decay];
  const radiating = new RadiatingBeams(processOf(config, beams), config, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const pair = new FlyingPair(mass, particleInfo(product)!.mass, config.flight);
  const cascade = config.higgs === 'cascade' ? new FlyingPair(higgsMass, mass, 0) : undefined;
  const [darkPhoton, higgs] = [fourVector(), fourVector()];

  /** cosθ* of the A′ with density λ(1 − c²) + 8m²/s. */
  const drawCosTheta = (s: number): number => {
    const a = (mass * mass) / s;
    const lambda = kallen(a, (higgsMass * higgsMass) / s);
    let cosTheta: number;
    do cosTheta = 2 * stream.uniform() - 1;
    while (stream.uniform() * (lambda + 8 * a) > lambda * (1 - cosTheta * cosTheta) + 8 * a);
    return cosTheta;
  };

  const drawSystem = (): void => {
    const s = radiating.draw(stream);
    const root = Math.sqrt(s);
    const lambda = kallen((mass * mass) / s, (higgsMass * higgsMass) / s);
    const momentum = 0.5 * root * Math.sqrt(Math.max(0, lambda));
    setPhoton(darkPhoton, momentum, drawCosTheta(s), 2 * Math.PI * stream.uniform());
    darkPhoton.energy = Math.sqrt(momentum * momentum + mass * mass);
    higgs.px = -darkPhoton.px;
    higgs.py = -darkPhoton.py;
    higgs.pz = -darkPhoton.pz;
    higgs.energy = root - darkPhoton.energy;
    radiating.toLab(darkPhoton);
    radiating.toLab(higgs);
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const first = builder.rowCount;
      drawSystem();
      const point = collision(addresses, event);
      /** One A′ with its products; `mother` is its row of the event. */
      const pushDarkPhoton = (vector: typeof darkPhoton, mother: number): void => {
        pushFinal(builder, darkPhotonPdg, vector, point);
        builder.columns.mother[builder.rowCount - 1] = mother;
        pair.draw(stream, vector);
        pair.fly(stream, point, vector);
        pair.push(builder, [product, -product], builder.rowCount - 1 - first);
      };
      pushDarkPhoton(darkPhoton, -1);
      pushFinal(builder, darkScalarPdg, higgs, point);
      if (cascade !== undefined) {
        cascade.draw(stream, higgs);
        const higgsRow = builder.rowCount - 1 - first;
        builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
        pushDarkPhoton(cascade.first, higgsRow);
        pushDarkPhoton(cascade.second, higgsRow);
      }
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/** Generator `dark-higgs`: a dark photon that gives off a dark Higgs boson. */
export const darkHiggs: EventGenerator<typeof darkHiggsSchema> = {
  name: 'dark-higgs',
  kind: 'signal',
  doc:
    "e+e- → A'h'(γ): dark Higgsstrahlung, the A' to μμ, ee or ππ, the h' invisible or to two A'; " +
    'tree level with one effective photon of the beams, decays isotropic.',
  schema: darkHiggsSchema,
  crossSection(config, beams) {
    checkMasses(config, beams);
    return radiatedCrossSection(processOf(config, beams), config, beams);
  },
  build: generateDarkHiggs,
};
