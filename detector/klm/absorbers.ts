import { MeV } from '../base/units.js';
import { type StoppingMaterial, stoppingMaterial } from '../propagation/materials.js';
import { plateThickness } from './geometry.js';

type Metal = 'csi' | 'iron' | 'aluminium';

/**
 * Radiation length and density; interaction lengths of pions (and kaons) and of nucleons (and neutral hadrons) [cm].
 * @see PDG, atomic and nuclear properties of materials (pion lengths: CsI 44, Fe 20.4; nuclear ones for CsI as in the calorimeter's
 * response, Fe 16.8; Al recalled, not verified)
 */
const properties = {
  csi: { radiationLength: 1.86, density: 4.51, chargePerMass: 0.41569, pionLength: 44, nuclearLength: 37.5 },
  iron: { radiationLength: 1.757, density: 7.874, chargePerMass: 0.46557, pionLength: 20.4, nuclearLength: 16.8 },
  aluminium: { radiationLength: 8.897, density: 2.699, chargePerMass: 0.48181, pionLength: 50.6, nuclearLength: 39.7 },
} as const;

/** A thin layer that stands for the material around it, seen at normal incidence. */
export interface Absorber {
  readonly material: StoppingMaterial;
  /** Radiation lengths; interaction lengths of pions and of nucleons. */
  readonly depth: number;
  readonly pionDepth: number;
  readonly nuclearDepth: number;
  /** Width ξ of Landau's distribution at β = 1, K/2 · Z/A · ρ · length [GeV]. @see PDG, passage of particles through matter */
  readonly width: number;
}

function absorber(metal: Metal, length: number): Absorber {
  const { radiationLength, density, chargePerMass, pionLength, nuclearLength } = properties[metal];
  return {
    material: stoppingMaterial(metal),
    depth: length / radiationLength,
    pionDepth: length / pionLength,
    nuclearDepth: length / nuclearLength,
    width: 0.1535 * MeV * chargePerMass * density * length,
  };
}

/** A layer at a radius [cm]. */
export interface Shell extends Absorber {
  readonly radius: number;
}

/** Crystals as so many layers: momentum is followed within them. */
export const crystalSlices = 4;
export const crystalSlice = (crystalDepth: number): Absorber => absorber('csi', crystalDepth / crystalSlices);

/** @see basf2 structure/data/COIL.xml: shells of 0.6 and 2.0 cm Fe at the walls of 170 to 200 cm, coil 178.3–184.2 cm and shields of Al */
export const coilShells: readonly Shell[] = [
  { radius: 170.3, ...absorber('iron', 0.6) },
  { radius: 181.2, ...absorber('aluminium', 6.3) },
  { radius: 199, ...absorber('iron', 2) },
];
/** The field ends inside the coil [cm]; half length of the cryostat around the middle of the detector. @see same */
export const coilRadius = 181.2;
export const cryostatHalfLength = 220.5;

export const ironPlate: Absorber = absorber('iron', plateThickness);
