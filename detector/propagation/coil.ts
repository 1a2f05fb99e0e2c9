import { MeV } from '../base/units.js';
import { coil, coilHalfLength, coilMiddle } from '../material-layers.js';
import { absorberProperties } from './materials.js';

/** Directions closer than this to a shell's tangent cross it as if at this cosine. */
const grazing = 0.05;

/** A straight line: a point on it [cm] and the unit vector along it. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly ux: number;
  readonly uy: number;
  readonly uz: number;
}

/** Least energy loss of a charged particle [GeV cm²/g]. @see PDG, atomic and nuclear properties */
const minimumIonization = { iron: 1.451 * MeV, aluminium: 1.615 * MeV } as const;

/** Shells of coil and cryostat from inside: radius [cm], interaction and radiation lengths. */
const shells = coil.map(({ radius, thickness, material }) => {
  const { nuclearLength, radiationLength, density } = absorberProperties(material);
  return {
    radius,
    nuclearDepth: thickness / nuclearLength,
    radiationDepth: thickness / radiationLength,
    ionization: minimumIonization[material] * density * thickness,
  };
});

/**
 * Length of a line that goes outward to the shell in which `depth` interaction lengths of nucleons
 * are used up; infinite when there are not so many on it [cm].
 */
export function lengthIntoCoil(line: Line, depth: number): number {
  let left = depth;
  for (const { radius, nuclearDepth } of shells) {
    const { length, cosine } = crossing(line, radius, 1);
    if (Number.isNaN(length)) continue;
    left -= nuclearDepth / cosine;
    if (left < 0) return length;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Coil and cryostat on a line that comes inward from its start: radiation lengths, and the energy
 * that ionization takes there from one electron [GeV].
 */
export function coilInward(line: Line): { readonly depth: number; readonly ionization: number } {
  const sum = { depth: 0, ionization: 0 };
  for (const { radius, radiationDepth, ionization } of shells) {
    const { length, cosine } = crossing(line, radius, -1);
    if (Number.isNaN(length)) continue;
    sum.depth += radiationDepth / cosine;
    sum.ionization += ionization / cosine;
  }
  return sum;
}

const found = { length: Number.NaN, cosine: 1 };

/**
 * Where a line leaves a cylinder about z (`side` 1) or enters it (−1), if the coil is that long
 * there: length, NaN where it does not, and cosine to the normal.
 */
function crossing({ x, y, z, ux, uy, uz }: Line, radius: number, side: 1 | -1): typeof found {
  const a = ux * ux + uy * uy;
  const b = x * ux + y * uy;
  const reach = b * b - a * (x * x + y * y - radius * radius);
  const root = Math.sqrt(Math.max(0, reach));
  const length = (side * root - b) / a;
  const isThere =
    reach > 0 && length > 0 && Math.abs(z + length * uz - coilMiddle) < coilHalfLength;
  found.length = isThere ? length : Number.NaN;
  found.cosine = Math.max(grazing, root / radius);
  return found;
}
