import { kernels } from '#kernels';
import { log, pow } from '../base/elementary.js';
import { KernelColumn } from '../base/kernel-column.js';
import { standingTable } from '../base/standing-table.js';
import { eV } from '../base/units.js';

/**
 * A pure material: mean Z/A [mol/g], lengths of radiation and of interaction, of pions and of
 * nucleons [g/cm²], mean excitation energy [eV], density [g/cm³], and Sternheimer's parameters of
 * the density effect: from log10 βγ = `onset` it grows with `strength` · (full − x)^`power`, from
 * `full` on in proportion to x.
 */
interface PureMaterial {
  readonly chargePerMass: number;
  readonly radiationLength: number;
  readonly pionLength: number;
  readonly nuclearLength: number;
  readonly excitation: number;
  readonly density: number;
  readonly onset: number;
  readonly full: number;
  readonly strength: number;
  readonly power: number;
}

/**
 * Interaction lengths of ethane, quartz and paraffin follow from those of their elements.
 * @see PDG, "Atomic and nuclear properties of materials"; R. M. Sternheimer, M. J. Berger and S. M.
 * Seltzer, At. Data Nucl. Data Tables 30 (1984) 261 (both recalled, not verified: tests compare the
 * minima of the energy loss with the published ones)
 */
const pure = {
  beryllium: material(
    0.44384,
    [65.19, 109.9, 77.8],
    63.7,
    1.848,
    [0.0592, 1.6922, 0.80392, 2.4339],
  ),
  carbon: material(0.49955, [42.7, 117.8, 85.8], 78, 2.21, [-0.009, 2.4817, 0.20762, 2.9532]),
  aluminium: material(
    0.48181,
    [24.01, 136.7, 107.2],
    166,
    2.699,
    [0.1708, 3.0127, 0.08024, 3.6345],
  ),
  silicon: material(0.49848, [21.82, 137.7, 108.4], 173, 2.329, [0.2015, 2.8716, 0.14921, 3.2546]),
  tungsten: material(0.40252, [6.76, 218.7, 191.9], 727, 19.3, [0.2167, 3.496, 0.15509, 2.8447]),
  gold: material(0.40108, [6.46, 223.0, 196.3], 790, 19.32, [0.2021, 3.6979, 0.09756, 3.1101]),
  helium: material(
    0.49967,
    [94.32, 103.6, 71.0],
    41.8,
    1.663e-4,
    [2.2017, 3.6122, 0.13443, 5.8347],
  ),
  ethane: material(
    0.59861,
    [45.66, 107.7, 75.9],
    45.4,
    1.263e-3,
    [1.5107, 3.8743, 0.09627, 3.6095],
  ),
  quartz: material(0.4993, [27.05, 128.8, 97.8], 139.2, 2.2, [0.15, 3.014, 0.08408, 3.5064]),
  paraffin: material(0.57275, [44.85, 110.1, 78.2], 55.9, 0.93, [0.1289, 2.5084, 0.12087, 3.4288]),
  iron: material(0.46557, [13.84, 160.8, 132.1], 286, 7.874, [-0.0012, 3.1531, 0.1468, 2.9632]),
  csi: material(0.41569, [8.39, 199.0, 171.5], 553.1, 4.51, [0.0395, 3.3353, 0.25381, 2.6657]),
} as const satisfies Record<string, PureMaterial>;

/**
 * Lengths of what absorbers are made of [cm]: radiation, interaction of pions (and kaons), of
 * nucleons (and neutral hadrons).
 */
interface AbsorberLengths {
  readonly radiationLength: number;
  readonly pionLength: number;
  readonly nuclearLength: number;
}

/**
 * @see PDG, atomic and nuclear properties of materials (interaction lengths of CsI 44 and 38, Fe
 * 20.4 and 16.8; Al recalled, not verified)
 */
const lengths = {
  csi: { radiationLength: 1.86, pionLength: 44, nuclearLength: 38 },
  iron: { radiationLength: 1.757, pionLength: 20.4, nuclearLength: 16.8 },
  aluminium: { radiationLength: 8.897, pionLength: 50.6, nuclearLength: 39.7 },
} as const satisfies { readonly [material in keyof typeof pure]?: AbsorberLengths };

/** What thick absorbers are made of. */
export type AbsorberMaterial = keyof typeof lengths;

/** Lengths [cm], density [g/cm³] and Z/A [mol/g] of a material of thick absorbers. */
export function absorberProperties(
  name: AbsorberMaterial,
): AbsorberLengths & Pick<PureMaterial, 'density' | 'chargePerMass'> {
  const { density, chargePerMass } = pure[name];
  return { ...lengths[name], density, chargePerMass };
}

/** Radiation length of silicon [cm]. */
export const siliconRadiationLength = pure.silicon.radiationLength / pure.silicon.density;

function material(
  chargePerMass: number,
  [radiationLength, pionLength, nuclearLength]: readonly [number, number, number],
  excitation: number,
  density: number,
  [onset, full, strength, power]: readonly [number, number, number, number],
): PureMaterial {
  return {
    chargePerMass,
    radiationLength,
    pionLength,
    nuclearLength,
    excitation,
    density,
    onset,
    full,
    strength,
    power,
  };
}

/** Shares of the radiation lengths of a layer, adding up to 1. */
type Shares = { readonly [material in keyof typeof pure]?: number };

