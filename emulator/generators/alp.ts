// kernel: a decay per event, scratch of one object
import { hbarCSquaredNb, speedOfLight } from '../../detector/base/constants.js';
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { log, pow } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { cm, GeV } from '../../detector/base/units.js';
import { beamSpot, type CollisionPoint } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { boostFromRest, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { photonPairSchema } from './gamma-gamma.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { generatedCrossSection } from './pair-generator.js';
import { pairSampler } from './pair-sampler.js';
import { checkThreshold, type PhotonPair } from './photon-pair.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';

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
  const first = fourVector();
  const second = fourVector();
  const decayPoint = { x: 0, y: 0, z: 0, time: 0 };

  /** Two photons, uniform in all directions of the frame of the ALP. */
  const decay = (): void => {
    setPhoton(first, mass / 2, 2 * stream.uniform() - 1, 2 * Math.PI * stream.uniform());
    second.px = -first.px;
    second.py = -first.py;
    second.pz = -first.pz;
    second.energy = first.energy;
    boostFromRest(first, partner, mass);
    boostFromRest(second, partner, mass);
  };

  /** Where the ALP decays: it flies along its momentum by an exponential law. */
  const fly = (from: Readonly<CollisionPoint>): void => {
    const perMomentum = (-flight * log(1 - stream.uniform())) / mass;
    decayPoint.x = from.x + perMomentum * partner.px;
    decayPoint.y = from.y + perMomentum * partner.py;
    decayPoint.z = from.z + perMomentum * partner.pz;
    decayPoint.time = from.time + (perMomentum * partner.energy) / speedOfLight;
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const hasRadiated = draw();
      decay();
      const point = collision(addresses, event);
      fly(point);
      pushFinal(builder, photonPdg, photon, point);
      pushFinal(builder, alpPdg, partner, point);
      builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
      for (const daughter of [first, second]) {
        pushFinal(builder, photonPdg, daughter, decayPoint);
        builder.columns.mother[builder.rowCount - 1] = 1;
      }
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
  doc:
    'e+e- → γa(γ), a → γγ: an axion-like particle that a virtual photon gives off, leading ' +
    'order with one effective photon of initial-state radiation; no fusion of photons.',
  schema: alpSchema,
  crossSection: (config, beams) => generatedCrossSection(pairOf(config), beams),
  build: generateAlps,
};
