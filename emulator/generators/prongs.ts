// kernel: one pass over the events of a batch, scalars and reused vectors only
import { speedOfLight } from '../../detector/base/constants.js';
import { atan2, cos, sin } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { seedAt } from '../../detector/event.js';
import { cmsToLab } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { beamSpot, type CollisionPoint } from '../../detector/beam-spot.js';
import type { EventGenerator, GeneratorContext } from './generator.js';
import { checkedProngs, type ProngsConfig, prongsSchema } from './prongs-config.js';
import { pushFinal } from './push-final.js';

/** Draws of an event in search of one that keeps all conditions; then the last is taken. */
const maxTries = 1000;

/** Draws momenta of an event into vectors of its own, laboratory frame. */
function prongSampler(
  config: ProngsConfig,
  { beams, particles }: GeneratorContext,
  stream: RandomStream,
) {
  const { pdgs, masses } = checkedProngs(config, particles);
  const momenta: readonly FourVector[] = pdgs.map(() => fourVector());
  const cosHigh = cos(config.thetaMin);
  const cosLow = cos(config.thetaMax);
  const openHigh = cos(config.openingMin);
  const openLow = cos(config.openingMax);
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();

  /** Gives prong `index` a direction and draws its momentum. */
  const setMomentum = (index: number, cosTheta: number, phi: number): void => {
    const vector = momenta[index]!;
    const sinTheta = Math.sqrt(Math.max(0, 1 - cosTheta * cosTheta));
    const value = between(config.minimum, config.maximum);
    const p = config.variable === 'pt' ? value / Math.max(sinTheta, 1e-6) : value;
    vector.px = p * sinTheta * cos(phi);
    vector.py = p * sinTheta * sin(phi);
    vector.pz = p * cosTheta;
    vector.energy = Math.sqrt(p * p + masses[index]! * masses[index]!);
  };

  /** A direction at an angle to the one of (cosTheta, phi); false when it leaves the range of θ. */
  const drawOnCone = (index: number, cosTheta: number, phi: number): boolean => {
    const cosOpening = between(openLow, openHigh);
    const sinOpening = Math.sqrt(Math.max(0, 1 - cosOpening * cosOpening));
    const turn = 2 * Math.PI * stream.uniform();
    const sinTheta = Math.sqrt(Math.max(0, 1 - cosTheta * cosTheta));
    const along = cosOpening * sinTheta + sinOpening * cos(turn) * cosTheta;
    const cosine = Math.max(
      -1,
      Math.min(1, cosOpening * cosTheta - sinOpening * cos(turn) * sinTheta),
    );
    setMomentum(index, cosine, phi + atan2(sinOpening * sin(turn), along));
    return !config.allInside || (cosine >= cosLow && cosine <= cosHigh);
  };

  /** All directions once; false when one leaves the range of θ. */
  const drawOnce = (): boolean => {
    const cosTheta = between(cosLow, cosHigh);
    const phi = 2 * Math.PI * stream.uniform();
    setMomentum(0, cosTheta, phi);
    let inside = true;
    for (let index = 1; index < momenta.length; index++) {
      if (config.topology === 'opening') inside = drawOnCone(index, cosTheta, phi) && inside;
      else if (config.topology === 'independent')
        setMomentum(index, between(cosLow, cosHigh), 2 * Math.PI * stream.uniform());
      else {
        const angle = between(config.openingMin, config.openingMax);
        setMomentum(
          index,
          between(cosLow, cosHigh),
          stream.uniform() < 0.5 ? phi + angle : phi - angle,
        );
      }
    }
    if (config.frame === 'cms')
      for (let index = 0; index < momenta.length; index++) cmsToLab(beams.frame, momenta[index]!);
    return inside;
  };

  return { pdgs, momenta, drawOnce, between };
}

/** Generator `prongs`: particles of one vertex, together as free as the card needs them. */
export const prongs: EventGenerator<typeof prongsSchema> = {
  name: 'prongs',
  kind: 'gun',
  doc:
    'Two or more particles from one vertex, prompt or displaced, with chosen angles between ' +
    'them.',
  schema: prongsSchema,
  build(config, context) {
    const { seed, beams } = context;
    const { vertex } = config;
    const stream = new RandomStream();
    const builder = new ParticleBuilder();
    const collision = beamSpot(beams, seed);
    const { pdgs, momenta, drawOnce, between } = prongSampler(config, context, stream);
    const point: CollisionPoint = { x: 0, y: 0, z: 0, time: 0 };

    /**
     * Moves the vertex to `radius` along the momentum of all prongs; false when that is out of
     * range.
     */
    const flyTo = (radius: number): boolean => {
      let px = 0;
      let py = 0;
      let pz = 0;
      let energy = 0;
      for (let index = 0; index < momenta.length; index++) {
        px += momenta[index]!.px;
        py += momenta[index]!.py;
        pz += momenta[index]!.pz;
        energy += momenta[index]!.energy;
      }
      const perMomentum = radius / Math.sqrt(px * px + py * py);
      point.x = perMomentum * px;
      point.y = perMomentum * py;
      point.z = perMomentum * pz;
      point.time = (perMomentum * energy) / speedOfLight;
      return point.z >= vertex.zMin && point.z <= vertex.zMax;
    };

    const placeAnywhere = (radius: number): void => {
      const azimuth = 2 * Math.PI * stream.uniform();
      point.x = radius * cos(azimuth);
      point.y = radius * sin(azimuth);
      point.z = radius > 0 ? between(vertex.zMin, vertex.zMax) : 0;
      point.time = 0;
    };

    const drawEvent = (): void => {
      const radius = between(vertex.radiusMin, vertex.radiusMax);
      for (let tries = 0; tries < maxTries; tries++) {
        const inside = drawOnce();
        if (radius > 0 && vertex.pointing) {
          if (flyTo(radius) && inside) return;
        } else if (inside) {
          placeAnywhere(radius);
          return;
        }
      }
      placeAnywhere(radius);
    };

    return (addresses) => {
      const eventCount = addresses.index.length;
      for (let event = 0; event < eventCount; event++) {
        seedAt(stream, context, addresses, event, purpose.generator);
        drawEvent();
        if (vertex.beamSpot) {
          const spot = collision(addresses, event);
          point.x += spot.x;
          point.y += spot.y;
          point.z += spot.z;
          point.time += spot.time;
        }
        for (let prong = 0; prong < momenta.length; prong++)
          pushFinal(builder, pdgs[prong]!, momenta[prong]!, point);
        builder.endEvent();
      }
      return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
    };
  },
};
