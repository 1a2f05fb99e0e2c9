// kernel: every layer that an antibaryon crosses; AssemblyScript. How many times more often they
// meet a nucleus than nucleons.

/**
 * How many times the interaction length of nucleons goes into that of an antinucleon of momentum
 * `p` [GeV]: its cross section for annihilation, (66.5 + 14.9/p + 0.43/p²) mb · A^⅔, over the
 * inelastic one of nucleons, 49 mb · A^⅔, in media between carbon and caesium (derived). Between
 * 1.5 and 4 below 0.5 GeV, as arXiv:1803.01820 says for measurements.
 * @see M. Astrua et al., Nucl. Phys. A 697 (2002) 209: antineutrons of 50–400 MeV (recalled, not
 * verified); taken for all antibaryons and momenta
 */
export function annihilationFactor(p: f64): f64 {
  return (66.5 + 14.9 / p + 0.43 / (p * p)) / 49;
}
