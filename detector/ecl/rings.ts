/**
 * The 69 rings of crystals from forward to backward (13 forward, 46 barrel, 10 backward), one row
 * each: crystals in azimuth; polar angle of the crystal axis [degrees]; radius and z of the centre
 * of the front face [cm]; height (extent in polar angle) of the front and rear face [cm]. All
 * crystals are 30 cm long and their faces in polar angle open symmetrically about the axis.
 *
 * Barrel radii are measured along the projection of the crystal's own axis, which misses the beam
 * line by 2.73 cm; the front corner nearest to the beam lies at 125.577 cm in every ring.
 *
 * @see basf2 ecl/data/crystal_placement_{forward,barrel,backward}.dat and
 * crystal_shape_{forward,barrel,backward}.dat (the shapes from H. Ikeda, dissertation NWU-HEP
 * 99-01, appendix B). Derived: centres moved from the crystal's middle to its front face; rows are
 * means over the two crystals of a barrel sector, or over those of an endcap sector (whose few
 * skewed shapes become symmetric).
 */
export const ringTable: readonly (readonly [
  phiCount: number,
  axis: number,
  r: number,
  z: number,
  frontHeight: number,
  rearHeight: number,
])[] = [
  [48, 13.99, 45.996, 196.774, 5.3043, 6.1444],
  [48, 15.64, 51.534, 196.919, 5.436, 6.29],
  [64, 17.25, 57.287, 196.963, 5.4314, 6.2772],
  [64, 18.82, 63.064, 196.989, 5.3044, 6.123],
  [64, 20.42, 68.722, 197.164, 5.3873, 6.2098],
  [96, 21.96, 74.679, 197.185, 5.4966, 6.3281],
  [96, 23.5, 80.652, 197.19, 5.3046, 6.0968],
  [96, 25.04, 86.7, 197.308, 5.5483, 6.3663],
  [96, 26.58, 92.77, 197.323, 5.3047, 6.0769],
  [96, 28.05, 98.811, 197.383, 5.3046, 6.0667],
  [96, 29.52, 105.009, 197.558, 5.4485, 6.22],
  [144, 30.97, 111.387, 197.554, 5.4251, 6.1806],
  [144, 32.35, 117.795, 197.557, 5.3048, 6.0333],
  [144, 33.69, 127.848, 197.785, 5.4504, 6.1682],
  [144, 34.98, 127.808, 187.883, 5.4504, 6.1944],
  [144, 36.55, 127.768, 178.454, 5.4505, 6.2212],
  [144, 38.02, 127.722, 169.314, 5.4505, 6.2485],
  [144, 39.57, 127.677, 160.502, 5.4505, 6.2762],
  [144, 41.41, 127.641, 151.755, 5.4506, 6.3042],
  [144, 43.07, 127.568, 143.515, 5.4506, 6.3325],
  [144, 44.77, 127.526, 135.559, 5.4506, 6.361],
  [144, 46.47, 127.475, 127.79, 5.4507, 6.3896],
  [144, 48.14, 127.4, 119.887, 5.4507, 6.4181],
  [144, 50.02, 127.332, 112.569, 5.4508, 6.4466],
  [144, 51.94, 127.261, 105.449, 5.4508, 6.4748],
  [144, 53.9, 127.185, 98.504, 5.4509, 6.5026],
  [144, 55.93, 127.104, 91.518, 5.4509, 6.5299],
  [144, 58.02, 127.022, 84.92, 5.4509, 6.5565],
  [144, 60.17, 126.931, 78.475, 5.451, 6.5823],
  [144, 62.36, 126.842, 72.173, 5.451, 6.6071],
  [144, 64.5, 126.75, 65.793, 5.4511, 6.6308],
  [144, 66.85, 126.65, 59.723, 5.4511, 6.6531],
  [144, 69.17, 126.547, 53.768, 5.4511, 6.6739],
  [144, 71.52, 126.442, 47.906, 5.4512, 6.6931],
  [144, 73.88, 126.334, 41.928, 5.4512, 6.7104],
  [144, 76.32, 126.222, 36.223, 5.4512, 6.7258],
  [144, 78.77, 126.108, 30.582, 5.4513, 6.7391],
  [144, 81.24, 125.992, 24.993, 5.4513, 6.7502],
  [144, 83.73, 125.872, 19.274, 5.4513, 6.7589],
  [144, 86.24, 125.753, 13.76, 5.4513, 6.7652],
  [144, 88.75, 125.631, 8.265, 5.4513, 6.769],
  [144, 90.0, 125.574, 2.778, 5.45, 5.45],
  [144, 90.0, 125.576, -2.879, 5.45, 5.45],
  [144, 91.26, 125.632, -8.364, 5.4513, 6.769],
  [144, 93.77, 125.752, -13.859, 5.4513, 6.7652],
  [144, 96.28, 125.874, -19.373, 5.4513, 6.7589],
  [144, 98.85, 125.998, -25.009, 5.4513, 6.7502],
  [144, 101.37, 126.115, -30.601, 5.4513, 6.7391],
  [144, 103.82, 126.228, -36.245, 5.4512, 6.7258],
  [144, 106.24, 126.339, -41.953, 5.4512, 6.7104],
  [144, 108.54, 126.444, -47.958, 5.4512, 6.6931],
  [144, 110.83, 126.546, -53.853, 5.4511, 6.6739],
  [144, 113.12, 126.648, -59.821, 5.4511, 6.6531],
  [144, 115.4, 126.747, -65.88, 5.4511, 6.6308],
  [144, 117.64, 126.841, -72.173, 5.451, 6.6071],
  [144, 119.83, 126.931, -78.475, 5.451, 6.5823],
  [144, 121.96, 127.02, -84.922, 5.4509, 6.5565],
  [144, 124.05, 127.104, -91.516, 5.4509, 6.5299],
  [144, 126.09, 127.178, -98.281, 5.4509, 6.5026],
  [144, 128.03, 117.417, -104.261, 5.3673, 6.4566],
  [144, 130.16, 108.717, -104.256, 5.457, 6.6168],
  [96, 132.36, 100.384, -104.195, 5.2942, 6.4714],
  [96, 134.7, 92.531, -104.055, 5.3663, 6.6125],
  [96, 137.14, 84.944, -103.975, 5.3662, 6.6653],
  [96, 139.68, 77.628, -103.88, 5.3658, 6.718],
  [96, 142.22, 70.454, -103.886, 5.524, 6.969],
  [64, 144.98, 63.603, -103.784, 5.2366, 6.658],
  [64, 147.77, 57.272, -103.532, 5.1814, 6.6362],
  [64, 150.61, 51.145, -103.42, 5.181, 6.6808],
];

