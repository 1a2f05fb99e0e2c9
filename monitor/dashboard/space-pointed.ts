import {
  BoxGeometry,
  CatmullRomCurve3,
  Group,
  InstancedMesh,
  type Material,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  OctahedronGeometry,
  TubeGeometry,
} from 'three';
import { cellOfCrystal, crystalCount } from '../../detector/ecl/crystals.js';
import { innerTrackRadius, shortTrackRadius, superLayerShapes } from '../display/cdc-shapes.js';
import { depthOf } from '../display/ecl-shapes.js';
import { type Place, wireEnds, wiresOfSegment } from '../display/places.js';
import type { DisplayPath, EventDisplay } from '../ports.js';
import { barCorners } from './space-detector.js';
import { at, boxOf, placesOf } from './space-event.js';

/** Thickness of what is pointed at, and of the wires of a segment [cm]. */
const [thick, thin] = [2.5, 0.6];
/** Size of the mark of a cluster that is pointed at [cm]. */
const markRadius = 9;
/** Azimuth of one bin of short or inner tracks [rad]. */
const binPitch = (2 * Math.PI) / 64;

/** What shows an object, by its kind, from what it is called by in the drawings. */
type Shown = (display: EventDisplay, id: number, look: Material) => readonly Object3D[];

const showing: Readonly<Record<string, Shown>> = {
  particle: ({ particles }, id, look) => along(particles[id - 1]?.path, look),
  track: ({ chamber }, id, look) => along(chamber.tracks[id - 1]?.path, look),
  segment: (display, id, look) =>
    wiresOfSegment(display, id - 1).map((wire) => tube([...wireEnds(wire)], thin, look)),
  short: (_, bin, look) => [binFrame(bin, 2, shortTrackRadius, look)],
  inner: (_, bin, look) => [binFrame(bin, 0, innerTrackRadius, look)],
  slot: (_, id, look) => [frame(barCorners(id - 1), look)],
  crystal: ({ crystals: { crystal, energy } }, id, look) => {
    const row = Array.from(crystal).indexOf(id - 1);
    return row < 0 ? [] : [boxes([id - 1], depthOf(energy[row]!), look)];
  },
  cell: (_, id, look) => [boxes(crystalsOfCell(id), 1, look)],
  cluster: ({ clusters: { x, y, z } }, id, look) => {
    if (id < 1 || id > x.length) return [];
    const mark = new Mesh(new OctahedronGeometry(markRadius), look);
    mark.position.set(x[id - 1]!, y[id - 1]!, z[id - 1]!);
    return [mark];
  },
};

/**
 * What is pointed at, in a colour of its own and before all else: a track or particle, the hit
 * wires of a segment, the crystals of a trigger cell, the mark of a cluster, the bar of a module, a
 * bin of short or inner tracks.
 * @param names as in the drawings, kept apart by spaces: "track-1 cluster-2".
 */
export function pointedObjects(display: EventDisplay, names: string, color: string): Group {
  const look = new MeshBasicMaterial({ color, transparent: true, depthTest: false });
  const group = new Group();
  for (const [, kind = '', id = ''] of names.matchAll(/(\w+)-(\d+)/g)) {
    const objects = showing[kind]?.(display, Number(id), look) ?? [];
    if (objects.length > 0) group.add(...objects);
  }
  // Behind all that is drawn, so that it lies over it.
  group.traverse((object) => {
    object.renderOrder = 1;
  });
  return group;
}

const along = (path: DisplayPath | undefined, look: Material): readonly Object3D[] =>
  path === undefined || path.x.length < 2 ? [] : [tube(placesOf(path), thick, look)];

function tube(places: readonly Place[], radius: number, look: Material): Mesh {
  const curve = new CatmullRomCurve3(places.map(at));
  return new Mesh(new TubeGeometry(curve, 2 * places.length, radius, 6), look);
}

/** A closed line with corners. */
function frame(corners: readonly Place[], look: Material): Mesh {
  const curve = new CatmullRomCurve3(corners.map(at), true, 'catmullrom', 0);
  return new Mesh(new TubeGeometry(curve, 16 * corners.length, thin, 6), look);
}

/** A bin on the inner edge of its super-layer, as long as that. */
function binFrame(bin: number, superLayer: number, radius: number, look: Material): Mesh {
  const ends = superLayerShapes[superLayer]!.section.map(([z]) => z);
  const [backward, forward] = [Math.min(...ends), Math.max(...ends)];
  const corner = (edge: number, z: number): Place => [
    radius * Math.cos(edge * binPitch),
    radius * Math.sin(edge * binPitch),
    z,
  ];
  return frame(
    [
      corner(bin, backward),
      corner(bin + 1, backward),
      corner(bin + 1, forward),
      corner(bin, forward),
    ],
    look,
  );
}

function boxes(crystals: readonly number[], depth: number, look: Material): InstancedMesh {
  const mesh = new InstancedMesh(new BoxGeometry(1, 1, 1), look, crystals.length);
  crystals.forEach((crystal, row) => mesh.setMatrixAt(row, boxOf(crystal, depth)));
  return mesh;
}

const crystalsOfCell = (id: number): readonly number[] =>
  Array.from({ length: crystalCount }, (_, crystal) => crystal).filter(
    (crystal) => cellOfCrystal[crystal] === id - 1,
  );
