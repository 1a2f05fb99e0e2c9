import { cos, sin, tan } from './base/elementary.js';
import {
  coil,
  coilHalfLength,
  coilMiddle,
  detectorParts,
  type MaterialBudget,
  type MaterialLayer,
  layersInFront,
} from './material-layers.js';
import { absorberProperties } from './propagation/materials.js';

/** What a straight ray from the collision point meets. */
interface MaterialOnRay {
  /** Radiation lengths in front of the calorimeter, one element per part of `detectorParts`. */
  readonly inFront: readonly number[];
  /**
   * Radiation and interaction lengths (of nucleons) of coil and cryostat; 0 where the ray passes
   * beside.
   */
  readonly coilRadiation: number;
  readonly coilInteraction: number;
}

/** Material by polar angle [rad]; layers that the ray misses count nothing. */
export function materialOnRay(budget: MaterialBudget, theta: number): MaterialOnRay {
  const layers = layersInFront(budget);
  const lengthOf = (part: string): number =>
    layers.reduce(
      (sum, layer) => sum + (layer.part === part ? thicknessAlong(layer, theta) : 0),
      0,
    );
  const shells = coil.filter(
    ({ radius }) => Math.abs(radius / tan(theta) - coilMiddle) < coilHalfLength,
  );
  const coilLength = (kind: 'radiationLength' | 'nuclearLength'): number =>
    shells.reduce(
      (sum, { thickness, material }) =>
        sum + thickness / (sin(theta) * absorberProperties(material)[kind]),
      0,
    );
  return {
    inFront: detectorParts.map(lengthOf),
    coilRadiation: coilLength('radiationLength'),
    coilInteraction: coilLength('nuclearLength'),
  };
}

/** Radiation lengths of one layer along a ray from the collision point. */
function thicknessAlong(
  { shape, position, low, high, thickness }: MaterialLayer,
  theta: number,
): number {
  const across = shape === 'cylinder' ? position / tan(theta) : position * tan(theta);
  // A disc behind the collision point gives a negative radius and lies outside.
  if (across < low || across > high) return 0;
  return thickness / (shape === 'cylinder' ? sin(theta) : Math.abs(cos(theta)));
}