/** Rings of crystals: 13 forward, 46 in the barrel, 10 backward. */
export const ringCount = ringTable.length;
export { crystalLength } from '../envelope.js';

/** A group of rings without gaps between them. */
interface Region {
  readonly name: 'forward' | 'barrel' | 'backward';
  /** First and last ring, from 0. */
  readonly first: number;
  readonly last: number;
}

/** Endcaps and barrel by their rings, from forward to backward. */
export const regions: readonly Region[] = [
  { name: 'forward', first: 0, last: 12 },
  { name: 'barrel', first: 13, last: 58 },
  { name: 'backward', first: 59, last: 68 },
];

/** Index in `regions` of a ring from 0. */
export function regionOfRing(ring: number): number {
  return ring < 13 ? 0 : ring < 59 ? 1 : 2;
}

/**
 * Aluminium fins of the barrel between rings (`after`: ring from 0 on the forward side): z at r =
 * 125.16 cm and at r = 165.56 cm [cm]. The one at z = 0 is exactly radial, the others point 5.7 cm
 * beside the interaction point.
 * @see basf2 ecl/geometry/src/barrel.cc
 */
export const barrelFins: readonly {
  readonly after: number;
  readonly zInner: number;
  readonly zOuter: number;
}[] = [
  { after: 17, zInner: 153.2, zOuter: 200.74 },
  { after: 21, zInner: 121.71, zOuter: 159.12 },
  { after: 25, zInner: 93.66, zOuter: 122.05 },
  { after: 29, zInner: 68.21, zOuter: 88.39 },
  { after: 33, zInner: 44.59, zOuter: 57.17 },
  { after: 37, zInner: 22.08, zOuter: 27.42 },
  { after: 41, zInner: 0, zOuter: 0 },
  { after: 45, zInner: -22.08, zOuter: -27.42 },
  { after: 49, zInner: -44.59, zOuter: -57.17 },
  { after: 53, zInner: -68.21, zOuter: -88.39 },
];
/** Radius at which the fins of the barrel begin [cm]. */
export const finInnerRadius = 125.16;
/** Radius at which the fins of the barrel end [cm]. */
export const finOuterRadius = 165.56;

/**
 * Azimuth of the barrel rings: distance of CsI to CsI inside a sector of two crystals and across
 * the fin between sectors, and the distance by which the crystals miss the beam line [cm]. Means
 * 0.55, 1.31 (0.93 over both gaps) and 27.0 mm; by construction the walls miss it by 27.3 mm.
 * Derived from placement and shapes (middle of the crystals), see `ringTable`.
 */
export const barrelPhi: readonly (readonly [inside: number, atFin: number, miss: number])[] = [
  [0.0556, 0.1296, 2.686],
  [0.0584, 0.1245, 2.745],
  [0.0555, 0.1298, 2.708],
  [0.0564, 0.1283, 2.715],
  [0.0566, 0.1282, 2.714],
  [0.0608, 0.1292, 2.721],
  [0.0599, 0.1283, 2.721],
  [0.0603, 0.1289, 2.713],
  [0.0602, 0.1288, 2.718],
  [0.0584, 0.1272, 2.732],
  [0.0583, 0.1273, 2.72],
  [0.0591, 0.1264, 2.73],
  [0.0579, 0.1273, 2.734],
  [0.0504, 0.1346, 2.694],
  [0.0542, 0.1311, 2.696],
  [0.0555, 0.1297, 2.71],
  [0.0556, 0.13, 2.704],
  [0.0518, 0.1332, 2.727],
  [0.0608, 0.1248, 2.731],
  [0.0559, 0.1298, 2.703],
  [0.0557, 0.1301, 2.707],
  [0.0536, 0.1321, 2.702],
  [0.0586, 0.1273, 2.711],
  [0.0524, 0.1335, 2.669],
  [0.0546, 0.1314, 2.681],
  [0.0345, 0.1514, 2.511],
  [0.072, 0.1139, 2.687],
  [0.0499, 0.1358, 2.589],
  [0.0504, 0.1357, 2.589],
  [0.0504, 0.1358, 2.66],
  [0.0521, 0.1337, 2.667],
  [0.0522, 0.1336, 2.67],
  [0.0522, 0.1338, 2.67],
  [0.0556, 0.1306, 2.7],
  [0.0603, 0.1255, 2.728],
  [0.056, 0.1297, 2.706],
  [0.0551, 0.1302, 2.707],
  [0.0555, 0.1299, 2.709],
  [0.0565, 0.1291, 2.71],
  [0.0562, 0.1295, 2.714],
  [0.0561, 0.1295, 2.713],
  [0.0556, 0.1299, 2.712],
  [0.0557, 0.1295, 2.71],
  [0.0555, 0.1298, 2.708],
  [0.0561, 0.1291, 2.71],
  [0.0344, 0.1503, 2.705],
];
