import { choice, type ConfigOf, flag, quantity, text } from '../../detector/base/config.js';
import { EmulatorError, showValue } from '../../detector/base/errors.js';
import { cm, degree, GeV } from '../../detector/base/units.js';
import { type ParticleTable, standardParticles } from '../../detector/particle-table.js';

/**
 * Parameters of generator `prongs`: which particles, their ranges, the angles between them and
 * their vertex.
 */
export const prongsSchema = {
  particles: text('13 -13', 'PDG codes of the prongs, separated by spaces'),
  frame: choice(
    'lab',
    ['lab', 'cms'],
    'Frame of momenta, angles and topology; θ in the centre-of-mass frame is to the electron beam',
  ),
  variable: choice(
    'momentum',
    ['momentum', 'pt'],
    'What minimum and maximum limit: momentum, or the part of it across the axis of θ',
  ),
  minimum: quantity(0.5 * GeV, 'GeV', 'Lowest value, drawn for each prong', { min: 0 }),
  maximum: quantity(3 * GeV, 'GeV', 'Highest value, drawn for each prong', { min: 0 }),
  thetaMin: quantity(36 * degree, 'deg', 'Smallest polar angle', { min: 0, max: Math.PI }),
  thetaMax: quantity(122 * degree, 'deg', 'Largest polar angle', { min: 0, max: Math.PI }),
  topology: choice(
    'independent',
    ['independent', 'azimuth', 'opening'],
    'Directions: each by itself; the others at an angle in φ to the first, either way, θ by ' +
      'themselves; the others on cones about the first',
  ),
  openingMin: quantity(
    0,
    'deg',
    'Smallest angle of the others to the first (topology azimuth or opening)',
    { min: 0, max: Math.PI },
  ),
  openingMax: quantity(
    180 * degree,
    'deg',
    'Largest angle to the first: uniform in φ, or in its cosine',
    { min: 0, max: Math.PI },
  ),
  allInside: flag(true, 'Whether prongs on cones must keep the range of θ too'),
  vertex: {
    beamSpot: flag(true, 'Whether the collision point is added to the vertex, in place and time'),
    radiusMin: quantity(0, 'cm', 'Distance of the common vertex from the beam line, uniform', {
      min: 0,
      max: 1000 * cm,
    }),
    radiusMax: quantity(0, 'cm', 'Distance of the common vertex from the beam line, uniform', {
      min: 0,
      max: 1000 * cm,
    }),
    pointing: flag(
      true,
      'Whether the vertex lies where a parent with the momentum of all prongs flew to, at ' +
        'the time that it took; else at any azimuth and z',
    ),
    zMin: quantity(-60 * cm, 'cm', 'Range of z of a vertex off the beam line'),
    zMax: quantity(110 * cm, 'cm', 'Range of z of a vertex off the beam line'),
  },
};

/** A configuration of `prongs`, in base units. */
export interface ProngsConfig extends ConfigOf<typeof prongsSchema> {}

function fail(what: string): never {
  throw new EmulatorError('GENERATOR_CONFIG', `generator "prongs": ${what}`);
}

/** Codes and masses of the prongs. @throws GENERATOR_CONFIG */
export function checkedProngs(
  config: ProngsConfig,
  known: ParticleTable = standardParticles,
): {
  readonly pdgs: readonly number[];
  readonly masses: Float64Array;
} {
  const { vertex, particles } = config;
  const words = particles.trim().split(/[\s,]+/);
  const pdgs = words.map(Number);
  if (words[0] === '' || pdgs.some((pdg) => !Number.isInteger(pdg)) || pdgs.length > 100) {
    fail(`particles are ${showValue(particles)}, expected 1 to 100 PDG codes`);
  }
  const masses = Float64Array.from(pdgs, (pdg) => known.info(pdg)?.mass ?? Number.NaN);
  const unknown = masses.findIndex((mass) => Number.isNaN(mass));
  if (unknown >= 0) fail(`pdg ${pdgs[unknown]} has no known mass`);
  const ranges: readonly (readonly [string, number, number])[] = [
    ['minimum, maximum', config.minimum, config.maximum],
    ['thetaMin, thetaMax', config.thetaMin, config.thetaMax],
    ['openingMin, openingMax', config.openingMin, config.openingMax],
    ['vertex.radiusMin, vertex.radiusMax', vertex.radiusMin, vertex.radiusMax],
    ['vertex.zMin, vertex.zMax', vertex.zMin, vertex.zMax],
  ];
  for (const [names, low, high] of ranges)
    if (low > high) fail(`${names} are ${low} and ${high}; the first is the larger`);
  if (config.variable === 'pt' && (config.thetaMin === 0 || config.thetaMax === Math.PI))
    fail('pt needs polar angles inside 0 to 180°');
  if (config.maximum === 0) fail('maximum is 0');
  return { pdgs, masses };
}
