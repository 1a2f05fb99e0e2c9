// kernel: one pass over the events of a batch
import { purpose, RandomStream } from '../../detector/base/random.js';
import { seedAt } from '../../detector/event.js';
import type { Beams } from '../../detector/beams.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { pairSampler } from './pair-sampler.js';
import {
  bornCrossSection,
  checkThreshold,
  type PhotonPair,
  radiatedDensity,
} from './photon-pair.js';
import { pushFinal } from './push-final.js';

const photonPdg = 22;
/**
 * Tries by which `generatedCrossSection` finds the share of ordered events: it is good to 0.15 %.
 */
const orderTries = 65_536;

/**
 * Cross section of what `generatePairs` generates [nb]; with radiation to 0.15 %, always the same
 * for the same arguments.
 * @throws GENERATOR_CONFIG
 */
export function generatedCrossSection(pair: PhotonPair, beams: Beams): number {
  checkThreshold(pair, beams);
  const { s } = beams.frame;
  if (!pair.isr) return bornCrossSection(pair, s);
  const sampler = pairSampler(pair, beams, new RandomStream().seed(0, 0, 0, 0, purpose.generator));
  for (let event = 0; event < orderTries; event++) sampler.draw();
  return radiatedDensity(pair, s).integral * sampler.yield();
}

/**
 * Unweighted events; rows are the photon, its partner and, where there is one, the radiated photon.
 * @throws GENERATOR_CONFIG
 */
export function generatePairs(pair: PhotonPair, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkThreshold(pair, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { photon, partner, radiated, draw } = pairSampler(pair, beams, stream);

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const hasRadiated = draw();
      const point = collision(addresses, event);
      pushFinal(builder, photonPdg, photon, point);
      pushFinal(builder, pair.partnerPdg, partner, point);
      if (hasRadiated) pushFinal(builder, photonPdg, radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}
