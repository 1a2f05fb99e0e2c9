// kernel: one pass over the events of a batch
import { purpose, RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import type { FourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { type BhabhaClass, bhabhaClass } from './bhabha-class.js';
import type { GenerateEvents, GeneratorContext } from './generator.js';
import { isNominal } from './nominal-beams.js';
import { nominalPilots, type Pilot } from './nominal-pilots.js';
import { pushFinal } from './push-final.js';
import { radiativeBhabhaSquared } from './radiative-bhabha-amplitude.js';
import { RadiativeBhabhaSampler, type SeenFirst } from './radiative-bhabha-sampler.js';

/** Tries by which the cross section and the largest weight are found: good to 0.7 %. */
const pilotTries = 131_072;
/** Part of the cross section above the largest weight that is given up. */
const givenUp = 0.003;

/** A sample of e⁺e⁻ → e⁺e⁻γ by what is seen. */
export interface RadiativeBhabhaSample {
  readonly seen: SeenFirst;
  readonly wanted: BhabhaClass;
  /** Least energy of the seen photon in the laboratory [GeV]; 0 for any of its class. */
  readonly minEnergyLab: number;
}

/** Draws weighted events of a sample: momenta in the centre of mass of beams with their spread. */
class WeightedEvents {
  readonly sampler: RadiativeBhabhaSampler;
  readonly frame = collisionFrame();
  readonly #sample: RadiativeBhabhaSample;
  readonly #beams: Beams;
  readonly #photons: readonly FourVector[];
  /** Either charge may be the one that is seen: half of the events are exchanged (CP). */
  readonly #isTwofold: boolean;

  constructor(sample: RadiativeBhabhaSample, beams: Beams) {
    this.sampler = new RadiativeBhabhaSampler(sample.seen);
    this.#sample = sample;
    this.#beams = beams;
    this.#photons = [this.sampler.photon];
    this.#isTwofold = sample.seen.first === 'electron';
    setCollisionFrame(this.frame, beams.crossing, beams.electronEnergy, beams.positronEnergy);
  }

  /** The weight of the next event [nb]; 0 when it is not of the sample. */
  draw(stream: RandomStream): number {
    const { sampler, frame } = this;
    const { config, crossing, electronEnergy, positronEnergy } = this.#beams;
    if (config.energySpread) {
      const electron = electronEnergy + config.electronSpread * stream.gaussian();
      const positron = positronEnergy + config.positronSpread * stream.gaussian();
      setCollisionFrame(frame, crossing, electron, positron);
    }
    const factor = sampler.draw(stream, Math.sqrt(frame.s));
    if (factor === 0) return 0;
    const { electron, positron, photon } = sampler;
    const { wanted, minEnergyLab } = this.#sample;
    const isExchanged = this.#isTwofold && stream.uniform() < 0.5;
    // The class first, which exchange leaves: the amplitude costs more.
    if (bhabhaClass(frame, electron, positron, this.#photons) !== wanted) return 0;
    const weight = factor * radiativeBhabhaSquared(sampler);
    if (isExchanged) this.#exchange();
    cmsToLab(frame, electron);
    cmsToLab(frame, positron);
    cmsToLab(frame, photon);
    if (photon.energy < minEnergyLab) return 0;
    return this.#isTwofold ? 2 * weight : weight;
  }

  /** Particles for antiparticles and all momenta turned round: as likely in the centre of mass. */
  #exchange(): void {
    const { electron, positron, photon } = this.sampler;
    const { px, py, pz, energy } = electron;
    electron.px = -positron.px;
    electron.py = -positron.py;
    electron.pz = -positron.pz;
    electron.energy = positron.energy;
    positron.px = -px;
    positron.py = -py;
    positron.pz = -pz;
    positron.energy = energy;
    photon.px = -photon.px;
    photon.py = -photon.py;
    photon.pz = -photon.pz;
  }
}

/** Under which name a sample is tabled. */
export const nameOfSample = ({ wanted, seen, minEnergyLab }: RadiativeBhabhaSample): string =>
  [wanted, ...Object.values(seen), minEnergyLab].join(' ');

/** What tries find; those of common samples with the nominal beams are tabled: half a second. */
function pilot(sample: RadiativeBhabhaSample, beams: Beams): Pilot {
  const tabled = isNominal(beams) ? nominalPilots[nameOfSample(sample)] : undefined;
  return tabled ?? triedPilot(sample, beams);
}

/** Cross section and largest weight of a sample, by tries. */
export function triedPilot(sample: RadiativeBhabhaSample, beams: Beams): Pilot {
  const events = new WeightedEvents(sample, beams);
  const stream = new RandomStream().seed(0, 0, 0, 0, purpose.generator);
  const weights = Float64Array.from({ length: pilotTries }, () => events.draw(stream));
  let sum = 0;
  for (const weight of weights) sum += weight;
  weights.sort();
  // From the largest down: what lies above a limit, until that is more than is given up.
  let above = 0;
  let at = pilotTries - 1;
  while (at > 0 && above - (pilotTries - 1 - at) * weights[at]! < givenUp * sum)
    above += weights[at--]!;
  return { crossSection: sum / pilotTries, most: weights[at]! };
}

/** Cross section of a sample [nb], to 0.7 %; the same for the same arguments. */
export function radiativeBhabhaCrossSection(sample: RadiativeBhabhaSample, beams: Beams): number {
  return pilot(sample, beams).crossSection;
}

/** Unweighted events; rows are electron, positron and photon. */
export function generateRadiativeBhabhas(
  sample: RadiativeBhabhaSample,
  context: GeneratorContext,
): GenerateEvents {
  const { seed, beams } = context;
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const events = new WeightedEvents(sample, beams);
  const { most } = pilot(sample, beams);
  const { electron, positron, photon } = events.sampler;

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      let weight: number;
      do weight = events.draw(stream);
      while (weight <= most * stream.uniform());
      const point = collision(addresses, event);
      pushFinal(builder, 11, electron, point);
      pushFinal(builder, -11, positron, point);
      pushFinal(builder, 22, photon, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}
