// kernel: once per try of a radiative event
/**
 * e⁺e⁻ → e⁺e⁻γ at tree level, s and t channel with their interference: the compact formula of
 * massless electrons, with what the mass of an electron takes from photons along it, and from
 * electrons that are hardly turned.
 *
 * @see F. A. Berends et al., Phys. Lett. B103 (1981) 124 and Nucl. Phys. B206 (1982) 61 (recalled,
 * not verified; checked: soft photons, photons along the beams, and equivalent photons times
 * Compton scattering). Where both the photon and its electron are within a few m/E of the beam it
 * is wrong by some ten per cent: that is `radiative-bhabha`'s.
 */
import { electronMass, fineStructure } from '../../detector/base/constants.js';
import type { FourVector } from '../../detector/lorentz.js';
import { oneMinusCosine } from './about-axis.js';

const m2 = electronMass * electronMass;
const chargeToSixth =
  64 * Math.PI * Math.PI * Math.PI * fineStructure * fineStructure * fineStructure;

const momentumOf = ({ px, py, pz }: Readonly<FourVector>): number =>
  Math.sqrt(px * px + py * py + pz * pz);

/** p·k of an electron and a photon. */
function withPhoton(electron: Readonly<FourVector>, photon: Readonly<FourVector>): number {
  const p = momentumOf(electron);
  const gap = m2 / (electron.energy + p);
  return photon.energy * (gap + p * oneMinusCosine(electron, photon, p, photon.energy));
}

/** (p − q)² of two electrons: exact where they hardly differ, and never positive. */
function transfer(before: Readonly<FourVector>, after: Readonly<FourVector>): number {
  const p = momentumOf(before);
  const q = momentumOf(after);
  const change = before.energy - after.energy;
  const least = (m2 * change * change) / (before.energy * after.energy - m2 + p * q);
  return -2 * (least + p * q * oneMinusCosine(before, after, p, q));
}

/**
 * What is left of 1/t of massless electrons: near the least |t| the helicity of the electron
 * counts. It is the last term of the equivalent photons.
 * @param left share of its energy that the electron keeps
 */
function nearForward(t: number, left: number): number {
  const y = 1 - left;
  const least = (m2 * y * y) / left;
  return 1 + ((2 * left) / (1 + left * left)) * (least / t);
}

/**
 * (s⁴ + t⁴ + u⁴)/(s²t²) of Bhabha scattering without radiation, over its t²: along the electron
 * that radiates, t² is the product of both transfers and of the share that the photon leaves.
 */
function scattering(s: number, t: number, u: number): number {
  const [s2, t2, u2] = [s * s, t * t, u * u];
  return (s2 * s2 + t2 * t2 + u2 * u2) / s2;
}

/** Electron and positron before and after, and the photon; centre of mass. */
export interface RadiativeBhabha {
  readonly beamElectron: Readonly<FourVector>;
  readonly beamPositron: Readonly<FourVector>;
  readonly electron: Readonly<FourVector>;
  readonly positron: Readonly<FourVector>;
  readonly photon: Readonly<FourVector>;
}

/** Squared amplitude [GeV⁻²], averaged over the spins before and summed over those after. */
export function radiativeBhabhaSquared({
  beamElectron,
  beamPositron,
  electron,
  positron,
  photon,
}: RadiativeBhabha): number {
  const sqrtS = beamElectron.energy + beamPositron.energy;
  const s = sqrtS * sqrtS;
  const s1 = s - 2 * sqrtS * photon.energy;
  const t = transfer(beamPositron, positron);
  const t1 = transfer(beamElectron, electron);
  const u = transfer(beamPositron, electron);
  const u1 = transfer(beamElectron, positron);
  const inElectron = withPhoton(beamElectron, photon);
  const inPositron = withPhoton(beamPositron, photon);
  const outElectron = withPhoton(electron, photon);
  const outPositron = withPhoton(positron, photon);

  const dipoles =
    s / (inElectron * inPositron) +
    s1 / (outElectron * outPositron) -
    (t1 - 2 * m2) / (inElectron * outElectron) -
    (t - 2 * m2) / (inPositron * outPositron) +
    u1 / (inElectron * outPositron) +
    u / (inPositron * outElectron);
  const massless =
    (s * s1 * (s * s + s1 * s1) + t * t1 * (t * t + t1 * t1) + u * u1 * (u * u + u1 * u1)) /
    (s * s1 * t * t1);
  const isr = s / (s1 * t * t1);
  const fsr = ({ energy }: Readonly<FourVector>): number =>
    energy / ((energy + photon.energy) * t * t1);
  const mass =
    2 *
    m2 *
    ((isr * scattering(s1, t, u)) / (inElectron * inElectron) +
      (isr * scattering(s1, t1, u1)) / (inPositron * inPositron) +
      (fsr(electron) * scattering(s, t, u1)) / (outElectron * outElectron) +
      (fsr(positron) * scattering(s, t1, u)) / (outPositron * outPositron));
  // Of the two, the one that hardly turns is the one that does not radiate.
  const forward =
    t > t1
      ? nearForward(t, positron.energy / beamPositron.energy)
      : nearForward(t1, electron.energy / beamElectron.energy);
  return chargeToSixth * Math.max(0, massless * dipoles - mass) * Math.max(0, forward);
}
