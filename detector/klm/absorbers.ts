import { kernels } from '#kernels';
import { MeV } from '../base/units.js';
import { coil } from '../material-layers.js';
import {
  type AbsorberMaterial,
  absorberProperties,
  type StoppingMaterial,
  stoppingMaterial,
} from '../propagation/materials.js';
import { plateThickness } from './geometry.js';

/** A thin layer that stands for the material around it, seen at normal incidence. */
export interface Absorber {
  /** Where kernels find the same. */
  readonly address: number;
  readonly material: StoppingMaterial;
  /** Radiation lengths; interaction lengths of pions and of nucleons. */
  readonly depth: number;
  readonly pionDepth: number;
  readonly nuclearDepth: number;
  /**
   * Width ξ of Landau's distribution at β = 1, K/2 · Z/A · ρ · length [GeV].
   * @see PDG, passage of particles through matter
   */
  readonly width: number;
}

function absorber(metal: AbsorberMaterial, length: number): Absorber {
  const { radiationLength, density, chargePerMass, pionLength, nuclearLength } =
    absorberProperties(metal);
  const material = stoppingMaterial(metal);
  const depth = length / radiationLength;
  const pionDepth = length / pionLength;
  const nuclearDepth = length / nuclearLength;
  const width = 0.1535 * MeV * chargePerMass * density * length;
  const address = kernels.placeAbsorber(material.address, depth, pionDepth, nuclearDepth, width);
  return { address, material, depth, pionDepth, nuclearDepth, width };
}

/** A layer at a radius [cm]. */
interface Shell extends Absorber {
  readonly radius: number;
}

/**
 * Slices into which crystals are cut: momentum is followed from one to the next.
 * @see D-100
 */
export const crystalSlices = 4;
/** A slice of crystals of `crystalDepth` [cm] in all. */
export const crystalSlice = (crystalDepth: number): Absorber =>
  absorber('csi', crystalDepth / crystalSlices);

/** Coil and cryostat as thin shells, from inside. */
export const coilShells: readonly Shell[] = coil.map(({ radius, material, thickness }) => ({
  radius,
  ...absorber(material, thickness),
}));
/** The field ends inside the coil [cm]. */
export const coilRadius = 181.2;

/** A plate of the yoke. */
export const ironPlate: Absorber = absorber('iron', plateThickness);
