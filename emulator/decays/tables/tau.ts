/**
 * Decays of the τ. Hadrons come from resonances where one dominates; polarization, and with it the
 * correlation of the two τ of a pair, is left out.
 * @see R. L. Workman et al. (Particle Data Group), Prog. Theor. Exp. Phys. 2022, 083C01, τ
 * branching fractions (recalled, not verified)
 */
export const tauDecays = `
parent: tau-
0.1782 weak anti-nu_e e- nu_tau
0.1739 weak anti-nu_mu mu- nu_tau
0.1082 pi- nu_tau
0.0070 K- nu_tau
0.2549 rho- nu_tau
0.1828 a_1(1260)- nu_tau             # π⁻2π⁰ 9.26 % and 2π⁻π⁺ 9.02 % (9.31 with K_S, below)
0.0104 pi- pi0 pi0 pi0 nu_tau
0.0011 pi- pi0 pi0 pi0 pi0 nu_tau
0.0197 omega pi- nu_tau
0.0273 pi- pi- pi+ pi0 nu_tau        # 2π⁻π⁺π⁰ 4.49 % (4.62 with K_S) without ω
0.0127 K*- nu_tau                    # K⁻π⁰ and K̄⁰π⁻
0.0038 anti-K0 pi- pi0 nu_tau
0.0006 K- pi0 pi0 nu_tau
0.0015 K0 anti-K0 pi- nu_tau
0.0015 K- K0 nu_tau
0.0015 K- K0 pi0 nu_tau
0.0029 K- pi- pi+ nu_tau
0.0014 K- K+ pi- nu_tau
0.0050 pi- pi- pi+ pi0 pi0 nu_tau
0.0010 pi- pi- pi- pi+ pi+ nu_tau
0.0014 eta pi- pi0 nu_tau
`;
