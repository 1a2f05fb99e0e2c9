import {
  firstLayerOfSuperLayer,
  firstWireOfLayer,
  layerOfWire,
  layerRadius,
  stereoShift,
  superLayerCount,
  superLayers,
  wirePhi,
  wireRadius,
  zBackward,
  zForward,
} from '../../detector/cdc/geometry.js';
import { mm } from '../../detector/base/units.js';

/** Half of the height of a cell, by which super-layers reach beyond their outermost wires [cm]. */
const margin = 9 * mm;

interface SuperLayerShape {
  readonly name: string;
  readonly isStereo: boolean;
  readonly inner: number;
  readonly outer: number;
  /** Cross section [z, r]: wires end at planes or cones. */
  readonly section: readonly (readonly [z: number, r: number])[];
}

/** Outlines of the nine super-layers, from the inside out. */
export const superLayerShapes: readonly SuperLayerShape[] = Array.from(
  { length: superLayerCount },
  (_, superLayer) => {
    const first = firstLayerOfSuperLayer[superLayer]!;
    const last = firstLayerOfSuperLayer[superLayer + 1]! - 1;
    const { name, stereoShift: shift } = superLayers[superLayer]!;
    const layers = Array.from({ length: last - first + 1 }, (_, inner) => first + inner);
    const side = (z: Float64Array): (readonly [number, number])[] =>
      layers.map((layer) => [z[layer]!, layerRadius[layer]!]);
    return {
      name,
      isStereo: shift !== 0,
      inner: layerRadius[first]! - margin,
      outer: layerRadius[last]! + margin,
      section: [...side(zForward), ...side(zBackward).toReversed()],
    };
  },
);

/** Inner radius of the chamber's wires [cm]. */
export const chamberInner = layerRadius[0]! - margin;

/** Where a wire is drawn in the transverse plane: at z = 0, where a central track meets it [cm]. */
export function wirePlace(wire: number): readonly [x: number, y: number] {
  const layer = layerOfWire[wire]!;
  const phi = wirePhi(layer, wire - firstWireOfLayer[layer]!, 0);
  const radius = wireRadius(layer, 0);
  return [radius * Math.cos(phi), radius * Math.sin(phi)];
}

/** Whether a wire is inclined to the axis, so that hits are drawn hollow instead of filled. */
export const isStereoWire = (wire: number): boolean => stereoShift[layerOfWire[wire]!] !== 0;

/** Radius outside of which bins of short tracks are marked [cm]: where super-layer 2 begins. */
export const shortTrackRadius = superLayerShapes[2]!.inner;
/** Radius outside of which bins of inner tracks are marked [cm]: where super-layer 0 begins. */
export const innerTrackRadius = superLayerShapes[0]!.inner;
