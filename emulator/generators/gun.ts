// kernel: one pass over the events of a batch, scalars only
import { type ConfigOf, choice, flag, integer, quantity } from '../../detector/base/config.js';
import { cos, pow, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { seedAt } from '../../detector/event.js';
import { degree, GeV } from '../../detector/base/units.js';
import { cmsToLab } from '../../detector/beams.js';
import { fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { type ParticleTable, standardParticles } from '../../detector/particle-table.js';
import { beamSpot } from '../../detector/beam-spot.js';
import type { EventGenerator } from './generator.js';

const gunSchema = {
  pdg: integer(22, 'PDG code', 'Which particle'),
  count: integer(1, 'particles', 'Particles per event, drawn independently from one vertex', {
    min: 0,
    max: 1000,
  }),
  frame: choice(
    'cms',
    ['cms', 'lab'],
    'Frame of energy, momentum and angles; θ in the centre-of-mass frame is to the electron beam',
  ),
  variable: choice(
    'energy',
    ['energy', 'momentum'],
    'What minimum and maximum limit; energy includes the mass',
  ),
  minimum: quantity(0.2 * GeV, 'GeV', 'Lowest energy or momentum', { min: 0 }),
  maximum: quantity(5.5 * GeV, 'GeV', 'Highest energy or momentum', { min: 0 }),
  spectrum: choice(
    'flat',
    ['flat', 'inverse'],
    'Density between the limits: constant, or proportional to 1/value',
  ),
  thetaMin: quantity(0, 'deg', 'Smallest polar angle', { min: 0, max: Math.PI }),
  thetaMax: quantity(180 * degree, 'deg', 'Largest polar angle', { min: 0, max: Math.PI }),
  thetaDensity: choice(
    'cosTheta',
    ['cosTheta', 'theta'],
    'In which of the two the polar angle is uniform',
  ),
  phiMin: quantity(-180 * degree, 'deg', 'Smallest azimuth', {
    min: -2 * Math.PI,
    max: 2 * Math.PI,
  }),
  phiMax: quantity(180 * degree, 'deg', 'Largest azimuth', { min: -2 * Math.PI, max: 2 * Math.PI }),
  vertex: {
    beamSpot: flag(true, 'Whether the collision point is added to the vertex, in place and time'),
    xMin: quantity(0, 'cm', 'Vertex range, uniform'),
    xMax: quantity(0, 'cm', 'Vertex range, uniform'),
    yMin: quantity(0, 'cm', 'Vertex range, uniform'),
    yMax: quantity(0, 'cm', 'Vertex range, uniform'),
    zMin: quantity(0, 'cm', 'Vertex range, uniform'),
    zMax: quantity(0, 'cm', 'Vertex range, uniform'),
    radiusMin: quantity(0, 'cm', 'Distance from (x, y), uniform, in a random direction', {
      min: 0,
    }),
    radiusMax: quantity(0, 'cm', 'Distance from (x, y), uniform, in a random direction', {
      min: 0,
    }),
  },
};

type GunConfig = ConfigOf<typeof gunSchema>;

/** Mass of the gun's particle. @throws GENERATOR_CONFIG */
function checkedMass(config: GunConfig, particles: ParticleTable): number {
  const { vertex } = config;
  const info = particles.info(config.pdg);
  if (info === undefined || Number.isNaN(info.mass)) fail(`pdg ${config.pdg} has no known mass`);
  const ranges: readonly (readonly [string, number, number])[] = [
    ['minimum, maximum', config.minimum, config.maximum],
    ['thetaMin, thetaMax', config.thetaMin, config.thetaMax],
    ['phiMin, phiMax', config.phiMin, config.phiMax],
    ['vertex.xMin, vertex.xMax', vertex.xMin, vertex.xMax],
    ['vertex.yMin, vertex.yMax', vertex.yMin, vertex.yMax],
    ['vertex.zMin, vertex.zMax', vertex.zMin, vertex.zMax],
    ['vertex.radiusMin, vertex.radiusMax', vertex.radiusMin, vertex.radiusMax],
  ];
  for (const [names, low, high] of ranges)
    if (low > high) fail(`${names} are ${low} and ${high}; the first is the larger`);
  if (config.spectrum === 'inverse' && config.minimum === 0)
    fail('spectrum "inverse" needs a minimum above 0');
  if (config.variable === 'energy' && config.minimum < info.mass)
    fail(`minimum ${config.minimum} GeV is below the mass of ${info.name}`);
  return info.mass;
}

function fail(what: string): never {
  throw new EmulatorError('GENERATOR_CONFIG', `generator "gun": ${what}`);
}

/** Generator `gun`: one particle per event, every range a parameter. */
export const gun: EventGenerator<typeof gunSchema> = {
  name: 'gun',
  kind: 'gun',
  doc: 'Single particles of any kind, in ranges of energy or momentum, direction and vertex.',
  schema: gunSchema,
  build(config, context) {
    const { seed, beams } = context;
    const mass = checkedMass(config, context.particles ?? standardParticles);
    const stream = new RandomStream();
    const builder = new ParticleBuilder();
    const collision = beamSpot(beams, seed);
    const momentum = fourVector();
    const { vertex } = config;
    const inLab = config.frame === 'lab';
    const cosHigh = cos(config.thetaMin);
    const cosLow = cos(config.thetaMax);
    const between = (low: number, high: number): number => low + (high - low) * stream.uniform();

    /** Draws value and direction into `momentum`, laboratory frame. */
    const drawMomentum = (): void => {
      const value =
        config.spectrum === 'flat'
          ? between(config.minimum, config.maximum)
          : config.minimum * pow(config.maximum / config.minimum, stream.uniform());
      const cosTheta =
        config.thetaDensity === 'cosTheta'
          ? between(cosLow, cosHigh)
          : cos(between(config.thetaMin, config.thetaMax));
      const phi = between(config.phiMin, config.phiMax);
      const p =
        config.variable === 'momentum'
          ? value
          : Math.sqrt(Math.max(0, value * value - mass * mass));
      const pt = p * Math.sqrt(Math.max(0, 1 - cosTheta * cosTheta));
      momentum.px = pt * cos(phi);
      momentum.py = pt * sin(phi);
      momentum.pz = p * cosTheta;
      momentum.energy = config.variable === 'energy' ? value : Math.sqrt(p * p + mass * mass);
      if (!inLab) cmsToLab(beams.frame, momentum);
    };

    return (addresses) => {
      const eventCount = addresses.index.length;
      for (let event = 0; event < eventCount; event++) {
        seedAt(stream, context, addresses, event, purpose.generator);
        const radius = between(vertex.radiusMin, vertex.radiusMax);
        const direction = 2 * Math.PI * stream.uniform();
        let x = between(vertex.xMin, vertex.xMax) + radius * cos(direction);
        let y = between(vertex.yMin, vertex.yMax) + radius * sin(direction);
        let z = between(vertex.zMin, vertex.zMax);
        let time = 0;
        if (vertex.beamSpot) {
          const point = collision(addresses, event);
          x += point.x;
          y += point.y;
          z += point.z;
          time = point.time;
        }
        for (let particle = 0; particle < config.count; particle++) {
          drawMomentum();
          builder.push(
            config.pdg,
            particleStatus.final,
            -1,
            momentum.px,
            momentum.py,
            momentum.pz,
            momentum.energy,
            x,
            y,
            z,
            time,
          );
        }
        builder.endEvent();
      }
      return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
    };
  },
};
