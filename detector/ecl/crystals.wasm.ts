// AssemblyScript: where the crystals stand, for kernels; `placed-geometry.ts` writes it,
// `geometry.ts` tells what the numbers are.

/** A half-plane a·ρ + b·z + c ≥ 0. */
export class Plane {
  a: f64 = 0;
  b: f64 = 0;
  c: f64 = 0;
}

/** Walls in azimuth of a ring. */
export class PhiWalls {
  firstPhi: f64 = 0;
  pitch: f64 = 0;
  miss: f64 = 0;
  count: i32 = 0;
  /** The ring's first crystal. */
  firstCrystal: i32 = 0;
  cos: usize = 0;
  sin: usize = 0;
  halfGap: usize = 0;
  halfFin: usize = 0;
}

/** Forward endcap, barrel or backward endcap: its rings, and the ring by place on its surface. */
export class Region {
  entryStart: f64 = 0;
  entryRing: usize = 0;
  entryCount: i32 = 0;
  first: i32 = 0;
  last: i32 = 0;
}

/** Everything a ray needs: planes of rings (two for each wall and face), thicknesses, regions. */
export class Geometry {
  front: usize = 0;
  walls: usize = 0;
  faces: usize = 0;
  halfFin: usize = 0;
  wrap: usize = 0;
  phiWalls: usize = 0;
  regions: usize = 0;
}

/** Surfaces, lengths and materials of the calorimeter, in 64 bits each. */
export class Calorimeter {
  barrelRadius: f64 = 0;
  forwardPlane: f64 = 0;
  backwardPlane: f64 = 0;
  crystalLength: f64 = 0;
  csiRadiationLength: f64 = 0;
  aluminiumRadiationLength: f64 = 0;
  wrapRadiationLength: f64 = 0;
  speedOfLight: f64 = 0;
  lateralRadius: f64 = 0;
  minShare: f64 = 0;
}

/** The calorimeter, and the ring of each crystal. */
export let calorimeter: Calorimeter = new Calorimeter();
let ringOfCrystal: usize = 0;

/** Takes over what is the same in every geometry. */
export function placeCalorimeter(numbers: usize, rings: usize): void {
  calorimeter = changetype<Calorimeter>(numbers);
  ringOfCrystal = rings;
}

/** Ring of a crystal. */
export function crystalRing(crystal: i32): i32 {
  return load<u8>(ringOfCrystal + crystal);
}

/** Plane `index` of those at an address. */
export function planeAt(planes: usize, index: i32): Plane {
  return changetype<Plane>(planes + <usize>index * offsetof<Plane>());
}

/** Walls in azimuth of a ring. */
export function wallsOf(geometry: Geometry, ring: i32): PhiWalls {
  return changetype<PhiWalls>(geometry.phiWalls + <usize>ring * offsetof<PhiWalls>());
}

/** A region: 0 forward, 1 barrel, 2 backward. */
export function regionAt(geometry: Geometry, region: i32): Region {
  return changetype<Region>(geometry.regions + <usize>region * offsetof<Region>());
}

/** The region of a ring. */
export function regionWith(geometry: Geometry, ring: i32): i32 {
  return ring < regionAt(geometry, 1).first ? 0 : ring < regionAt(geometry, 2).first ? 1 : 2;
}

/** Number `index`, of 64 bits, of those at an address. */
export function numberAt(numbers: usize, index: i32): f64 {
  return load<f64>(numbers + ((<usize>index) << 3));
}
