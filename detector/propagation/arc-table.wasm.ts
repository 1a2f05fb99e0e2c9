// AssemblyScript: arcs and kinds of their particles in the memory of the kernels, where
// kernel-arcs.ts and particle-kinds.ts put them.

/** A table in memory begins with its number of rows, those there is room for, then its columns. */
export class ArcTable {
  count: u32;
  room: u32;
  particle: usize;
  end: usize;
  x: usize;
  y: usize;
  z: usize;
  time: usize;
  px: usize;
  py: usize;
  pz: usize;
  curvature: usize;
  length: usize;
}

/** A number of an arc, from its column. */
export function arcValue(column: usize, arc: u32): f64 {
  return f64(load<f32>(column + ((<usize>arc) << 2)));
}

/** A kind of particles: what detectors ask of it. */
export class ParticleKind {
  mass: f64;
  charge: f64;
  /** Not 0 for one of a user's own. */
  own: f64;
}

/** A kind by its number among the records. */
export function kindAt(kinds: usize, kind: i32): ParticleKind {
  return changetype<ParticleKind>(kinds + <usize>kind * offsetof<ParticleKind>());
}
