// kernel: one pass over the events of a batch
import { type ConfigOf, flag } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { Orientation } from './orientation.js';
import { pushFinal } from './push-final.js';
import { RadiatedPhotonPair } from './radiated-photon-pair.js';
import { RadiatingBeams } from './radiating-beams.js';
import { setPhoton } from './recoil.js';
import { TransversePair } from './transverse-pair.js';
import { drawVirtualPairCosTheta, VirtualPhotonPair } from './virtual-photon-pair.js';

const fourLeptonSchema = {
  radiated: flag(
    true,
    'Whether pairs are made that a lepton of annihilation radiates, beside those of two photons ' +
      'of the beams',
  ),
};

type Config = ConfigOf<typeof fourLeptonSchema>;

/** A generator of two pairs of leptons, as `fourLeptons` takes it. */
interface FourLeptonProcess {
  readonly name: string;
  readonly doc: string;
  /** PDG codes of both leptons. */
  readonly leptons: readonly [number, number];
  readonly onPurpose?: EventGenerator['onPurpose'];
  /** What is recalled of its cross section. */
  readonly recalled: string;
}

/** All ways to two pairs: of two photons of the beams, and of leptons that radiate one. */
interface Ways {
  readonly virtual: VirtualPhotonPair;
  /** Which pair radiates the other: its place among the leptons. */
  readonly radiated: readonly { readonly primary: 0 | 1; readonly pair: RadiatedPhotonPair }[];
  readonly crossSection: number;
}

const massOf = (pdg: number): number => particleInfo(pdg)!.mass;

/** @throws GENERATOR_CONFIG */
function waysOf({ name, leptons }: FourLeptonProcess, config: Config, beams: Beams): Ways {
  const { s } = beams.frame;
  const [first, second] = [massOf(leptons[0]), massOf(leptons[1])];
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (2 * (first + second) > 0.99 * beams.sqrtS)
    throw new EmulatorError(
      'GENERATOR_CONFIG',
      `generator "${name}": √s = ${beams.sqrtS.toFixed(3)} GeV is not enough for four leptons`,
    );
  const virtual = new VirtualPhotonPair(s, [first, second]);
  const primaries = !config.radiated
    ? []
    : leptons[0] === leptons[1]
      ? [0 as const]
      : ([0, 1] as const);
  const radiated = primaries.map((primary) => ({
    primary,
    pair:
      primary === 0
        ? new RadiatedPhotonPair(s, first, second)
        : new RadiatedPhotonPair(s, second, first),
  }));
  const crossSection = radiated.reduce(
    (sum, { pair }) => sum + pair.crossSection,
    virtual.crossSection,
  );
  return { virtual, radiated, crossSection };
}

/** Draws both pairs, one event after the other, into vectors of its own; laboratory frame. */
class FourLeptonSampler {
  /** Lepton and antilepton of the first pair, then of the second. */
  readonly momenta: readonly FourVector[] = Array.from({ length: 4 }, () => fourVector());
  readonly #ways: Ways;
  readonly #masses: readonly [number, number];
  readonly #beams: RadiatingBeams;
  readonly #orientation = new Orientation();
  readonly #decay = new TransversePair();
  readonly #photon = fourVector();
  readonly #other = fourVector();

  constructor(ways: Ways, masses: readonly [number, number], beams: Beams) {
    this.#ways = ways;
    this.#masses = masses;
    const least = 4 * (masses[0] + masses[1]) ** 2;
    const process = { crossSection: () => ways.crossSection, least, threshold: least };
    this.#beams = new RadiatingBeams(process, { isr: false, minIsrEnergy: 0 }, beams);
  }

  draw(stream: RandomStream): void {
    const { virtual, radiated, crossSection } = this.#ways;
    const s = this.#beams.draw(stream);
    let rest = stream.uniform() * crossSection - virtual.crossSection;
    if (rest < 0) this.#drawVirtual(stream, s);
    else {
      const way = radiated.find(({ pair }) => (rest -= pair.crossSection) < 0) ?? radiated.at(-1)!;
      this.#drawRadiated(stream, s, way);
    }
    for (const momentum of this.momenta) this.#beams.toLab(momentum);
  }

