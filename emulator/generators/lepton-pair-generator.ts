// kernel: one pass over the events of a batch
import { purpose, RandomStream } from '../../detector/base/random.js';
import { seedAt } from '../../detector/event.js';
import type { Beams } from '../../detector/beams.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { checkLeptonPair, type HardProcess, type LeptonPair } from './lepton-pair.js';
import { leptonPairSampler } from './lepton-pair-sampler.js';
import { pushFinal } from './push-final.js';

const photonPdg = 22;
/** Tries by which the share inside the limits is found: it is good to 0.4 %. */
const limitTries = 65_536;

/**
 * Adds to the current event of a builder, whose first rows are lepton and antilepton, what becomes
 * of them.
 */
type CompleteEvent = (builder: ParticleBuilder) => void;

type ProcessOf = (pair: LeptonPair, beams: Beams) => HardProcess;

/**
 * Cross section of what `generateLeptonPairs` generates [nb]; the same for the same arguments.
 * @throws GENERATOR_CONFIG
 */
export function leptonPairCrossSection(
  pair: LeptonPair,
  processOf: ProcessOf,
  beams: Beams,
): number {
  checkLeptonPair(pair, beams.sqrtS);
  const process = processOf({ ...pair, weighted: false }, beams);
  const sampler = leptonPairSampler(
    pair,
    process,
    beams,
    new RandomStream().seed(0, 0, 0, 0, purpose.generator),
  );
  for (let event = 0; event < limitTries; event++) sampler.draw();
  return process.crossSection * sampler.yield();
}

/**
 * Events; rows are lepton, antilepton, the photon of the beams where there is one, those
 * of the leptons, then what `complete` adds by the stream of the generator.
 * @throws GENERATOR_CONFIG
 */
export function generateLeptonPairs(
  pair: LeptonPair,
  processOf: ProcessOf,
  context: GeneratorContext,
  complete?: (stream: RandomStream) => CompleteEvent,
): GenerateEvents {
  const { seed, beams } = context;
  checkLeptonPair(pair, beams.sqrtS);
  const stream = new RandomStream();
  const addMore = complete?.(stream);
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { lepton, antilepton, radiated, final, draw, weight } = leptonPairSampler(
    pair,
    processOf(pair, beams),
    beams,
    stream,
  );

  return (addresses) => {
    const eventCount = addresses.index.length;
    const weights = new Float64Array(eventCount);
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const hasRadiated = draw();
      weights[event] = weight();
      const point = collision(addresses, event);
      pushFinal(builder, pair.pdg, lepton, point);
      pushFinal(builder, -pair.pdg, antilepton, point);
      if (hasRadiated) pushFinal(builder, photonPdg, radiated, point);
      for (let photon = 0; photon < final.count; photon++)
        pushFinal(builder, photonPdg, final.photons[photon]!, point);
      addMore?.(builder);
      builder.endEvent();
    }
    return { weights, particles: builder.take() };
  };
}
