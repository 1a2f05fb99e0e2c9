// kernel: one pass over the events of a batch
import { type ConfigOf, parseConfig, quantity } from '../../detector/base/config.js';
import { cos, log, pow, tanh } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { degree, GeV } from '../../detector/base/units.js';
import type { Beams } from '../../detector/beams.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { electronMass } from '../../detector/base/constants.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { hardPhotonDensity, isrAngularDensity, radiator, radiatorExponent } from './isr.js';
import { azimuthShare } from './laboratory-angles.js';
import {
  allNeutrinosCrossSection,
  neutrinoCrossSection,
  neutrinoDensity,
} from './neutrino-pairs.js';
import { gaussLegendre } from './gauss-legendre.js';
import { pushFinal } from './push-final.js';
import { RadiatingBeams } from './radiating-beams.js';
import { setPhoton } from './recoil.js';

const nunuGammaSchema = {
  minPhotonEnergy: quantity(0.5 * GeV, 'GeV', 'Least energy of the photon in the centre of mass', {
    min: 0.01 * GeV,
    max: 5 * GeV,
  }),
  thetaMin: quantity(17 * degree, 'deg', 'Smallest polar angle of the photon, laboratory', {
    min: 0,
    max: Math.PI,
  }),
  thetaMax: quantity(150 * degree, 'deg', 'Largest polar angle of the photon, laboratory', {
    min: 0,
    max: Math.PI,
  }),
};

type Config = ConfigOf<typeof nunuGammaSchema>;

/** Least mass² of the neutrinos [GeV²]: the photon takes nearly all of the energy. */
const least = 0.01;
/** Rapidities of the photon beyond which it is along the beam for every use. */
const maxRapidity = 9;
const rapiditySteps = 360;
const energyPoints = 48;

/**
 * For each photon energy the share of its directions, from the hard-photon distribution, that are
 * in the range of the laboratory.
 */
function directionShares({ thetaMin, thetaMax }: Config, { frame }: Beams) {
  const cosLow = cos(thetaMax);
  const cosHigh = cos(thetaMin);
  const delta = (4 * electronMass ** 2) / frame.s;
  const whole = log(frame.s / electronMass ** 2) - 1;
  const width = (2 * maxRapidity) / rapiditySteps;
  const rows = Array.from({ length: rapiditySteps }, (_, step) => {
    const cosTheta = tanh((step + 0.5) * width - maxRapidity);
    const inside = azimuthShare(frame, cosTheta, (cosine) => cosine >= cosLow && cosine <= cosHigh);
    return { cosTheta, weight: inside * width * (1 - cosTheta * cosTheta) };
  }).filter(({ weight }) => weight > 0);
  return (x: number): number => {
    let sum = 0;
    for (const { cosTheta, weight } of rows) sum += weight * isrAngularDensity(cosTheta, x, delta);
    return sum / whole;
  };
}

/** ∫(hard photons of share x)·σ(s(1 − x))·(share of directions) dx [nb]. */
function crossSection(config: Config, beams: Beams): number {
  check(config, beams);
  const { s } = beams.frame;
  const exponent = radiatorExponent(s);
  const low = (2 * config.minPhotonEnergy) / beams.sqrtS;
  const high = 1 - least / s;
  const shareAt = directionShares(config, beams);
  const { points, weights } = gaussLegendre(energyPoints);
  let sum = 0;
  for (const [index, point] of points.entries()) {
    // In ln x.
    const x = low * pow(high / low, point);
    const density = hardPhotonDensity(x, exponent) * allNeutrinosCrossSection(s * (1 - x));
    sum += weights[index]! * x * log(high / low) * density * shareAt(x);
  }
  return sum;
}

