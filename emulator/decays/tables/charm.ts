/**
 * Decays of charmed mesons and baryons. Two-body modes with resonances first; what the listings
 * give as a total beyond them stands as phase space of the final state.
 * @see R. L. Workman et al. (Particle Data Group), Prog. Theor. Exp. Phys. 2022, 083C01, charm
 * listings (recalled, not verified); the inclusive shares that the test compares are theirs
 */
export const charmDecays = `
parent: D0
0.0354 weak e+ nu_e K-
0.0215 weak e+ nu_e K*-
0.0029 weak e+ nu_e pi-
0.0015 weak e+ nu_e rho-
0.0015 weak e+ nu_e K_1(1270)-
0.0341 weak mu+ nu_mu K-
0.0206 weak mu+ nu_mu K*-
0.0027 weak mu+ nu_mu pi-
0.0015 weak mu+ nu_mu rho-
0.0015 weak mu+ nu_mu K_1(1270)-
0.0395 K- pi+
0.0248 anti-K0 pi0
0.0101 anti-K0 eta
0.0190 anti-K0 eta'
0.0222 anti-K0 omega
0.0083 anti-K0 phi
0.0126 anti-K0 rho0
0.1130 K- rho+
0.0520 K*- pi+
0.0293 anti-K*0 pi0
0.0110 K- pi+ pi0
0.0070 anti-K0 pi+ pi-
0.0787 K- a_1(1260)+
0.0650 K*- rho+
0.0150 anti-K*0 rho0
0.0220 anti-K*0 pi+ pi-
0.0110 anti-K*0 omega
0.0140 anti-K*0 eta
0.0200 K- pi+ pi0 pi0
0.0110 K- pi+ pi+ pi-
0.0300 anti-K0 pi+ pi- pi0
0.0200 anti-K0 pi0 pi0
0.0110 anti-K0 eta pi0
0.0200 anti-K0 rho0 pi0
0.0220 anti-K0 rho+ pi-
0.0280 K- omega pi+
0.0170 K- pi+ pi+ pi- pi0
0.0240 anti-K0 pi+ pi- pi0 pi0
0.0060 anti-K0 pi+ pi+ pi- pi-
0.0091 K- eta pi+
0.0090 anti-K0 pi0 pi0 pi0
0.0039 K*+ K-
0.0030 K+ K*-
0.0041 K+ K-
0.0060 K+ K- pi+ pi-
0.0030 anti-K0 K+ pi-
0.0045 K0 K- pi+
0.0015 pi+ pi-
0.0008 pi0 pi0
0.0101 rho+ pi-
0.0052 rho- pi+
0.0039 rho0 pi0
0.0076 pi+ pi+ pi- pi-
0.0102 pi+ pi- pi0 pi0
0.0060 pi+ pi+ pi- pi- pi0
0.0020 eta pi+ pi-
0.0080 phi pi+ pi-
parent: D+
0.0872 weak e+ nu_e anti-K0
0.0540 weak e+ nu_e anti-K*0
0.0037 weak e+ nu_e pi0
0.0022 weak e+ nu_e rho0
0.0011 weak e+ nu_e eta
0.0017 weak e+ nu_e omega
0.0030 weak e+ nu_e anti-K_1(1270)0
0.0876 weak mu+ nu_mu anti-K0
0.0527 weak mu+ nu_mu anti-K*0
0.0035 weak mu+ nu_mu pi0
0.0024 weak mu+ nu_mu rho0
0.0011 weak mu+ nu_mu eta
0.0018 weak mu+ nu_mu omega
0.0030 weak mu+ nu_mu anti-K_1(1270)0
0.0004 mu+ nu_mu
0.0050 weak e+ nu_e K- pi+
0.0150 weak mu+ nu_mu K- pi+
0.0312 anti-K0 pi+
0.1230 anti-K0 rho+
0.0170 anti-K*0 pi+
0.0100 anti-K0 pi+ pi0
0.0800 K- pi+ pi+
0.0550 anti-K0 a_1(1260)+
0.0500 anti-K*0 rho+
0.0200 anti-K0 pi+ pi+ pi-
0.0200 anti-K0 pi+ pi0 pi0
0.0180 K- pi+ pi+ pi0
0.0300 K- pi+ pi+ pi0 pi0
0.0250 anti-K0 pi+ pi+ pi- pi0
0.0250 anti-K0 omega pi+
0.0026 anti-K0 eta pi+
0.0057 K- pi+ pi+ pi+ pi-
0.0160 pi+ pi+ pi- pi0 pi0
0.0038 eta pi+
0.0205 eta pi+ pi0
0.0050 eta' pi+
0.0012 pi+ pi0
0.0033 pi+ pi+ pi-
0.0116 pi+ pi+ pi- pi0
0.0094 pi+ pi0 pi0
0.0017 pi+ pi+ pi+ pi- pi-
0.0057 phi pi+
0.0061 K+ anti-K0
0.0025 K+ anti-K*0
0.0040 K+ K- pi+
0.0230 phi pi+ pi0
0.0170 K*+ anti-K0
0.0100 K+ anti-K0 pi0
0.0060 K0 anti-K0 pi+
0.0025 K*0 pi+
parent: D_s+
0.0532 tau+ nu_tau
0.0054 mu+ nu_mu
0.0239 weak e+ nu_e phi
0.0232 weak e+ nu_e eta
0.0080 weak e+ nu_e eta'
0.0029 weak e+ nu_e K0
0.0021 weak e+ nu_e K*0
0.0015 weak e+ nu_e f_0(980)
0.0224 weak mu+ nu_mu phi
0.0240 weak mu+ nu_mu eta
0.0110 weak mu+ nu_mu eta'
0.0029 weak mu+ nu_mu K0
0.0021 weak mu+ nu_mu K*0
0.0015 weak mu+ nu_mu f_0(980)
0.0450 phi pi+
0.0295 K+ anti-K0
0.0390 anti-K*0 K+
0.0540 K*+ anti-K0
0.0560 phi rho+
0.0540 K*+ anti-K*0
0.0120 phi pi+ pi+ pi-
0.0168 eta pi+
0.0890 eta rho+
0.0394 eta' pi+
0.0580 eta' rho+
0.0280 omega pi+ pi0
0.0310 eta pi+ pi+ pi-
0.0200 eta' pi+ pi0
0.0108 pi+ pi+ pi-
0.0079 pi+ pi+ pi+ pi- pi-
0.0490 pi+ pi+ pi+ pi- pi- pi0
0.0300 pi+ pi+ pi- pi0 pi0
0.0065 K+ pi+ pi-
0.0048 K0 pi+
0.0100 K+ rho0
0.0100 K0 rho+
0.0165 K0 K- pi+ pi+
0.0160 K+ anti-K0 pi+ pi-
0.0500 K+ K- pi+ pi0
parent: D*+
0.677 D0 pi+
0.307 D+ pi0
0.016 D+ gamma
parent: D*0
0.647 D0 pi0
0.353 D0 gamma
parent: D_s*+
0.935 D_s+ gamma
0.058 D_s+ pi0
parent: D_0*(2300)+
0.667 D0 pi+
0.333 D+ pi0
parent: D_0*(2300)0
0.667 D+ pi-
0.333 D0 pi0
parent: D_1(2420)+
0.667 D*0 pi+
0.333 D*+ pi0
parent: D_1(2420)0
0.667 D*+ pi-
0.333 D*0 pi0
parent: D_1(2430)0
0.667 D*+ pi-
0.333 D*0 pi0
parent: D_2*(2460)+
0.41 D0 pi+
0.20 D+ pi0
0.26 D*0 pi+
0.13 D*+ pi0
parent: D_2*(2460)0
0.41 D+ pi-
0.20 D0 pi0
0.26 D*+ pi-
0.13 D*0 pi0
parent: D_s0*(2317)+
1.0 D_s+ pi0
parent: D_s1(2460)+
0.48 D_s*+ pi0
0.18 D_s+ gamma
0.04 D_s+ pi+ pi-
parent: D_s1(2536)+
0.5 D*0 K+
0.5 D*+ K0
parent: D_s2*(2573)+
0.5 D0 K+
0.5 D+ K0
parent: Lambda_c+
0.0356 weak e+ nu_e Lambda
0.0348 weak mu+ nu_mu Lambda
0.0318 p anti-K0
0.0196 p anti-K*0
0.0108 Delta++ K-
0.0220 Lambda(1520) pi+
0.0350 p K- pi+
0.0394 p anti-K0 pi0
0.0446 p K- pi+ pi0
0.0320 p anti-K0 pi+ pi-
0.0364 n anti-K0 pi+
0.0600 n K- pi+ pi+
0.0400 n anti-K0 pi+ pi0
0.0250 p anti-K0 eta
0.0400 p K- pi+ pi0 pi0
0.0250 p anti-K0 pi0 pi0
0.0130 Lambda pi+
0.0406 Lambda rho+
0.0304 Lambda pi+ pi0
0.0300 Lambda pi+ pi0 pi0
0.0200 Sigma0 pi+ pi0 pi0
0.0364 Lambda pi+ pi+ pi-
0.0184 Lambda pi+ eta
0.0230 Lambda pi+ pi+ pi- pi0
0.0129 Sigma0 pi+
0.0200 Sigma0 pi+ pi0
0.0110 Sigma0 pi+ pi+ pi-
0.0125 Sigma+ pi0
0.0450 Sigma+ pi+ pi-
0.0155 Sigma+ pi0 pi0
0.0170 Sigma+ omega
0.0187 Sigma- pi+ pi+
0.0210 Sigma- pi+ pi+ pi0
0.0044 Sigma+ eta
0.0035 Sigma+ K+ K-
0.0055 Xi0 K+
0.0062 Xi- K+ pi+
0.0046 p pi+ pi-
0.0070 n pi+ pi0
0.0350 p pi+ pi- pi0
parent: Sigma_c++
1.0 Lambda_c+ pi+
parent: Sigma_c+
1.0 Lambda_c+ pi0
parent: Sigma_c0
1.0 Lambda_c+ pi-
parent: Sigma_c(2520)++
1.0 Lambda_c+ pi+
parent: Sigma_c(2520)+
1.0 Lambda_c+ pi0
parent: Sigma_c(2520)0
1.0 Lambda_c+ pi-
parent: Lambda_c(2595)+
0.67 Lambda_c+ pi+ pi-
0.33 Lambda_c+ pi0 pi0
parent: Lambda_c(2625)+
0.67 Lambda_c+ pi+ pi-
0.33 Lambda_c+ pi0 pi0
parent: Xi_c0
0.0143 Xi- pi+
0.0300 Xi- pi+ pi0
0.0300 Xi- pi+ pi+ pi-
0.0145 Lambda K- pi+
0.0048 p K- K- pi+
0.0104 weak e+ nu_e Xi-
0.0104 weak mu+ nu_mu Xi-
parent: Xi_c+
0.0290 Xi- pi+ pi+
0.0160 Xi0 pi+
0.0670 Xi0 pi+ pi0
0.0500 Xi0 pi+ pi+ pi-
0.0062 p K- pi+
0.0700 weak e+ nu_e Xi0
0.0700 weak mu+ nu_mu Xi0
parent: Omega_c0
0.30 Omega- pi+
0.54 Omega- pi+ pi0
0.10 Omega- pi+ pi+ pi-
`;
