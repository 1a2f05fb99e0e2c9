import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three';
import {
  aerogelEnd,
  aerogelFace,
  aerogelInnerRadius,
  aerogelOuterRadius,
  detectorPlane,
  rings as detectorRings,
} from '../../detector/arich/geometry.js';
import {
  barrelApothem,
  barrelHalfLength,
  barrelSectorCount,
  middleZ,
  octant,
} from '../../detector/klm/geometry.js';
import { regions } from '../../detector/ecl/rings.js';
import {
  barBackward,
  barDistance,
  barForward,
  barWidth,
  moduleCount,
  modulePitch,
} from '../../detector/top/geometry.js';
import { superLayerShapes } from '../display/cdc-shapes.js';
import { ringSection } from '../display/ecl-shapes.js';
import type { DisplayPalette } from '../display/palette.js';
import type { Place } from '../display/places.js';

/**
 * The detector as lines: chamber, calorimeter, bars of the TOP, aerogel and photo detectors of the
 * ARICH, barrel of the KLM, beam pipe.
 */

/** Strokes of a circle. */
const strokes = 72;
/** Outer radius of the beam pipe, and how far it is drawn [cm]. */
const beamPipe = { radius: 1.2, from: -60, to: 90 };

/** A stretch from one point to another. */
type Stroke = readonly [from: Place, to: Place];

/** A closed polygon about the beam line with corners at a distance from it [cm]. */
const ring = (radius: number, z: number, corners = strokes, turn = 0): readonly Stroke[] =>
  Array.from({ length: corners }, (_, corner): Stroke => {
    const at = (place: number): Place => {
      const phi = ((place + turn) * 2 * Math.PI) / corners;
      return [radius * Math.cos(phi), radius * Math.sin(phi), z];
    };
    return [at(corner), at(corner + 1)];
  });

/** Lines along a surface, between a circle and another, every so often. */
const staves = (
  [r0, z0]: readonly [number, number],
  [r1, z1]: readonly [number, number],
  count: number,
  turn = 0,
): readonly Stroke[] =>
  Array.from({ length: count }, (_, stave): Stroke => {
    const phi = ((stave + turn) * 2 * Math.PI) / count;
    const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
    return [
      [r0 * cos, r0 * sin, z0],
      [r1 * cos, r1 * sin, z1],
    ];
  });

/** Inner and outer wall of the chamber and the ends of its super-layers. */
function chamber(): readonly Stroke[] {
  const [inner, outer] = [superLayerShapes[0]!, superLayerShapes.at(-1)!];
  const endsOf = ({ section }: typeof inner): readonly [number, number] => [
    Math.min(...section.map(([z]) => z)),
    Math.max(...section.map(([z]) => z)),
  ];
  const walls = superLayerShapes.flatMap((shape) =>
    endsOf(shape).flatMap((z) => ring(shape.outer, z)),
  );
  const [backward, forward] = endsOf(outer);
  const [innerBackward, innerForward] = endsOf(inner);
  return [
    ...walls,
    ...staves([outer.outer, backward], [outer.outer, forward], 12),
    ...[innerBackward, innerForward].flatMap((z) => ring(inner.inner, z)),
  ];
}

/** Fronts and backs of the regions of the calorimeter. */
const calorimeter = (): readonly Stroke[] =>
  regions.flatMap(({ first, last }) =>
    [first, last].flatMap((at) => {
      const [, , rear] = ringSection(at);
      const [front] = ringSection(at);
      return [front!, rear!].flatMap(([z, r]) => ring(r, z));
    }),
  );

/** Corners of the bar of a module, from 0, one after the other. */
export function barCorners(module: number): readonly Place[] {
  const phi = (module + 0.5) * modulePitch;
  const corner = (side: number, z: number): Place => [
    barDistance * Math.cos(phi) - (side * barWidth * Math.sin(phi)) / 2,
    barDistance * Math.sin(phi) + (side * barWidth * Math.cos(phi)) / 2,
    z,
  ];
  return [
    corner(-1, barBackward),
    corner(1, barBackward),
    corner(1, barForward),
    corner(-1, barForward),
  ];
}

/** Bars as rectangles. */
const bars = (): readonly Stroke[] =>
  Array.from({ length: moduleCount }, (_, module) => {
    const corners = barCorners(module);
    return corners.map((from, at): Stroke => [from, corners[(at + 1) % 4]!]);
  }).flat();

/** Faces of the aerogel, and the rings of photo detectors behind it. */
const aerogelCounter = (): readonly Stroke[] => [
  ...[aerogelInnerRadius, aerogelOuterRadius].flatMap((radius) => [
    ...ring(radius, aerogelFace),
    ...ring(radius, aerogelEnd),
    ...staves([radius, aerogelFace], [radius, aerogelEnd], 12),
  ]),
  ...detectorRings.flatMap(({ radius }) => ring(radius, detectorPlane)),
];

/** The octagon of the barrel, innermost and outermost gap. */
function yoke(): readonly Stroke[] {
  const ends = [middleZ - barrelHalfLength, middleZ + barrelHalfLength] as const;
  const radii = [barrelApothem[0]!, barrelApothem.at(-1)!].map(
    (apothem) => apothem / Math.cos(octant / 2),
  );
  return radii.flatMap((radius) => [
    ...ends.flatMap((z) => ring(radius, z, barrelSectorCount, 0.5)),
    ...staves([radius, ends[0]], [radius, ends[1]], barrelSectorCount, 0.5),
  ]);
}

/** Lines of one colour. */
function linesOf(lines: readonly Stroke[], material: LineBasicMaterial): LineSegments {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(lines.flat(2), 3));
  return new LineSegments(geometry, material);
}

/** The detector for orientation, in the colours of the drawings. */
export function detectorLines({ outline, muted }: DisplayPalette): readonly LineSegments[] {
  const faint = { transparent: true, depthWrite: false };
  const pipe = [
    ...ring(beamPipe.radius, beamPipe.from, 24),
    ...ring(beamPipe.radius, beamPipe.to, 24),
    ...staves([beamPipe.radius, beamPipe.from], [beamPipe.radius, beamPipe.to], 4),
  ];
  const inside = new LineBasicMaterial({ color: outline, opacity: 0.75, ...faint });
  const outside = new LineBasicMaterial({ color: outline, opacity: 0.4, ...faint });
  return [
    linesOf([...chamber(), ...calorimeter(), ...bars(), ...aerogelCounter()], inside),
    linesOf(yoke(), outside),
    linesOf(pipe, new LineBasicMaterial({ color: muted })),
  ];
}
