import { kernels } from '#kernels';
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import type { MaterialLayer } from '../material-layers.js';
import { stoppingMaterial } from './materials.js';

/** What is placed of a layer, or of the calorimeter's front, which has no thickness. */
export type Surface = Pick<
  MaterialLayer,
  'position' | 'low' | 'high' | 'thickness' | 'composition'
>;

/**
 * Surfaces of one shape in ascending order of radius or z; those without material are left out but
 * for the calorimeter's.
 */
function listOf(
  layers: readonly MaterialLayer[],
  shape: MaterialLayer['shape'],
  fronts: readonly number[],
): readonly Surface[] {
  const own = layers.filter((layer) => layer.shape === shape && layer.thickness > 0);
  return [...own, ...fronts.map(front)].sort((a, b) => a.position - b.position);
}

const front = (position: number): Surface => ({
  position,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  thickness: 0,
  composition: 'aluminium',
});

/** Layers of material and the front of the calorimeter, as a helix meets them. */
export function surfacesOf(layers: readonly MaterialLayer[]): {
  readonly cylinders: readonly Surface[];
  readonly discs: readonly Surface[];
} {
  return {
    cylinders: listOf(layers, 'cylinder', [barrelRadius]),
    discs: listOf(layers, 'disc', [backwardPlane, forwardPlane]),
  };
}

/**
 * Places layers and the front of the calorimeter in the memory of the kernels, which find there
 * what a helix meets next. Returns their address.
 */
export function placeSurfaces(layers: readonly MaterialLayer[]): number {
  const { cylinders, discs } = surfacesOf(layers);
  const address = kernels.newSurfaces(cylinders.length, discs.length);
  for (const list of [cylinders, discs])
    list.forEach(({ position, low, high, thickness, composition }, index) => {
      const material = stoppingMaterial(composition).address;
      kernels.placeSurface(
        address,
        list === discs,
        index,
        position,
        low,
        high,
        thickness,
        material,
      );
    });
  return address;
}
