import { kernels } from '#kernels';
import { speedOfLight } from '../base/constants.js';
import { KernelColumn, placeTable } from '../base/kernel-column.js';
import { backwardPlane, barrelRadius, crystalLength, forwardPlane } from '../envelope.js';
import { firstOfRing, ringOfCrystal } from './crystals.js';
import {
  buildGeometry,
  type EclGeometry,
  type EclGeometryKind,
  type PhiWalls,
  type RingPlanes,
} from './geometry.js';
import { aluminiumRadiationLength, csiRadiationLength, wrapRadiationLength } from './materials.js';
import { regions } from './rings.js';

/** Shares below this are left out [GeV]: a fiftieth of the electronics noise. */
const minShare = 0.00001;

/**
 * Lateral profile of a shower: energy within radius r is r²/(r² + R²), density R²/(π (r² + R²)²),
 * whose integral over rectangles is known in closed form.
 *
 * R = 1.4 cm gives 82 % of the energy in a crystal hit in its centre, 97.7 % in 3×3 and 99.1 % in
 * 5×5. Derived: chosen to give the ~80 % of a central photon in the crystal that it hits (recalled,
 * not verified); so these shares are tuned, not predicted.
 */
export const lateralRadius = 1.4;

/** A geometry that kernels know: `place` is the address of `Geometry` in crystals.wasm.ts. */
export interface PlacedGeometry extends EclGeometry {
  readonly place: number;
}

const geometries = new Map<EclGeometryKind, PlacedGeometry>();

/** A geometry in the memory of the kernels, once in a thread. */
export function placedGeometry(kind: EclGeometryKind): PlacedGeometry {
  const found = geometries.get(kind);
  if (found !== undefined) return found;
  if (geometries.size === 0) placeCalorimeter();
  const geometry = buildGeometry(kind);
  const made = { ...geometry, place: placeGeometry(geometry) };
  geometries.set(kind, made);
  return made;
}

const placed = (values: ArrayLike<number>): number => placeTable(Float64Array.from(values));

function placeCalorimeter(): void {
  const numbers = [
    barrelRadius,
    forwardPlane,
    backwardPlane,
    crystalLength,
    csiRadiationLength,
    aluminiumRadiationLength,
    wrapRadiationLength,
    speedOfLight,
    lateralRadius,
    minShare,
  ];
  kernels.placeCalorimeter(placed(numbers), placeTable(ringOfCrystal));
}

function placeGeometry(geometry: EclGeometry): number {
  const words = [
    placePlanes(geometry.front),
    placePlanes(geometry.walls),
    placePlanes(geometry.faces),
    placed(geometry.halfFin),
    placed(geometry.wrap),
    placePhiWalls(geometry.phiWalls),
    placeRegions(geometry),
  ];
  return placeTable(Uint32Array.from(words));
}

const placePlanes = ({ a, b, c }: RingPlanes): number =>
  placed(Array.from(a, (_, plane) => [a[plane], b[plane], c[plane]]).flat());

/** A record of `numbers` of 64 bits, then `words` of 32 bits. */
interface Mixed {
  readonly numbers: readonly number[];
  readonly words: readonly number[];
}

/** Address of records one after the other, each as long as a whole number of 64 bits. */
function placeRecords(records: readonly Mixed[]): number {
  const length = Math.max(
    ...records.map(({ numbers, words }) => numbers.length + Math.ceil(words.length / 2)),
  );
  const column = new KernelColumn(Float64Array, length * records.length);
  const numbers = column.values;
  const words = new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  records.forEach((record, at) => {
    numbers.set(record.numbers, length * at);
    words.set(record.words, 2 * (length * at + record.numbers.length));
  });
  return column.address;
}

function placePhiWalls(rings: readonly PhiWalls[]): number {
  const directions = new Map<PhiWalls, readonly number[]>();
  const directionsOf = (walls: PhiWalls): readonly number[] => {
    const { cos, sin, halfGap, halfFin } = walls;
    const found = directions.get(walls) ?? [cos, sin, halfGap, halfFin].map(placeTable);
    directions.set(walls, found);
    return found;
  };
  const records = rings.map((walls, ring) => ({
    numbers: [walls.firstPhi, walls.pitch, walls.miss],
    words: [walls.count, firstOfRing[ring], ...directionsOf(walls)],
  }));
  return placeRecords(records);
}

function placeRegions({ entryRing, entryStart }: EclGeometry): number {
  const records = regions.map(({ first, last }, region) => {
    return {
      numbers: [entryStart[region]],
      words: [placeTable(entryRing[region]), entryRing[region].length, first, last],
    };
  });
  return placeRecords(records);
}
