/**
 * Light mesons, strange resonances and baryons that decay where they are made.
 * @see R. L. Workman et al. (Particle Data Group), Prog. Theor. Exp. Phys. 2022, 083C01, meson and
 * baryon listings (recalled, not verified); resonances wider than 0.1 GeV by the decays that
 * isospin gives their dominant mode
 */
export const lightDecays = `
parent: pi0
0.98823 gamma gamma
0.01174 gamma e+ e-
parent: eta
0.3936 gamma gamma
0.3257 pi0 pi0 pi0
0.2302 pi+ pi- pi0
0.0428 pi+ pi- gamma
0.0069 gamma e+ e-
parent: eta'
0.425 eta pi+ pi-
0.295 rho0 gamma
0.224 eta pi0 pi0
0.0252 omega gamma
0.0231 gamma gamma
parent: rho0
0.9899 pi+ pi-
0.0099 pi+ pi- gamma
0.0001 e+ e-
parent: rho+
1.0 pi+ pi0
parent: omega
0.892 pi+ pi- pi0
0.0835 pi0 gamma
0.0153 pi+ pi-
0.0008 pi0 e+ e-
parent: phi
0.491 K+ K-
0.339 K_L0 K_S0
0.154 pi+ pi- pi0
0.0130 eta gamma
0.0013 pi0 gamma
0.0003 e+ e-
0.0003 mu+ mu-
parent: a_1(1260)+
0.30 rho0 pi+
0.30 rho+ pi0
0.20 pi+ pi+ pi-
0.20 pi+ pi0 pi0
parent: a_1(1260)0
0.5 rho+ pi-
0.5 rho- pi+
parent: a_2(1320)+
0.351 rho0 pi+
0.351 rho+ pi0
0.145 eta pi+
0.049 K+ anti-K0
0.104 omega pi+ pi0
parent: a_2(1320)0
0.351 rho+ pi-
0.351 rho- pi+
0.145 eta pi0
0.0245 K+ K-
0.0245 K0 anti-K0
0.104 omega pi+ pi-
parent: f_2(1270)
0.562 pi+ pi-
0.281 pi0 pi0
0.023 K+ K-
0.023 K0 anti-K0
0.077 pi+ pi- pi0 pi0
0.028 pi+ pi+ pi- pi-
parent: f_0(500)
0.667 pi+ pi-
0.333 pi0 pi0
parent: f_0(980)
0.52 pi+ pi-
0.26 pi0 pi0
0.11 K+ K-
0.11 K0 anti-K0
parent: b_1(1235)+
1.0 omega pi+
parent: b_1(1235)0
1.0 omega pi0
parent: a_0(980)+
0.85 eta pi+
0.15 K+ anti-K0
parent: a_0(980)0
0.85 eta pi0
0.075 K+ K-
0.075 K0 anti-K0
parent: f_1(1285)
0.35 eta pi+ pi-
0.17 eta pi0 pi0
0.11 rho0 pi+ pi-
0.22 pi+ pi- pi0 pi0
0.09 K+ anti-K0 pi-
0.06 rho0 gamma
parent: K0
0.5 K_S0
0.5 K_L0
parent: K*0
0.6653 K+ pi-
0.3322 K0 pi0
0.0025 K0 gamma
parent: K*+
0.6657 K0 pi+
0.3333 K+ pi0
0.0010 K+ gamma
parent: K_1(1270)+
0.28 rho0 K+
0.14 rho+ K0
0.11 K*0 pi+
0.05 K*+ pi0
0.11 omega K+
0.28 K_0*(1430)0 pi+
0.02 K+ pi+ pi-
parent: K_1(1270)0
0.28 rho- K+
0.14 rho0 K0
0.11 K*+ pi-
0.05 K*0 pi0
0.11 omega K0
0.28 K_0*(1430)+ pi-
0.02 K0 pi+ pi-
parent: K_1(1400)+
0.63 K*0 pi+
0.31 K*+ pi0
0.03 rho+ K0
parent: K_1(1400)0
0.63 K*+ pi-
0.31 K*0 pi0
0.03 rho- K+
parent: K_0*(1430)+
0.62 K0 pi+
0.31 K+ pi0
parent: K_0*(1430)0
0.62 K+ pi-
0.31 K0 pi0
parent: K_2*(1430)+
0.333 K0 pi+
0.166 K+ pi0
0.165 K*0 pi+
0.082 K*+ pi0
0.090 K*0 pi+ pi0
0.058 rho+ K0
0.029 rho0 K+
0.029 omega K+
parent: K_2*(1430)0
0.333 K+ pi-
0.166 K0 pi0
0.165 K*+ pi-
0.082 K*0 pi0
0.090 K*+ pi- pi0
0.058 rho- K+
0.029 rho0 K0
0.029 omega K0
parent: Delta++
1.0 p pi+
parent: Delta+
0.667 p pi0
0.333 n pi+
parent: Delta0
0.667 n pi0
0.333 p pi-
parent: Delta-
1.0 n pi-
parent: Sigma0
1.0 Lambda gamma
parent: Sigma(1385)+
0.87 Lambda pi+
0.0585 Sigma+ pi0
0.0585 Sigma0 pi+
parent: Sigma(1385)0
0.87 Lambda pi0
0.0585 Sigma+ pi-
0.0585 Sigma- pi+
parent: Sigma(1385)-
0.87 Lambda pi-
0.0585 Sigma0 pi-
0.0585 Sigma- pi0
parent: Lambda(1405)
0.334 Sigma+ pi-
0.333 Sigma0 pi0
0.333 Sigma- pi+
parent: Lambda(1520)
0.225 p K-
0.225 n anti-K0
0.14 Sigma+ pi-
0.14 Sigma0 pi0
0.14 Sigma- pi+
0.10 Lambda pi+ pi-
parent: Xi(1530)0
0.667 Xi- pi+
0.333 Xi0 pi0
parent: Xi(1530)-
0.667 Xi0 pi-
0.333 Xi- pi0
`;
