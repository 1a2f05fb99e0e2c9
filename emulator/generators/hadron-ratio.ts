/**
 * Hadrons from a virtual photon over pointlike muons, R(s), good to some 20 %: enough for lifetimes
 * and for how often a dark photon is seen as muons.
 * @see PDG Review of Particle Physics 2022, listings of ρ, ω and φ, and the plot of R (recalled).
 */
import { fineStructure } from '../../detector/base/constants.js';
import { GeV, keV, MeV } from '../../detector/base/units.js';
import { particleInfo } from '../../detector/pdg.js';

/** Vector mesons: mass, width and width to electrons [GeV]. */
const rho = { mass: 775.26 * MeV, width: 147.4 * MeV };
const omega = { mass: 782.66 * MeV, width: 8.68 * MeV, electrons: 0.6 * keV };
const phi = { mass: 1019.46 * MeV, width: 4.249 * MeV, electrons: 1.27 * keV };

/** Between these the sum of exclusive states grows to that of quarks. */
const continuum = { from: 1 * GeV, to: 1.5 * GeV };
/** Charm and beauty begin with their mesons; narrow states below are left out. */
const charmThreshold = 3.73 * GeV;
const beautyThreshold = 10.56 * GeV;
/** 3ΣQ² of the quarks, each step with what gluons add there. */
const lightQuarks = 2 * 1.1;
const charm = (10 / 3) * 1.07 - lightQuarks;
const beauty = (1 / 3) * 1.07;

/**
 * R of π⁺π⁻ alone, β³|F|²/4: dominated by the ρ with a width that grows with the momentum of the
 * pions. The form factor is 1 at s = 0 and a fifth above that of the ρ alone at its peak, as the
 * ρ's width to electrons asks for.
 */
export function pionRatio(s: number): number {
  const pion = particleInfo(211)!.mass;
  const velocity2 = 1 - (4 * pion * pion) / s;
  if (velocity2 <= 0) return 0;
  const mass2 = rho.mass * rho.mass;
  const velocity = Math.sqrt(velocity2);
  const grown = velocity / Math.sqrt(1 - (4 * pion * pion) / mass2);
  const widthTerm = (s / rho.mass) * rho.width * grown * grown * grown;
  const strength = mass2 * (1 + (0.2 * s) / mass2);
  const form2 = (strength * strength) / ((mass2 - s) ** 2 + widthTerm * widthTerm);
  return 0.25 * velocity2 * velocity * form2;
}

/** R of a narrow meson: 9 s Γ_ee Γ/α² over its resonance. */
function narrowRatio(s: number, { mass, width, electrons }: typeof omega): number {
  const off = s - mass * mass;
  const scale = 9 / (fineStructure * fineStructure);
  return (scale * s * electrons * width) / (off * off + mass * mass * width * width);
}

/** R of all hadrons; 0 below the threshold of two pions. */
export function hadronRatio(s: number): number {
  const energy = Math.sqrt(s);
  if (energy <= 2 * particleInfo(211)!.mass) return 0;
  if (energy < continuum.to) {
    const share = Math.max(0, (energy - continuum.from) / (continuum.to - continuum.from));
    const mesons = energy < 0.5 * GeV ? 0 : narrowRatio(s, omega) + narrowRatio(s, phi);
    return (pionRatio(s) + mesons) * (1 - share) + lightQuarks * share;
  }
  return (
    lightQuarks + (energy > charmThreshold ? charm : 0) + (energy > beautyThreshold ? beauty : 0)
  );
}
