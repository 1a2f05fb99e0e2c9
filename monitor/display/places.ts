import {
  firstWireOfLayer,
  layerOfWire,
  superLayerOfLayer,
  wirePhi,
  wireRadius,
  zBackward,
  zForward,
} from '../../detector/cdc/geometry.js';
import { ringOfCrystal } from '../../detector/ecl/crystals.js';
import { crystalLength, ringTable } from '../../detector/ecl/rings.js';
import { degree } from '../../detector/base/units.js';
import type { EventDisplay } from '../ports.js';
import { wirePlace } from './cdc-shapes.js';
import { crystalPhi } from './ecl-shapes.js';

/** Where wires and crystals are in space, for pictures in three dimensions. */

/** A point [cm]. */
export type Place = readonly [x: number, y: number, z: number];

/** Both ends of a wire. */
export function wireEnds(wire: number): readonly [backward: Place, forward: Place] {
  const layer = layerOfWire[wire]!;
  const end = (z: number): Place => {
    const phi = wirePhi(layer, wire - firstWireOfLayer[layer]!, z);
    const radius = wireRadius(layer, z);
    return [radius * Math.cos(phi), radius * Math.sin(phi), z];
  };
  return [end(zBackward[layer]!), end(zForward[layer]!)];
}

/** A crystal as a box: its front, where it points to, and its sides there. */
interface CrystalBox {
  /** Centre of the front face [cm]. */
  readonly front: Place;
  /** Unit vectors: along the crystal outward, and in azimuth. */
  readonly axis: Place;
  readonly across: Place;
  /** Sides of the front face: in the polar angle and in azimuth [cm]. */
  readonly height: number;
  readonly width: number;
  readonly length: number;
}

/** Place of a crystal, 0–8735, as the drawings of the calorimeter have it. */
export function crystalBox(crystal: number): CrystalBox {
  const [, axis, r, z, height] = ringTable[ringOfCrystal[crystal]!]!;
  const [low, extent] = crystalPhi(crystal);
  const phi = (low + extent / 2) * degree;
  const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
  const [along, outward] = [Math.cos(axis * degree), Math.sin(axis * degree)];
  return {
    front: [r * cos, r * sin, z],
    axis: [outward * cos, outward * sin, along],
    across: [-sin, cos, 0],
    height,
    width: r * extent * degree,
    length: crystalLength,
  };
}

/** Outlines of segments go through the wires of their outermost rows: so much wider holds them. */
const wider = 1.1;

/** Wires that were hit within the outline of a segment, by its row. */
export function wiresOfSegment(
  { chamber: { hits, segments } }: EventDisplay,
  row: number,
): readonly number[] {
  const { superLayer, x, y } = segments;
  const places = Array.from({ length: 6 }, (_, corner) => 6 * row + corner);
  const middleOf = (values: ArrayLike<number>): number =>
    places.reduce((sum, place) => sum + (values[place] ?? Number.NaN) / 6, 0);
  const [middleX, middleY] = [middleOf(x), middleOf(y)];
  const corners = places.map(
    (place) =>
      [middleX + wider * (x[place]! - middleX), middleY + wider * (y[place]! - middleY)] as const,
  );
  return [...new Set(Array.from(hits.wire))].filter(
    (wire) =>
      superLayerOfLayer[layerOfWire[wire]!] === superLayer[row] &&
      isWithin(corners, wirePlace(wire)),
  );
}

/** Whether a point lies within an outline: a line from it crosses that an odd number of times. */
function isWithin(
  corners: readonly (readonly [number, number])[],
  [px, py]: readonly [number, number],
): boolean {
  let inside = false;
  corners.forEach(([x0, y0], place) => {
    const [x1, y1] = corners[(place + 1) % corners.length]!;
    if (y0 > py !== y1 > py && px < ((x1 - x0) * (py - y0)) / (y1 - y0) + x0) inside = !inside;
  });
  return inside;
}
