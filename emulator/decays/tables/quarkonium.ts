/**
 * Charmonium below and at open charm, and the Υ(4S). Decays through gluons, of which the listings
 * name a part, are stood for by pions, kaons and nucleons in phase space.
 * @see R. L. Workman et al. (Particle Data Group), Prog. Theor. Exp. Phys. 2022, 083C01, cc̄ and
 * bb̄ listings (recalled, not verified); shares of B⁺B⁻ and B⁰B̄⁰: Belle II Physics Book,
 * arXiv:1808.10567
 */
export const quarkoniumDecays = `
parent: J/psi
0.0597 e+ e-
0.0596 mu+ mu-
0.0169 rho0 pi0
0.0169 rho+ pi-
0.0169 rho- pi+
0.0044 a_2(1320)+ rho-
0.0044 a_2(1320)- rho+
0.0170 gamma eta_c
0.0053 gamma eta'
0.0041 omega pi+ pi-
0.0042 pi+ pi+ pi- pi- pi0
0.0021 p anti-p
0.0021 n anti-n
0.0060 p anti-p pi+ pi-
0.0019 Lambda anti-Lambda
filled:
0.0300 pi+ pi- pi0
0.0410 pi+ pi+ pi- pi- pi0 pi0
0.0610 pi+ pi+ pi+ pi- pi- pi- pi0
0.0290 pi+ pi- pi0 pi0 pi0
0.1200 pi+ pi+ pi- pi- pi0 pi0 pi0
0.0340 K+ K- pi+ pi- pi0
0.0340 K0 anti-K0 pi+ pi- pi0
0.0460 K+ anti-K0 pi- pi0 pi0
0.0460 K- K0 pi+ pi0 pi0
0.0700 eta pi+ pi- pi0
0.0700 omega pi+ pi- pi0 pi0
0.0040 p anti-n pi-
0.0040 n anti-p pi+
0.0400 gamma pi+ pi- pi0 pi0
0.0400 gamma pi+ pi+ pi- pi-
parent: eta_c
0.073 K+ anti-K0 pi-
0.073 K- K0 pi+
0.041 eta' pi+ pi-
0.170 eta pi+ pi-
0.070 K+ K- pi+ pi- pi0
filled:
0.158 pi+ pi- pi0 pi0
0.174 pi+ pi+ pi+ pi- pi- pi-
0.091 pi+ pi+ pi- pi-
0.150 pi+ pi+ pi- pi- pi0 pi0
parent: chi_c0
0.014 gamma J/psi
filled:
0.300 pi+ pi+ pi- pi-
0.300 pi+ pi+ pi- pi- pi0 pi0
0.200 K+ K- pi+ pi-
0.186 pi+ pi- pi0 pi0
parent: chi_c1
0.343 gamma J/psi
filled:
0.250 pi+ pi+ pi- pi- pi0 pi0
0.200 pi+ pi+ pi+ pi- pi- pi-
0.207 K+ K- pi+ pi- pi0
parent: chi_c2
0.190 gamma J/psi
filled:
0.300 pi+ pi+ pi- pi- pi0 pi0
0.250 pi+ pi+ pi+ pi- pi- pi-
0.260 K+ K- pi+ pi- pi0
parent: h_c
0.55 gamma eta_c
filled:
0.45 pi+ pi+ pi- pi- pi0
parent: psi(2S)
0.0079 e+ e-
0.0080 mu+ mu-
0.0031 tau+ tau-
0.3468 J/psi pi+ pi-
0.1824 J/psi pi0 pi0
0.0337 J/psi eta
0.0979 gamma chi_c0
0.0975 gamma chi_c1
0.0952 gamma chi_c2
filled:
0.0600 pi+ pi+ pi- pi- pi0 pi0
0.0400 pi+ pi+ pi+ pi- pi- pi- pi0
0.0260 K+ K- pi+ pi- pi0
parent: psi(3770)
0.52 D0 anti-D0
0.41 D+ D-
parent: Upsilon(4S)
0.514 B+ B-
0.486 B0 anti-B0
`;
