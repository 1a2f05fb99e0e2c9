// kernel: 16 corners per shower; an arc tangent without branches, good to 3e-7, is several times
// faster than Math.atan
/**
 * Lateral profile of a shower: energy within radius r is r²/(r² + R²), density R²/(π (r² + R²)²),
 * whose integral over rectangles is known in closed form.
 *
 * R = 1.4 cm gives 82 % of the energy in a crystal hit in its centre, 97.7 % in 3×3 and 99.1 % in
 * 5×5. Derived: chosen to give the ~80 % of a central photon in the crystal that it hits (recalled,
 * not verified); so these shares are tuned, not predicted.
 */
export const lateralRadius = 1.4;

const perPi = 1 / Math.PI;

/**
 * Arc tangent for |t| ≤ 1 by an odd polynomial of degree 13 (least squares), largest error 2.5e-7.
 */
export function fastAtan(t: number): number {
  const t2 = t * t;
  const t4 = t2 * t2;
  const low =
    0.999_996_111_6 - 0.333_173_680_7 * t2 + t4 * (0.198_078_156_3 - 0.132_333_421_7 * t2);
  return t * (low + t4 * t4 * (0.079_623_671_86 - 0.033_604_219_13 * t2 + t4 * 0.006_811_792_603));
}

/** √(1 + u²): what a line of the grid needs once. */
export function lineLength(u: number): number {
  return Math.sqrt(1 + u * u);
}

/**
 * Integral of the profile over [0, u] × [0, v], u and v in units of R, each with its `lineLength`
 * and u over that; odd in both. (sin a · atan(v / length a) + sin b · atan(u / length b)) / 2π,
 * both arcs halved, so that neither argument exceeds 1.
 */
export function quadrant(
  u: number,
  uLength: number,
  uSine: number,
  v: number,
  vLength: number,
  vSine: number,
): number {
  const diagonal = Math.sqrt(uLength * uLength + v * v);
  const uSum = uLength + diagonal;
  const vSum = vLength + diagonal;
  const inverse = 1 / (uSum * vSum);
  return perPi * (uSine * fastAtan(v * vSum * inverse) + vSine * fastAtan(u * uSum * inverse));
}

/** The same for v far beyond the shower. */
export function halfPlane(uSine: number): number {
  return uSine / 4;
}
