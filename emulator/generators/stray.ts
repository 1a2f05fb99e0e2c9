// kernel: one pass over the events of a batch, scalars only
import { type ConfigOf, quantity } from '../../detector/base/config.js';
import { cos, pow, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { cm, degree, GeV } from '../../detector/base/units.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import type { EventGenerator } from './generator.js';
import { pushFinal } from './push-final.js';

const weight = (value: number, what: string) => quantity(value, '', what, { min: 0 });
const share = (value: number, what: string) => quantity(value, '', what, { min: 0, max: 1 });
const power = (value: number, what: string) => quantity(value, '', what, { min: -5, max: 5 });

const straySchema = {
  tracks: weight(1, 'Tracks, beside showers'),
  showers: weight(0, 'Photons that make showers, beside tracks'),
  electrons: share(0.2, 'Share of electrons among tracks; the others are pions'),
  minMomentum: quantity(0.2 * GeV, 'GeV', 'Lowest momentum of tracks', { min: 0.01 * GeV }),
  maxMomentum: quantity(1.5 * GeV, 'GeV', 'Highest momentum of tracks', { min: 0.01 * GeV }),
  momentumPower: power(0, 'n of the density 1/pⁿ of tracks'),
  minEnergy: quantity(0.4 * GeV, 'GeV', 'Lowest energy of showers', { min: 0.01 * GeV }),
  maxEnergy: quantity(3 * GeV, 'GeV', 'Highest energy of showers', { min: 0.01 * GeV }),
  energyPower: power(1, 'n of the density 1/Eⁿ of showers'),
  company: quantity(0, '', 'Mean number of further particles from the same place', {
    min: 0,
    max: 20,
  }),
  neutrons: share(0, 'Share of neutrons among them, of the momenta of tracks'),
  thetaMin: quantity(20 * degree, 'deg', 'Smallest polar angle', { min: 0, max: Math.PI }),
  thetaMax: quantity(150 * degree, 'deg', 'Largest polar angle', { min: 0, max: Math.PI }),
  lean: quantity(0, '', 'How much more fly forward: the density is 1 + lean·x, x from −1 to 1', {
    min: -1,
    max: 1,
  }),
  zMin: quantity(-100 * cm, 'cm', 'They start between two places along the beams, uniform'),
  zMax: quantity(100 * cm, 'cm', 'They start between two places along the beams, uniform'),
  radiusMin: quantity(1 * cm, 'cm', 'Distance from the beams, uniform', { min: 0 }),
  radiusMax: quantity(2 * cm, 'cm', 'Distance from the beams, uniform', { min: 0 }),
};

type StrayConfig = ConfigOf<typeof straySchema>;

const [photon, electron, pion, neutron] = [22, 11, 211, 2112] as const;
const massOf = (pdg: number): number => particleInfo(pdg)!.mass;
const masses: ReadonlyMap<number, number> = new Map(
  [photon, electron, pion, neutron].map((pdg) => [pdg, massOf(pdg)]),
);

/** @throws GENERATOR_CONFIG */
function check(config: StrayConfig): void {
  const ranges = [
    ['minMomentum', 'maxMomentum'],
    ['minEnergy', 'maxEnergy'],
    ['thetaMin', 'thetaMax'],
    ['zMin', 'zMax'],
    ['radiusMin', 'radiusMax'],
  ] as const;
  for (const [low, high] of ranges)
    if (config[low] > config[high])
      fail(`${low}, ${high} are ${config[low]} and ${config[high]}; the first is the larger`);
  if (config.tracks + config.showers === 0) fail('tracks and showers are both 0');
}

function fail(what: string): never {
  throw new EmulatorError('GENERATOR_CONFIG', `generator "stray": ${what}`);
}

/** A value between two limits of density 1/xⁿ at a share of all of them. */
export function powerLaw(low: number, high: number, n: number, at: number): number {
  if (low === high) return low;
  if (n === 1) return low * pow(high / low, at);
  const [first, last] = [pow(low, 1 - n), pow(high, 1 - n)];
  return pow(first + (last - first) * at, 1 / (1 - n));
}

/** Where between 0 and 1 a density of 1 + lean·(2x − 1) has a share of all below it. */
export function leaning(lean: number, at: number): number {
  const flat = 1 - lean;
  return (2 * at) / (flat + Math.sqrt(flat * flat + 4 * lean * at));
}

/**
 * Generator `stray`: what a lost beam particle sends into the detector. The first particle is a
 * track or a shower, any further ones are of the same mix, or neutrons, and start where it does.
 */
export const stray: EventGenerator<typeof straySchema> = {
  name: 'stray',
  kind: 'gun',
  doc:
    'What a lost beam particle sends into the detector: a pion, an electron or a photon from ' +
    'near the beam pipe, with further ones from the same place where asked for. No lattice is ' +
    'followed: places, angles and spectra are parameters.',
  schema: straySchema,
  build(config, context) {
    check(config);
    const stream = new RandomStream();
    const builder = new ParticleBuilder();
    const collision = beamSpot(context.beams, context.seed);
    const momentum = fourVector();
    const place = { x: 0, y: 0, z: 0, time: 0 };
    const [cosLow, cosHigh] = [cos(config.thetaMax), cos(config.thetaMin)];
    const isShower = config.showers / (config.tracks + config.showers);
    const between = (low: number, high: number): number => low + (high - low) * stream.uniform();

    /** Draws a kind; a negative code is an antiparticle, as often as a particle. */
    const drawKind = (isFirst: boolean): number => {
      if (!isFirst && stream.uniform() < config.neutrons) return neutron;
      if (stream.uniform() < isShower) return photon;
      const kind = stream.uniform() < config.electrons ? electron : pion;
      return stream.uniform() < 0.5 ? kind : -kind;
    };

    const push = (pdg: number): void => {
      const mass = masses.get(Math.abs(pdg))!;
      const { minEnergy, maxEnergy, minMomentum, maxMomentum } = config;
      const p =
        pdg === photon
          ? powerLaw(minEnergy, maxEnergy, config.energyPower, stream.uniform())
          : powerLaw(minMomentum, maxMomentum, config.momentumPower, stream.uniform());
      const cosTheta = cosLow + (cosHigh - cosLow) * leaning(config.lean, stream.uniform());
      const phi = 2 * Math.PI * stream.uniform();
      const pt = p * Math.sqrt(Math.max(0, 1 - cosTheta * cosTheta));
      momentum.px = pt * cos(phi);
      momentum.py = pt * sin(phi);
      momentum.pz = p * cosTheta;
      momentum.energy = Math.sqrt(p * p + mass * mass);
      pushFinal(builder, pdg, momentum, place);
    };

    return (addresses) => {
      const eventCount = addresses.index.length;
      for (let event = 0; event < eventCount; event++) {
        seedAt(stream, context, addresses, event, purpose.generator);
        const radius = between(config.radiusMin, config.radiusMax);
        const direction = 2 * Math.PI * stream.uniform();
        const point = collision(addresses, event);
        place.x = point.x + radius * cos(direction);
        place.y = point.y + radius * sin(direction);
        place.z = point.z + between(config.zMin, config.zMax);
        place.time = point.time;
        push(drawKind(true));
        const further = stream.poisson(config.company);
        for (let particle = 0; particle < further; particle++) push(drawKind(false));
        builder.endEvent();
      }
      return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
    };
  },
};
