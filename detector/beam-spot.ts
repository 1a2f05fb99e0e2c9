import { purpose, RandomStream } from './base/random.js';
import type { Beams } from './beams.js';
import { type Addresses, seedAt } from './event.js';

/** Where [cm] and when [ns after the nominal instant] an event's beams met. */
export interface CollisionPoint {
  x: number;
  y: number;
  z: number;
  time: number;
}

/** Draws the collision point of an event into the object that it returns, the same at each call. */
export function beamSpot(
  { config: { spot } }: Beams,
  seed: number,
): (addresses: Addresses, event: number) => Readonly<CollisionPoint> {
  const context = { seed };
  const stream = new RandomStream();
  const point: CollisionPoint = { x: spot.x, y: spot.y, z: spot.z, time: 0 };
  return (addresses, event) => {
    seedAt(stream, context, addresses, event, purpose.beamSpot);
    point.x = spot.x + spot.sigmaX * stream.gaussian();
    point.y = spot.y + spot.sigmaY * stream.gaussian();
    point.z = spot.z + spot.sigmaZ * stream.gaussian();
    point.time = spot.sigmaTime * stream.gaussian();
    return point;
  };
}
