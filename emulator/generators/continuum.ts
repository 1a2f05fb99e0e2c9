// kernel: one pass over the events of a batch
import { choice, type ConfigOf, flag, quantity } from '../../detector/base/config.js';
import { cos, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { MeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import type { FourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo, particleNamed } from '../../detector/pdg.js';
import { annihilationCrossSection, drawAnnihilationCosTheta } from './annihilation.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { RadiatingBeams } from './radiating-beams.js';
import { StringFragmentation } from './string-fragmentation.js';

/** A flavour of e⁺e⁻ → qq̄. */
interface QuarkPair {
  readonly quark: number;
  /** Cross section at the Υ(4S) [nb]; set, not computed. */
  readonly crossSection: number;
  /** Mass for the angle of the quarks and the growth at threshold [GeV]. */
  readonly mass: number;
  /** Least mass of the two jets together [GeV]: below, few resonances stand in their place. */
  readonly least: number;
}

/** @see Belle II Physics Book, arXiv:1808.10567 (recalled, not verified): KKMC with PYTHIA 8 */
const quarkPairs = {
  uu: { quark: 2, crossSection: 1.61, mass: 0, least: 2.5 },
  dd: { quark: 1, crossSection: 0.4, mass: 0, least: 2.5 },
  ss: { quark: 3, crossSection: 0.38, mass: 0, least: 2.8 },
  cc: { quark: 4, crossSection: 1.3, mass: particleInfo(421)!.mass, least: 4.5 },
} as const satisfies Record<string, QuarkPair>;

type Flavour = keyof typeof quarkPairs;
const flavours = Object.keys(quarkPairs) as readonly Flavour[];

const continuumSchema = {
  flavour: choice(
    'all',
    ['all', 'uu', 'dd', 'ss', 'cc'],
    'Quarks to make: one flavour, or all of them by their cross sections',
  ),
  isr: flag(true, 'Whether the beams radiate a photon'),
  minIsrEnergy: quantity(
    1 * MeV,
    'MeV',
    'Radiated photons of less energy in the centre of mass are left out',
    { min: 1e-6 },
  ),
};

type ContinuumConfig = ConfigOf<typeof continuumSchema>;

const flavoursOf = ({ flavour }: ContinuumConfig): readonly Flavour[] =>
  flavour === 'all' ? flavours : [flavour];

const crossSectionOf = (config: ContinuumConfig): number =>
  flavoursOf(config).reduce((sum, name) => sum + quarkPairs[name].crossSection, 0);

/** @throws GENERATOR_CONFIG */
function checkBeams(config: ContinuumConfig, { sqrtS }: Beams): void {
  const least = Math.max(...flavoursOf(config).map((name) => quarkPairs[name].least));
  if (sqrtS > 1.01 * least) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "continuum": beams of √s = ${sqrtS.toFixed(3)} GeV do not make two jets of ` +
      `${least} GeV together`,
  );
}

/** The beams of a flavour: massless leptons' cross section stands for its fall with s. */
function beamsOf({ mass, least }: QuarkPair, config: ContinuumConfig, beams: Beams) {
  const process = {
    crossSection: (s: number) => annihilationCrossSection(s, mass),
    least: least * least,
    threshold: 4 * mass * mass,
  };
  return new RadiatingBeams(process, config, beams);
}

function generate(config: ContinuumConfig, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkBeams(config, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const string = new StringFragmentation(stream);
  const sources = flavoursOf(config).map((name) => ({
    pair: quarkPairs[name],
    radiating: beamsOf(quarkPairs[name], config, beams),
  }));
  const total = crossSectionOf(config);

  const drawSource = () => {
    let left = total * stream.uniform();
    for (const source of sources) {
      left -= source.pair.crossSection;
      if (left < 0) return source;
    }
    return sources[0]!;
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const { pair, radiating } = drawSource();
      const s = radiating.draw(stream);
      const cosTheta = drawAnnihilationCosTheta(stream, s, pair.mass);
      const phi = 2 * Math.PI * stream.uniform();
      string.draw(Math.sqrt(s), pair.quark);
      const point = collision(addresses, event);
      for (let hadron = 0; hadron < string.count; hadron++) {
        const momentum = string.momenta[hadron]!;
        turn(momentum, cosTheta, phi);
        radiating.toLab(momentum);
        pushFinal(builder, string.pdg[hadron]!, momentum, point);
      }
      if (radiating.hasRadiated) pushFinal(builder, photonPdg, radiating.radiated, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

const photonPdg = 22;

/** Turns a vector about an axis z into one about the direction (θ, φ). */
function turn(vector: FourVector, cosTheta: number, phi: number): void {
  const sinTheta = Math.sqrt(1 - cosTheta * cosTheta);
  const { px, py, pz } = vector;
  const across = px * cosTheta + pz * sinTheta;
  const [cosPhi, sinPhi] = [cos(phi), sin(phi)];
  vector.px = across * cosPhi - py * sinPhi;
  vector.py = across * sinPhi + py * cosPhi;
  vector.pz = pz * cosTheta - px * sinTheta;
}

const row = (what: string, config: ContinuumConfig, expected: number): CrossSectionRow => ({
  definition: `e⁺e⁻ → ${what} at the Υ(4S), radiation of the beams included`,
  order: 'set, not computed',
  value: () => crossSectionOf(config),
  unit: 'nb',
  expected,
  tolerance: 1e-6,
  source:
    'Belle II Physics Book, arXiv:1808.10567 (recalled, not verified), KKMC with PYTHIA 8: ours ' +
    'is set to it, so that the two agree by construction',
  parameters: config.flavour === 'all' ? {} : { flavour: config.flavour },
});

/** Hadrons of a string whose decays lead to all others. */
const stringHadrons = [
  'D*+',
  'D_s*+',
  'Lambda_c+',
  'Xi_c0',
  'Xi_c+',
  'Omega_c0',
  'K*0',
  'phi',
  'omega',
].map((name) => particleNamed(name)!);

const defaults = { isr: true, minIsrEnergy: 1 * MeV } as const;

/** Generator `continuum`: two jets of light or charmed hadrons. */
export const continuum: EventGenerator<typeof continuumSchema> = {
  name: 'continuum',
  kind: 'sm',
  doc:
    'e+e- → qq̄ of u, d, s, c, cross sections set: two jets from a string of our own that breaks ' +
    'into mesons and baryons, decayed by our tables; quarks follow 1 + cos²θ, one effective ' +
    'photon of the beams; no gluons, no interference with the Υ(4S).',
  schema: continuumSchema,
  onPurpose: ['decayed'],
  leaves: stringHadrons,
  crossSections: [
    row('qq̄ of u, d, s and c', { ...defaults, flavour: 'all' }, 3.69),
    row('uū', { ...defaults, flavour: 'uu' }, 1.61),
    row('dd̄', { ...defaults, flavour: 'dd' }, 0.4),
    row('ss̄', { ...defaults, flavour: 'ss' }, 0.38),
    row('cc̄', { ...defaults, flavour: 'cc' }, 1.3),
  ],
  crossSection: (config, beams) => {
    checkBeams(config, beams);
    return crossSectionOf(config);
  },
  build: generate,
};
