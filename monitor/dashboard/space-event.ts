import {
  BoxGeometry,
  BufferGeometry,
  CatmullRomCurve3,
  Color,
  Float32BufferAttribute,
  Group,
  InstancedMesh,
  Line,
  LineBasicMaterial,
  LineDashedMaterial,
  LineSegments,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  OctahedronGeometry,
  Points,
  PointsMaterial,
  TubeGeometry,
  Vector3,
} from 'three';
import { detectorPlane } from '../../detector/arich/geometry.js';
import { crystalsOfFiredCells, depthOf } from '../display/ecl-shapes.js';
import { type DisplayPalette, energyColor, timeColor } from '../display/palette.js';
import { crystalBox, type Place, wireEnds, wiresOfSegment } from '../display/places.js';
import type { DisplayParticle, DisplayPath, DisplayTrack, EventDisplay } from '../ports.js';

/** What an event left and what was found in it, in the colours of the drawings. */

/** Thickness of a track, and size of the mark of a cluster [cm]. */
const trackRadius = 0.8;
const clusterRadius = 6;
/** Share of a crystal's sides that its box takes, so that neighbours stay apart. */
const boxShare = 0.92;

/** A place as three.js has it. */
export const at = ([x, y, z]: Place): Vector3 => new Vector3(x, y, z);

/** Points of a way; where z is not known they lie at z = 0. */
export const placesOf = ({ x, y, z }: DisplayPath): readonly Place[] =>
  Array.from(x, (value, row) => [value, y[row]!, Number.isFinite(z[row]) ? z[row]! : 0]);

function lineThrough(places: readonly Place[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(places.flat(), 3));
  return geometry;
}

/** An object of the steps that it is a part of, as in the drawings. */
function named<T extends Object3D>(steps: string, object: T): T {
  object.name = steps;
  return object;
}

/** Hit wires from end to end: where along it a wire was hit is not known. */
function wires({ chamber }: EventDisplay, palette: DisplayPalette): Object3D {
  const { wire, time } = chamber.hits;
  const geometry = lineThrough(Array.from(wire, (id) => wireEnds(id)).flat());
  const colors = Array.from(time, (own) => rgb(timeColor(palette, own))).flatMap((color) => [
    ...color,
    ...color,
  ]);
  geometry.setAttribute('color', new Float32BufferAttribute(colors, 3));
  const look = { vertexColors: true, transparent: true, opacity: 0.22, depthWrite: false };
  return new LineSegments(geometry, new LineBasicMaterial(look));
}

/** Red, green and blue from 0 to 1 of `rgb(…)`. */
const rgb = (color: string): readonly number[] =>
  (color.match(/\d+/g) ?? []).slice(0, 3).map((value) => Number(value) / 255);

/** What makes a box of one cube: a crystal, from its front down to a share of its depth. */
export function boxOf(crystal: number, depth: number): Matrix4 {
  const { front, axis, across, height, width, length } = crystalBox(crystal);
  const [outward, sideways] = [at(axis), at(across)];
  const long = Math.max(0.5, length * depth);
  const middle = at(front).addScaledVector(outward, long / 2);
  const upward = new Vector3().crossVectors(outward, sideways);
  return new Matrix4()
    .makeBasis(sideways, upward, outward)
    .scale(new Vector3(boxShare * width, boxShare * height, long))
    .setPosition(middle.x, middle.y, middle.z);
}

/** Crystals as boxes, as long as the drawings fill them. */
function crystals({ crystals: rows }: EventDisplay, palette: DisplayPalette): Object3D {
  const { crystal, energy } = rows;
  const boxes = new InstancedMesh(
    new BoxGeometry(1, 1, 1),
    new MeshBasicMaterial(),
    crystal.length,
  );
  for (let row = 0; row < crystal.length; row++) {
    boxes.setMatrixAt(row, boxOf(crystal[row]!, depthOf(energy[row]!)));
    boxes.setColorAt(row, new Color(energyColor(palette, energy[row]!)));
  }
  return boxes;
}