/** @throws GENERATOR_CONFIG */
function check({ minPhotonEnergy, thetaMin, thetaMax }: Config, { sqrtS }: Beams): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "nunu-gamma": ${what}`);
  };
  if (minPhotonEnergy >= 0.49 * sqrtS)
    fail(
      `minPhotonEnergy ${minPhotonEnergy} GeV is more than the beams can radiate at √s = ` +
        `${sqrtS.toFixed(3)} GeV`,
    );
  if (thetaMax - thetaMin < 1 * degree)
    fail(`thetaMin ${thetaMin} and thetaMax ${thetaMax} rad leave the photon less than a degree`);
}

/** Draws the neutrinos of a radiated collision. */
function neutrinoSampler(stream: RandomStream) {
  const neutrino = fourVector();
  const antineutrino = fourVector();
  const draw = (s: number): number => {
    const ofElectron = neutrinoCrossSection(s, true);
    const family = stream.uniform() * (ofElectron + 2 * neutrinoCrossSection(s, false));
    const isElectron = family < ofElectron;
    const most = neutrinoDensity(s, 1, isElectron) + neutrinoDensity(s, -1, isElectron);
    let cosTheta: number;
    do cosTheta = 2 * stream.uniform() - 1;
    while (most * stream.uniform() > neutrinoDensity(s, cosTheta, isElectron));
    const energy = 0.5 * Math.sqrt(s);
    setPhoton(neutrino, energy, cosTheta, 2 * Math.PI * stream.uniform());
    antineutrino.px = -neutrino.px;
    antineutrino.py = -neutrino.py;
    antineutrino.pz = -neutrino.pz;
    antineutrino.energy = energy;
    if (isElectron) return 12;
    return stream.uniform() < 0.5 ? 14 : 16;
  };
  return { neutrino, antineutrino, draw };
}

/** Rows are the photon, neutrino and antineutrino. */
function generate(config: Config, context: GeneratorContext): GenerateEvents {
  const { seed, beams } = context;
  check(config, beams);
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);
  const { neutrino, antineutrino, draw } = neutrinoSampler(stream);
  const minShare = (2 * config.minPhotonEnergy) / beams.sqrtS;
  const radiating = new RadiatingBeams(
    { crossSection: allNeutrinosCrossSection, least, threshold: 0, minShare },
    { isr: true, minIsrEnergy: 0 },
    beams,
  );
  const { radiated } = radiating;
  const cosLow = cos(config.thetaMax);
  const cosHigh = cos(config.thetaMin);
  const exponent = radiatorExponent(beams.frame.s);
  // The beams draw all that they radiate together; one hard photon alone is softer.
  const alone = (x: number): number => hardPhotonDensity(x, exponent) / radiator(x, exponent);
  const most = alone(minShare);
  const isTaken = (reduced: number): boolean =>
    radiated.pz >= cosLow * radiated.energy &&
    radiated.pz <= cosHigh * radiated.energy &&
    most * stream.uniform() < alone(1 - reduced / beams.frame.s);

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      let reduced: number;
      do reduced = radiating.draw(stream);
      while (!isTaken(reduced));
      const flavour = draw(reduced);
      radiating.toLab(neutrino);
      radiating.toLab(antineutrino);
      const point = collision(addresses, event);
      pushFinal(builder, 22, radiated, point);
      pushFinal(builder, flavour, neutrino, point);
      pushFinal(builder, -flavour, antineutrino, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

/**
 * Generator `nunu-gamma`: a photon beside neutrinos, what no detector tells from a dark photon.
 * @see D-275
 */
export const nunuGamma: EventGenerator<typeof nunuGammaSchema> = {
  name: 'nunu-gamma',
  kind: 'sm',
  doc:
    'e+e- → νν̄γ of three families, the photon radiated by the beams: Z, W exchange at leading ' +
    'order; none radiated by the W, which is less than 1 % here, and no photon beside the one.',
  schema: nunuGammaSchema,
  crossSections: [
    {
      definition: 'photon of E* > 0.5 GeV in 17° to 150° of the laboratory',
      order: 'leading order',
      value: (beams) => crossSection(parseConfig(nunuGammaSchema, {}, 'nunu-gamma'), beams),
      unit: 'nb',
      expected: 4.4e-6,
      tolerance: 0.05,
      source: 'independent numerical integration of the radiator with σ(s′)',
    },
    {
      definition: 'νν̄ of three families, no photon required, no radiation',
      order: 'leading order',
      value: ({ frame: { s } }) => allNeutrinosCrossSection(s),
      unit: 'nb',
      expected: 2.64e-4,
      tolerance: 0.02,
      source:
        '(G²s/12π)·[3(v² + a²) + 2(v + a + 1)], independent numerical integration; KKMC 2.5e-4 ' +
        '(arXiv:1808.10567, recalled, not verified)',
    },
  ],
  crossSection,
  build: generate,
};
