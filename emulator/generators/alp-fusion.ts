// kernel: one pass over the events of a batch
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { hbarCSquaredNb } from '../../detector/base/constants.js';
import { pow } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { alpFlight, alpPdg } from './alp.js';
import type { CrossSectionRow } from './cross-section-row.js';
import { FlyingPair } from './flying-pair.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import {
  drawRapidity,
  fluxProduct,
  maxRapidity,
  meanFluxProduct,
  photonLuminosity,
} from './photon-flux.js';
import { pushFinal } from './push-final.js';
import { ScatteredBeams } from './scattered-beams.js';
import { photonRecoilSchema } from './two-photon-sampler.js';
import { weightedFlag } from './weighted.js';
import { flightOf } from './widths.js';

const electronPdg = 11;
const photonPdg = 22;

const alpFusionSchema = {
  mass: quantity(
    1 * GeV,
    'GeV',
    'Mass of the ALP, a resonance without width; below 0.2 GeV its photons may be one cluster',
    { min: 0.01 },
  ),
  coupling: quantity(
    1e-3,
    '1/GeV',
    'Coupling g to photons: the cross section and the width are proportional to g²',
    { min: 1e-9 },
  ),
  flight: flightOf('ALP'),
  ...photonRecoilSchema,
  weighted: weightedFlag,
};

type Config = ConfigOf<typeof alpFusionSchema>;

/** @throws GENERATOR_CONFIG */
function checkMass({ mass }: Config, { sqrtS }: Beams): void {
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (mass < 0.99 * sqrtS) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "alp-fusion": a mass of ${mass} GeV is beyond √s = ${sqrtS.toFixed(3)} GeV`,
  );
}

/**
 * Cross section [nb] with Γ = g²m³/64π: 4π²Γ/m² dL/dW at W = m, q² up to m².
 * @see V. M. Budnev et al., Phys. Rep. 15 (1975) 181 (recalled)
 */
function fusionCrossSection(
  { mass, coupling }: Pick<Config, 'mass' | 'coupling'>,
  { sqrtS }: Beams,
): number {
  const width = (coupling * coupling * pow(mass, 3)) / (64 * Math.PI);
  const luminosity = photonLuminosity(mass, mass * mass, sqrtS);
  return ((4 * Math.PI * Math.PI * width) / (mass * mass)) * luminosity * hbarCSquaredNb;
}

/**
 * Events; rows are the scattered electron and positron, the ALP and its two photons.
 * @throws GENERATOR_CONFIG
 */
function generateFusion(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkMass(config, beams);
  const { mass, coupling, flight } = config;
  const scattered = new ScatteredBeams(beams, config.photonRecoil);
  const photons = new FlyingPair(mass, 0, flight < 0 ? alpFlight(mass, coupling) : flight);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { sqrtS } = beams;
  const range = maxRapidity(mass, sqrtS);
  const mean = meanFluxProduct(mass, mass * mass, sqrtS);
  let weight = 1;
  const draw = (): boolean => {
    let rapidity: number;
    if (config.weighted) {
      rapidity = range * (2 * stream.uniform() - 1);
      weight = fluxProduct(mass, rapidity, mass * mass, sqrtS) / mean;
    } else rapidity = drawRapidity(stream, mass, mass * mass, sqrtS);
    return scattered.draw(stream, mass, rapidity, mass * mass);
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      while (!draw());
      weights[event] = weight;
      photons.draw(stream, scattered.system);
      const point = collision(addresses, event);
      photons.fly(stream, point, scattered.system);
      pushFinal(builder, electronPdg, scattered.electron, point);
      pushFinal(builder, -electronPdg, scattered.positron, point);
      pushFinal(builder, alpPdg, scattered.system, point);
      photons.push(builder, [photonPdg, photonPdg], 2);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}

/** The numbers of an independent calculation [pb] at g = 10⁻³/GeV. */
const rows = (
  [
    [1, 0.918],
    [0.5, 1.29],
    [3, 0.365],
  ] as const
).map(
  ([mass, expected]): CrossSectionRow => ({
    definition: `m(a) = ${mass} GeV, g = 1e-3/GeV, all angles`,
    order: 'leading order, equivalent photons, q² < m²',
    value: (beams) => 1e3 * fusionCrossSection({ mass, coupling: 1e-3 }, beams),
    unit: 'pb',
    expected,
    tolerance: 0.02,
    source: 'independent numerical integration of 4π²Γ/m² dL/dW',
    parameters: { mass, coupling: 1e-3 },
  }),
);

/** Generator `alp-fusion`: an axion-like particle of two equivalent photons. */
export const alpFusion: EventGenerator<typeof alpFusionSchema> = {
  name: 'alp-fusion',
  kind: 'signal',
  doc:
    'e+e- → e+e-a, a → γγ: an axion-like particle of two equivalent photons, prompt or after a ' +
    'flight, scattered beams along the beams; no interference with light by light.',
  schema: alpFusionSchema,
  crossSections: rows,
  crossSection(config, beams) {
    checkMass(config, beams);
    return fusionCrossSection(config, beams);
  },
  build: generateFusion,
};
