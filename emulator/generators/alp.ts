// kernel: one pass over the events of a batch
import { hbarCSquaredNb } from '../../detector/base/constants.js';
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { pow } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { cm, GeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { FlyingPair } from './flying-pair.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { generatedCrossSection } from './pair-generator.js';
import { pairSampler } from './pair-sampler.js';
import { checkThreshold, type PhotonPair } from './photon-pair.js';
import { pushFinal } from './push-final.js';

/** Code of the ALP in the truth: that of ALP models for MadGraph (recalled); none is standard. */
export const alpPdg = 9_000_005;
const photonPdg = 22;

const alpSchema = {
  mass: quantity(1 * GeV, 'GeV', 'Mass of the ALP; a resonance without width', { min: 0.01 }),
  coupling: quantity(
    1e-3,
    '1/GeV',
    'Coupling g to photons: the cross section and the width are proportional to g²',
    { min: 1e-9 },
  ),
  ...photonPairSchema,
  maxCosTheta: quantity(
    0.999999,
    '',
    'Largest |cosθ*| of the recoil photon in the frame of the pair; nothing diverges',
    { min: 0.01, max: 0.999999 },
  ),
};

type Config = ConfigOf<typeof alpSchema>;

const pairOf = ({ coupling, ...config }: Config): PhotonPair => ({
  ...config,
  generator: 'alp',
  partnerPdg: alpPdg,
  process: 'strahlung',
  coupling: coupling * coupling,
  identical: false,
});

/** ħc [GeV cm]. A nanobarn is 10⁻³³ cm². */
const hbarC = Math.sqrt(hbarCSquaredNb * 1e-33) * cm;

/** Mean flight cτ of an ALP [cm], of width g²m³/64π into two photons. */
export const alpFlight = (mass: number, coupling: number): number =>
  (64 * Math.PI * hbarC) / (coupling * coupling * pow(mass, 3));

/**
 * Unweighted events; rows are the recoil photon, the ALP, its two photons and, where there is one,
 * the radiated photon.
 */
function generateAlps(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  const pair = pairOf(config);
  checkThreshold(pair, beams);
  const { mass } = config;
  const flight = alpFlight(mass, config.coupling);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { photon, partner, radiated, draw } = pairSampler(pair, beams, stream);
  const photons = new FlyingPair(mass, 0, flight);

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const hasRadiated = draw();
      photons.draw(stream, partner);
      const point = collision(addresses, event);
      photons.fly(stream, point, partner);
      pushFinal(builder, photonPdg, photon, point);
      pushFinal(builder, alpPdg, partner, point);
      photons.push(builder, [photonPdg, photonPdg], 1);
      if (hasRadiated) pushFinal(builder, photonPdg, radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/**
 * Generator `alp`: a photon that recoils against an axion-like particle, which becomes two.
 * @see D-227
 */
export const alp: EventGenerator<typeof alpSchema> = {
  name: 'alp',
  kind: 'signal',
  doc:
    'e+e- → γa(γ), a → γγ: an axion-like particle that a virtual photon gives off, leading ' +
    'order with one effective photon of initial-state radiation; no fusion of photons.',
  schema: alpSchema,
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: generateAlps,
};
