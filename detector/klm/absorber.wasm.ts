// AssemblyScript: thin layers of material as absorbers.ts makes them.

/** A layer, seen at normal incidence: what of it depends on the particle is not among it. */
export class Absorber {
  material: usize = 0;
  /** Radiation lengths; interaction lengths of pions and of nucleons. */
  depth: f64 = 0;
  pionDepth: f64 = 0;
  nuclearDepth: f64 = 0;
  /** Width ξ of Landau's distribution at β = 1 [GeV]. */
  width: f64 = 0;
}

/** Address of a layer. */
export function placeAbsorber(
  material: usize,
  depth: f64,
  pionDepth: f64,
  nuclearDepth: f64,
  width: f64,
): usize {
  const layer = new Absorber();
  layer.material = material;
  layer.depth = depth;
  layer.pionDepth = pionDepth;
  layer.nuclearDepth = nuclearDepth;
  layer.width = width;
  return changetype<usize>(layer);
}