/** Hit wires of the segments, crystals of the trigger cells over threshold: what triggers see. */
function segments(display: EventDisplay, palette: DisplayPalette): Object3D {
  const rows = Array.from(display.chamber.segments.superLayer, (_, row) => row);
  const wires = rows.flatMap((row) => wiresOfSegment(display, row));
  const lines = lineThrough(wires.map((wire) => wireEnds(wire)).flat());
  const cells = crystalsOfFiredCells(display);
  const boxes = new InstancedMesh(
    new BoxGeometry(1, 1, 1),
    new MeshBasicMaterial({
      color: palette.cell,
      transparent: true,
      opacity: 0.12,
      depthWrite: false,
    }),
    cells.length,
  );
  cells.forEach((crystal, at) => boxes.setMatrixAt(at, boxOf(crystal, 1)));
  const look = { color: palette.track, transparent: true, opacity: 0.6, depthWrite: false };
  return new Group().add(new LineSegments(lines, new LineBasicMaterial(look)), boxes);
}

function points(places: readonly Place[], color: string, size: number): Object3D {
  const look = { color, size, sizeAttenuation: false };
  return new Points(lineThrough(places), new PointsMaterial(look));
}

function track({ path, cluster, cotTheta }: DisplayTrack, { track: color }: DisplayPalette) {
  const places = placesOf(path);
  const steps = cluster < 0 ? 'tracks' : 'tracks matches';
  // Without a 3-D fit its z is not known: a thin line at z = 0.
  if (!Number.isFinite(cotTheta))
    return named(steps, new Line(lineThrough(places), new LineBasicMaterial({ color })));
  const curve = new CatmullRomCurve3(places.map(at));
  const tube = new TubeGeometry(curve, 2 * places.length, trackRadius, 6);
  return named(steps, new Mesh(tube, new MeshBasicMaterial({ color })));
}

function particle({ kind, path }: DisplayParticle, { ink }: DisplayPalette): Object3D {
  const geometry = lineThrough(placesOf(path));
  if (kind === 'charged') return new Line(geometry, new LineBasicMaterial({ color: ink }));
  const gaps = { photon: [6, 3], neutral: [8, 5], invisible: [1.5, 4] }[kind] as [number, number];
  const look = { color: ink, dashSize: gaps[0], gapSize: gaps[1] };
  return new Line(geometry, new LineDashedMaterial(look)).computeLineDistances();
}

function cluster(display: EventDisplay, row: number, { cluster: color }: DisplayPalette): Object3D {
  const { x, y, z } = display.clusters;
  const shape = new OctahedronGeometry(clusterRadius);
  const mark = new Mesh(shape, new MeshBasicMaterial({ color, wireframe: true }));
  mark.position.set(x[row]!, y[row]!, z[row]!);
  const isMatched = display.chamber.tracks.some((own) => own.cluster === row);
  return named(isMatched ? 'tracks matches' : 'tracks', mark);
}

/** All of an event, each object named by the steps of the trigger that it is a part of. */
export function eventObjects(display: EventDisplay, palette: DisplayPalette): Group {
  const { silicon, yoke, chamber, clusters, particles } = display;
  const { pads } = display.cherenkov;
  const placed = (x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<number> = []) =>
    Array.from(x, (value, row): Place => [value, y[row]!, z[row] ?? 0]).filter((place) =>
      place.every(Number.isFinite),
    );
  const truth = named('particles', new Group());
  truth.add(...particles.map((each) => particle(each, palette)));
  const hits = named('hits', new Group());
  hits.add(
    wires(display, palette),
    crystals(display, palette),
    points(placed(silicon.pixels.x, silicon.pixels.y, silicon.pixels.z), palette.track, 1.5),
    points(placed(silicon.strips.x, silicon.strips.y, silicon.strips.z), palette.track, 1.5),
    points(placed(yoke.x, yoke.y, yoke.z), palette.track, 6),
    points(placed(pads.x, pads.y, Array(pads.x.length).fill(detectorPlane)), palette.track, 4),
  );
  const group = new Group();
  return group.add(
    hits,
    truth,
    named('segments', segments(display, palette)),
    ...chamber.tracks.map((each) => track(each, palette)),
    ...Array.from(clusters.x, (_, row) => cluster(display, row, palette)),
  );
}