const shares = {
  // 0.28 % Be, 0.30 % Au, 0.20 % coolant (derived from basf2 ir/data/BeamPipe.xml).
  beamPipe: { beryllium: 0.36, gold: 0.38, paraffin: 0.26 },
  silicon: { silicon: 1 },
  // Half of a strip layer is sensor (0.34 % of 0.7 %), the rest its support (recalled, not
  // verified).
  stripLayer: { silicon: 0.49, carbon: 0.51 },
  carbon: { carbon: 1 },
  // Over 95 cm: He and C2H6 in equal parts 0.14 %, 42240 aluminium wires of 126 µm 0.15 %, 14336
  // tungsten wires of 30 µm 0.07 % (derived).
  gas: { helium: 0.024, ethane: 0.366, aluminium: 0.41, tungsten: 0.2 },
  quartz: { quartz: 1 },
  // Quartz bars 0.163 of 0.18 radiation lengths, the box around them aluminium (derived, box
  // recalled).
  top: { quartz: 0.9, aluminium: 0.1 },
  aluminium: { aluminium: 1 },
  iron: { iron: 1 },
  csi: { csi: 1 },
} as const satisfies Record<string, Shares>;

/** What a thin layer is made of. */
export type Composition = keyof typeof shares;

/** What energy loss by ionization and interactions of hadrons need to know of a mixture. */
export interface StoppingMaterial {
  /** Where kernels find the same. */
  readonly address: number;
  /** Electrons in one radiation length [mol/cm²], or in a cm of gas. */
  readonly electrons: number;
  /** Interaction lengths of pions, and of nucleons, in the same. */
  readonly pionDepth: number;
  readonly nuclearDepth: number;
  /** Mean over the electrons of 2 ln(I/GeV) + δ, by ln βγ: from `tableStart` on. */
  readonly screening: Float64Array;
}

/** ln βγ of the first element of `screening`. */
export const tableStart = -4;
/** Elements of `screening` per unit of ln βγ. */
export const tableDensity = 8;
const tableLength = 136;

/** @see PDG, passage of particles through matter: plasma energy 28.816 eV √(ρ Z/A) */
const plasmaEnergy = 28.816 * eV;

// What was placed in the memory of the kernels stays there: once a composition.
const placed = new Map<Composition, StoppingMaterial>();

/** Sums up a layer of that composition: its parts by their share of the radiation lengths. */
export function stoppingMaterial(composition: Composition): StoppingMaterial {
  const found = placed.get(composition) ?? mixtureOf(composition);
  placed.set(composition, found);
  return found;
}

function mixtureOf(composition: Composition): StoppingMaterial {
  return mixture(
    composition,
    Object.entries(shares[composition]).map(([name, share]) => {
      const part = pure[name as keyof typeof pure];
      return [part, share * part.chargePerMass * part.radiationLength];
    }),
  );
}

let gas: StoppingMaterial | undefined;

/**
 * The gas of the chamber alone, per cm: helium and ethane in equal parts by volume.
 * @see belle2.jp/cdc (parts recalled, not verified)
 */
export function chamberGas(): StoppingMaterial {
  gas ??= mixture(
    'chamberGas',
    [pure.helium, pure.ethane].map((part) => [part, 0.5 * part.density * part.chargePerMass]),
  );
  return gas;
}

/** Parts of a mixture, with the electrons of each: its name says which they are. */
type Parts = readonly (readonly [PureMaterial, electrons: number])[];

function mixture(name: Composition | 'chamberGas', parts: Parts): StoppingMaterial {
  const electrons = parts.reduce((sum, [, own]) => sum + own, 0);
  const depthOf = (kind: 'pionLength' | 'nuclearLength') =>
    parts.reduce((sum, [part, own]) => sum + own / (part.chargePerMass * part[kind]), 0);
  const { screening } = standingTable(`materials/${name}`, [], () => ({
    screening: screeningOf(parts, electrons),
  }));
  return place({
    electrons,
    pionDepth: depthOf('pionLength'),
    nuclearDepth: depthOf('nuclearLength'),
    screening,
  });
}

function screeningOf(parts: Parts, electrons: number): Float64Array {
  const screening = new Float64Array(tableLength);
  for (let index = 0; index < tableLength; index++) {
    const logBetaGamma = tableStart + index / tableDensity;
    for (const [part, own] of parts) {
      screening[index] +=
        (own / electrons) * (2 * log(part.excitation * eV) + densityEffect(part, logBetaGamma));
    }
  }
  return screening;
}

function place(material: Omit<StoppingMaterial, 'address'>): StoppingMaterial {
  const { electrons, pionDepth, nuclearDepth, screening } = material;
  const table = new KernelColumn(Float64Array, tableLength);
  table.values.set(screening);
  const address = kernels.placeMaterial(
    electrons,
    pionDepth,
    nuclearDepth,
    table.address,
    tableStart,
    tableDensity,
    tableLength - 1.001,
  );
  return { ...material, address };
}

/** δ(βγ). @see PDG, passage of particles through matter, density effect */
function densityEffect(
  { excitation, density, chargePerMass, onset, full, strength, power }: PureMaterial,
  logBetaGamma: number,
): number {
  const x = logBetaGamma / Math.LN10;
  if (x < onset) return 0;
  const constant =
    2 * log((excitation * eV) / (plasmaEnergy * Math.sqrt(density * chargePerMass))) + 1;
  return Math.max(
    0,
    2 * logBetaGamma - constant + (x < full ? strength * pow(full - x, power) : 0),
  );
}
