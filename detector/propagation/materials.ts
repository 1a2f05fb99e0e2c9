import { eV } from '../base/units.js';

/** A pure material: mean Z/A [mol/g], radiation length [g/cm²], mean excitation energy [eV], density [g/cm³]. */
interface PureMaterial {
  readonly chargePerMass: number;
  readonly radiationLength: number;
  readonly excitation: number;
  readonly density: number;
}

/** @see PDG, "Atomic and nuclear properties of materials" (recalled, not verified) */
const pure = {
  beryllium: { chargePerMass: 0.44384, radiationLength: 65.19, excitation: 63.7, density: 1.848 },
  carbon: { chargePerMass: 0.49955, radiationLength: 42.7, excitation: 78, density: 2.21 },
  aluminium: { chargePerMass: 0.48181, radiationLength: 24.01, excitation: 166, density: 2.699 },
  silicon: { chargePerMass: 0.49848, radiationLength: 21.82, excitation: 173, density: 2.329 },
  tungsten: { chargePerMass: 0.40252, radiationLength: 6.76, excitation: 727, density: 19.3 },
  gold: { chargePerMass: 0.40108, radiationLength: 6.46, excitation: 790, density: 19.32 },
  helium: { chargePerMass: 0.49967, radiationLength: 94.32, excitation: 41.8, density: 1.663e-4 },
  ethane: { chargePerMass: 0.59861, radiationLength: 45.66, excitation: 45.4, density: 1.263e-3 },
  quartz: { chargePerMass: 0.4993, radiationLength: 27.05, excitation: 139.2, density: 2.2 },
  paraffin: { chargePerMass: 0.57275, radiationLength: 44.85, excitation: 55.9, density: 0.93 },
} as const satisfies Record<string, PureMaterial>;

/** Shares of the radiation lengths of a layer, adding up to 1. */
type Shares = { readonly [material in keyof typeof pure]?: number };

const shares = {
  // 0.28 % Be, 0.30 % Au, 0.20 % coolant (derived from basf2 ir/data/BeamPipe.xml).
  beamPipe: { beryllium: 0.36, gold: 0.38, paraffin: 0.26 },
  silicon: { silicon: 1 },
  // Half of a strip layer is sensor (0.34 % of 0.7 %), the rest its support (recalled, not verified).
  stripLayer: { silicon: 0.49, carbon: 0.51 },
  carbon: { carbon: 1 },
  // Over 95 cm: He and C2H6 in equal parts 0.14 %, 42240 aluminium wires of 126 µm 0.15 %, 14336 tungsten wires of 30 µm 0.07 % (derived).
  gas: { helium: 0.024, ethane: 0.366, aluminium: 0.41, tungsten: 0.2 },
  quartz: { quartz: 1 },
  // Quartz bars 0.163 of 0.18 radiation lengths, the box around them aluminium (derived, box recalled).
  top: { quartz: 0.9, aluminium: 0.1 },
  aluminium: { aluminium: 1 },
} as const satisfies Record<string, Shares>;

export type Composition = keyof typeof shares;

/** What energy loss by ionisation needs to know of a mixture. */
export interface StoppingMaterial {
  /** Electrons in one radiation length [mol/cm²]. */
  readonly electrons: number;
  /** Logarithms of the mean excitation energy and of the plasma energy [ln GeV], means over the electrons (Bragg's rule). */
  readonly logExcitation: number;
  readonly logPlasma: number;
}

/** @see PDG, passage of particles: plasma energy 28.816 eV √(ρ Z/A) */
const plasmaEnergy = 28.816 * eV;

/** Sums up a layer of that composition. */
export function stoppingMaterial(composition: Composition): StoppingMaterial {
  let electrons = 0;
  let logExcitation = 0;
  let logPlasma = 0;
  for (const [name, share] of Object.entries(shares[composition])) {
    const { chargePerMass, radiationLength, excitation, density } = pure[name as keyof typeof pure];
    const part = share * chargePerMass * radiationLength;
    electrons += part;
    logExcitation += part * Math.log(excitation * eV);
    logPlasma += part * Math.log(plasmaEnergy * Math.sqrt(density * chargePerMass));
  }
  return { electrons, logExcitation: logExcitation / electrons, logPlasma: logPlasma / electrons };
}

/** The gas of the chamber alone: electrons per length [mol/cm³], and the logarithms as above. @see belle2.jp/cdc: He and C2H6, equal parts by volume (recalled) */
export function chamberGas(): StoppingMaterial {
  const helium = 0.5 * pure.helium.density * pure.helium.chargePerMass;
  const ethane = 0.5 * pure.ethane.density * pure.ethane.chargePerMass;
  const electrons = helium + ethane;
  const logExcitation = (helium * Math.log(pure.helium.excitation * eV) + ethane * Math.log(pure.ethane.excitation * eV)) / electrons;
  return { electrons, logExcitation, logPlasma: Math.log(plasmaEnergy * Math.sqrt(electrons)) };
}
