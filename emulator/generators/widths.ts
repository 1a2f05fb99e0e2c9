import { quantity } from '../../detector/base/config.js';
import { fineStructure, hbarCSquaredNb } from '../../detector/base/constants.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { cm } from '../../detector/base/units.js';
import { particleInfo } from '../../detector/pdg.js';
import { hadronRatio } from './hadron-ratio.js';

/** What is radiated, by how it couples to the lepton. */
export type BosonKind = 'vector' | 'scalar' | 'pseudoscalar';

/** PDG codes of the charged leptons. */
const leptons = [11, 13, 15] as const;

/** ħc [GeV cm]. A nanobarn is 10⁻³³ cm². */
const hbarC = Math.sqrt(hbarCSquaredNb * 1e-33) * cm;

/**
 * Width of a boson into two charged leptons of one kind [GeV]; 0 below their threshold. Of a vector
 * g²m/12π √(1 − 4r) (1 + 2r), of a scalar y²m/8π (1 − 4r)^1.5, of a pseudoscalar y²m/8π √(1 − 4r)
 * with r = m_ℓ²/m².
 */
export function leptonWidth(
  kind: BosonKind,
  mass: number,
  coupling: number,
  lepton: (typeof leptons)[number],
): number {
  const ratio = (particleInfo(lepton)!.mass / mass) ** 2;
  const velocity2 = 1 - 4 * ratio;
  if (velocity2 <= 0) return 0;
  const velocity = Math.sqrt(velocity2);
  const massless = (coupling * coupling * mass) / Math.PI;
  if (kind === 'vector') return (massless / 12) * velocity * (1 + 2 * ratio);
  return (massless / 8) * velocity * (kind === 'scalar' ? velocity2 : 1);
}

/**
 * Width of a dark photon into all that its mixing with the photon lets it become [GeV]: leptons,
 * and αε²m/3 times R of hadrons.
 */
export function darkPhotonWidth(mass: number, epsilon: number): number {
  const charge = epsilon * Math.sqrt(4 * Math.PI * fineStructure);
  const hadrons = (charge * charge * mass * hadronRatio(mass * mass)) / (12 * Math.PI);
  return leptons.reduce((sum, pdg) => sum + leptonWidth('vector', mass, charge, pdg), hadrons);
}

/**
 * Widths of the Z′ of Lμ − Lτ [GeV]; neutrinos of one handedness have half of a massless lepton's.
 */
export function zPrimeWidths(
  mass: number,
  coupling: number,
): Readonly<Record<'invisible' | 'mumu' | 'tautau', number>> {
  return {
    invisible: (2 * 0.5 * coupling * coupling * mass) / (12 * Math.PI),
    mumu: leptonWidth('vector', mass, coupling, 13),
    tautau: leptonWidth('vector', mass, coupling, 15),
  };
}

/**
 * Widths of a scalar or pseudoscalar that couples to charged leptons in proportion to their masses
 * [GeV]; `coupling` is that to the lepton of PDG code `lepton`.
 */
export function leptophilicWidths(
  kind: 'scalar' | 'pseudoscalar',
  mass: number,
  coupling: number,
  lepton: number,
): Readonly<Record<'ee' | 'mumu' | 'tautau', number>> {
  const perMass = coupling / particleInfo(lepton)!.mass;
  const to = (pdg: (typeof leptons)[number]): number =>
    leptonWidth(kind, mass, perMass * particleInfo(pdg)!.mass, pdg);
  return { ee: to(11), mumu: to(13), tautau: to(15) };
}

/** Declares the flight of what decays by couplings that the generator knows. */
export const flightOf = (what: string) =>
  quantity(-1, 'cm', `Mean flight cτ of the ${what}; below 0: that of its mass and couplings`, {
    min: -1,
  });

/**
 * Mean flight cτ [cm]: as a user gives it, or ħc over the width [GeV].
 * @throws GENERATOR_CONFIG where it shall follow from a width that vanishes
 */
export function meanFlight(generator: string, given: number, width: number): number {
  if (given >= 0) return given;
  if (width > 0) return hbarC / width;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": what has no couplings does not decay; give flight, such as 1 cm`,
  );
}
