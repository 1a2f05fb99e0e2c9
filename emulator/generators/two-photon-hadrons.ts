// kernel: one pass over the events of a batch
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { pionMass } from '../../detector/base/constants.js';
import { exp, log } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { GeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { Beams } from '../../detector/beams.js';
import { seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { drawRapidity, photonLuminosity } from './photon-flux.js';
import {
  drawPointPionCosTheta,
  drawTensorCosTheta,
  pointPionCrossSection,
  tensorCrossSection,
} from './pion-pairs.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';
import { ScatteredBeams } from './scattered-beams.js';
import { SoftHadrons } from './soft-hadrons.js';
import { TabulatedDensity } from './tabulated-density.js';
import { photonRecoilSchema } from './two-photon-sampler.js';

const electronPdg = 11;
const pionPdg = 211;
/** The cross section of hadrons is that of a fit above this mass; pairs of pions are below it. */
const continuum = 1 * GeV;
const steps = 240;
/** A cross section below this, relative or in nb, is none. */
const least = 1e-30;

const hadronsSchema = {
  minMass: quantity(continuum, 'GeV', 'Least mass of hadrons in general', { min: continuum }),
  constant: quantity(240, 'nb', 'A of the cross section A + B/W of two photons', { min: 0 }),
  falling: quantity(270, 'nb GeV', 'B of the cross section A + B/W of two photons', { min: 0 }),
  pionPairs: quantity(1, '', 'π⁺π⁻ below 1 GeV relative to point-like pions; 0 leaves them out', {
    min: 0,
    max: 10,
  }),
  ...photonRecoilSchema,
};

type Config = ConfigOf<typeof hadronsSchema>;

/** Cross section of two photons [nb]. */
function hadronCrossSection(
  { minMass, constant, falling, pionPairs }: Config,
  mass: number,
): number {
  if (mass < continuum) return pionPairs * pointPionCrossSection(mass);
  return mass < minMass ? 0 : constant + falling / mass;
}

/** Density in ln W, with nodes on both sides of each jump. */
function massDensity(config: Config, { sqrtS }: Beams): TabulatedDensity {
  const edges = [2 * pionMass, continuum, Math.max(continuum * 1.000_001, config.minMass), sqrtS];
  const nodes = edges.slice(1).flatMap((to, index) => {
    const [low, high] = [log(edges[index]!) + 1e-9, log(to) - 1e-9];
    return Array.from({ length: steps + 1 }, (_, at) => low + ((high - low) * at) / steps);
  });
  return new TabulatedDensity(nodes, (logMass) => {
    const mass = exp(logMass);
    const crossSection = hadronCrossSection(config, mass);
    return crossSection === 0
      ? 0
      : mass * photonLuminosity(mass, mass * mass, sqrtS) * crossSection;
  });
}

/** @throws GENERATOR_CONFIG */
function checkMass(config: Config, { sqrtS }: Beams): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "two-photon-hadrons": ${what}`);
  };
  // A per cent covers the spread of the beam energies, 0.05 %, many times over.
  if (config.minMass > 0.99 * sqrtS)
    fail(`a minMass of ${config.minMass} GeV is beyond √s = ${sqrtS.toFixed(3)} GeV`);
  if (config.constant + config.falling + config.pionPairs < least)
    fail('nothing is left to be made');
}

/**
 * Unweighted events; rows are the scattered electron and positron, then the hadrons.
 * @throws GENERATOR_CONFIG
 */
function generateHadrons(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  checkMass(config, beams);
  const masses = massDensity(config, beams);
  const scattered = new ScatteredBeams(beams, config.photonRecoil);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const soft = new SoftHadrons();
  const [pion, antipion, hadron] = [fourVector(), fourVector(), fourVector()];

  const drawSystem = (): number => {
    for (;;) {
      const mass = exp(masses.at(stream.uniform()));
      const rapidity = drawRapidity(stream, mass, mass * mass, beams.sqrtS);
      if (scattered.draw(stream, mass, rapidity, mass * mass)) return mass;
    }
  };
  const setPions = (mass: number, cosTheta: number): void => {
    const momentum = Math.sqrt(0.25 * mass * mass - pionMass * pionMass);
    setPhoton(pion, momentum, cosTheta, 2 * Math.PI * stream.uniform());
    antipion.px = -pion.px;
    antipion.py = -pion.py;
    antipion.pz = -pion.pz;
    pion.energy = antipion.energy = 0.5 * mass;
    scattered.toLab(pion);
    scattered.toLab(antipion);
  };
  /** Whether hadrons of this mass are two pions; sets them then. */
  const isPair = (mass: number): boolean => {
    const isPoint = mass < continuum;
    const share = isPoint ? 1 : tensorCrossSection(mass) / hadronCrossSection(config, mass);
    if (stream.uniform() > share) return false;
    setPions(mass, isPoint ? drawPointPionCosTheta(stream, mass) : drawTensorCosTheta(stream));
    return true;
  };

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      const mass = drawSystem();
      const point = collision(addresses, event);
      pushFinal(builder, electronPdg, scattered.electron, point);
      pushFinal(builder, -electronPdg, scattered.positron, point);
      if (isPair(mass)) {
        pushFinal(builder, pionPdg, pion, point);
        pushFinal(builder, -pionPdg, antipion, point);
      } else {
        soft.draw(stream, mass);
        for (let row = 0; row < soft.count; row++) {
          Object.assign(hadron, soft.momenta[row]);
          scattered.toLab(hadron);
          pushFinal(builder, soft.pdg[row]!, hadron, point);
        }
      }
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

const order = 'equivalent photons, q² < W²; σ(γγ) = 240 + 270/W nb set, not computed';
const source = 'independent numerical integration with the same σ(γγ)';

/** Above a mass alone, without pairs of pions. */
const above = (minMass: number, expected: number): CrossSectionRow => ({
  definition: `hadrons of W > ${minMass} GeV`,
  order,
  value: (beams) => massDensity(onlyAbove(minMass), beams).integral,
  unit: 'nb',
  expected,
  tolerance: 0.02,
  source,
  parameters: { minMass, pionPairs: 0 },
});

const defaults: Config = {
  minMass: continuum,
  constant: 240,
  falling: 270,
  pionPairs: 1,
  photonRecoil: false,
};
const onlyAbove = (minMass: number): Config => ({ ...defaults, minMass, pionPairs: 0 });

/** Generator `two-photon-hadrons`: pions and kaons of two photons. */
export const twoPhotonHadrons: EventGenerator<typeof hadronsSchema> = {
  name: 'two-photon-hadrons',
  kind: 'sm',
  doc:
    'e+e- → e+e- hadrons by two equivalent photons: π+π- of point-like pions below 1 GeV, ' +
    'f2(1270) → π+π- and pions and kaons of small pT above, in number by ln W; no hard ' +
    'scattering, no interference, no baryons, no charm.',
  schema: hadronsSchema,
  onPurpose: ['decayed'],
  crossSections: [
    {
      definition: 'hadrons of W > 1 GeV and π+π- below',
      order,
      value: (beams) => massDensity(defaults, beams).integral,
      unit: 'nb',
      expected: null,
      tolerance: null,
      source:
        '1 to 2 nb of low-mass pion pairs are recalled, with cuts that are not known: 1.2 of our ' +
        '5.5 nb below 1 GeV have pT > 0.2 GeV',
    },
    above(1, 4.52),
    above(2, 1.58),
  ],
  crossSection(config, beams) {
    checkMass(config, beams);
    return massDensity(config, beams).integral;
  },
  build: generateHadrons,
};
