import { kernels } from '#kernels';
import { speedOfLight } from '../base/constants.js';
import { KernelColumn } from '../base/kernel-column.js';
import { backwardPlane, barrelRadius, crystalLength, forwardPlane } from '../envelope.js';
import { firstOfRing, ringOfCrystal } from './crystals.js';
import { type EclGeometry, type PhiWalls, type RingPlanes } from './geometry.js';
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

/** Address of a column of 64 bits with such values. */
function placed(values: ArrayLike<number>): number {
  const column = new KernelColumn(Float64Array, values.length);
  column.values.set(values);
  return column.address;
}

const places = new Map<string, number>();

/** Where kernels find a geometry: the address of `Geometry` in crystals.wasm.ts. */
export function placeOf(geometry: EclGeometry): number {
  const found = places.get(geometry.kind);
  if (found !== undefined) return found;
  if (places.size === 0) placeCalorimeter();
  const place = placeGeometry(geometry);
  places.set(geometry.kind, place);
  return place;
}

function placeCalorimeter(): void {
  const rings = new KernelColumn(Uint8Array, ringOfCrystal.length);
  rings.values.set(ringOfCrystal);
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
  kernels.placeCalorimeter(placed(numbers), rings.address);
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
  const column = new KernelColumn(Uint32Array, words.length);
  column.values.set(words);
  return column.address;
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
    const found = directions.get(walls) ?? [cos, sin, halfGap, halfFin].map(placed);
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
    const table = new KernelColumn(Uint8Array, entryRing[region].length);
    table.values.set(entryRing[region]);
    return {
      numbers: [entryStart[region]],
      words: [table.address, entryRing[region].length, first, last],
    };
  });
  return placeRecords(records);
}
