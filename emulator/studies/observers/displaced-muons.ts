import { cm, GeV } from '../../../detector/base/units.js';
import type { CardPoint } from '../define-card.js';

/**
 * Single muons of both charges, momentum with density 1/p up to 5 GeV, uniform in polar angle: half
 * from the collision point, half with z uniform in ±100 cm.
 * @param range least momentum [GeV] and polar angles [rad].
 */
export function displacedMuons(range: {
  readonly minimum: number;
  readonly thetaMin: number;
  readonly thetaMax: number;
}): readonly CardPoint[] {
  const common = {
    frame: 'lab',
    variable: 'momentum',
    maximum: 5 * GeV,
    spectrum: 'inverse',
    thetaDensity: 'theta',
    ...range,
  };
  const vertices = [
    ['collision', {}],
    ['uniform z', { beamSpot: false, zMin: -100 * cm, zMax: 100 * cm }],
  ] as const;
  return [13, -13].flatMap((pdg) =>
    vertices.map(([name, vertex]) => ({
      name: `${name}, ${pdg}`,
      generator: 'gun',
      share: 1,
      config: { ...common, pdg, vertex },
    })),
  );
}