  #drawVirtual(stream: RandomStream, s: number): void {
    const { virtual } = this.#ways;
    virtual.draw(stream, s);
    const { first, second } = virtual;
    const root = Math.sqrt(s);
    const momentum = momentumOfPair(root, first, second);
    const cosTheta = drawVirtualPairCosTheta(stream, s, first, second);
    const [photon, other] = [this.#photon, this.#other];
    setPhoton(photon, momentum, cosTheta, 2 * Math.PI * stream.uniform());
    photon.energy = Math.sqrt(momentum * momentum + first * first);
    other.px = -photon.px;
    other.py = -photon.py;
    other.pz = -photon.pz;
    other.energy = root - photon.energy;
    this.#convert(stream, photon, first, 0);
    this.#convert(stream, other, second, 1);
  }

  #drawRadiated(
    stream: RandomStream,
    s: number,
    { primary, pair }: Ways['radiated'][number],
  ): void {
    pair.draw(stream, s);
    const { boson } = pair;
    this.#orientation.draw(stream, boson);
    const [first, second] = [this.momenta[2 * primary]!, this.momenta[2 * primary + 1]!];
    this.#orientation.turn(boson.first, first);
    this.#orientation.turn(boson.second, second);
    const photon = this.#photon;
    photon.px = -first.px - second.px;
    photon.py = -first.py - second.py;
    photon.pz = -first.pz - second.pz;
    photon.energy = Math.sqrt(s) - first.energy - second.energy;
    this.#convert(stream, photon, boson.bosonMass, primary === 0 ? 1 : 0);
  }

  /** A photon becomes the pair of this place. */
  #convert(stream: RandomStream, photon: Readonly<FourVector>, mass: number, place: 0 | 1): void {
    this.#decay.draw(stream, photon, mass, this.#masses[place]);
    Object.assign(this.momenta[2 * place]!, this.#decay.first);
    Object.assign(this.momenta[2 * place + 1]!, this.#decay.second);
  }
}

/**
 * Unweighted events; rows are lepton and antilepton of the first pair, then of the second.
 * @throws GENERATOR_CONFIG
 */
function generate(
  process: FourLeptonProcess,
  config: Config,
  context: GeneratorContext,
): GenerateEvents {
  const { seed, beams } = context;
  const [first, second] = process.leptons;
  const ways = waysOf(process, config, beams);
  const sampler = new FourLeptonSampler(ways, [massOf(first), massOf(second)], beams);
  const codes = [first, -first, second, -second];
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      sampler.draw(stream);
      const point = collision(addresses, event);
      for (const [at, code] of codes.entries())
        pushFinal(builder, code, sampler.momenta[at]!, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/**
 * A generator of e⁺e⁻ → ℓ⁺ℓ⁻ℓ′⁺ℓ′⁻ in which two photons of the beams, or one that a lepton
 * radiates, become pairs.
 * @see D-282
 */
export function fourLeptons(process: FourLeptonProcess): EventGenerator<typeof fourLeptonSchema> {
  const { name, doc, onPurpose, recalled } = process;
  const crossSection = (config: Config, beams: Beams): number =>
    waysOf(process, config, beams).crossSection;
  return {
    name,
    kind: 'sm',
    doc,
    schema: fourLeptonSchema,
    ...(onPurpose === undefined ? {} : { onPurpose }),
    crossSections: [
      {
        definition: 'all, no radiation of real photons',
        order: 'tree level without the interference of ways and of identical leptons',
        value: (beams) => crossSection({ radiated: true }, beams),
        unit: 'nb',
        expected: null,
        tolerance: null,
        source: `nothing independent is at hand: ${recalled} is recalled, not verified`,
      },
    ],
    crossSection,
    build: (config, context) => generate(process, config, context),
  };
}
