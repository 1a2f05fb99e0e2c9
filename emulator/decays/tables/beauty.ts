/**
 * Decays of B mesons: semileptonic and two-body modes as listed; behind `filled:` what is left, as
 * phase space of a charmed meson with pions, kaons or an η, in shares that were chosen so that the
 * inclusive yields (charm, kaons, leptons, protons, charged multiplicity, photons) come out as
 * published: that is what these lines were tuned to.
 * @see R. L. Workman et al. (Particle Data Group), Prog. Theor. Exp. Phys. 2022, 083C01, B listings
 * (recalled, not verified); multiplicity: CLEO, hep-ex/9907057
 */
export const beautyDecays = `
parent: B0
# b → c ℓ ν
0.0224 weak nu_e e+ D-
0.0497 weak nu_e e+ D*-
0.0040 weak nu_e e+ D_0*(2300)-
0.0062 weak nu_e e+ D_1(2420)-
0.0030 weak nu_e e+ D_2*(2460)-
0.0050 weak nu_e e+ anti-D*0 pi-
0.0041 weak nu_e e+ anti-D0 pi-
0.0224 weak nu_mu mu+ D-
0.0497 weak nu_mu mu+ D*-
0.0040 weak nu_mu mu+ D_0*(2300)-
0.0062 weak nu_mu mu+ D_1(2420)-
0.0030 weak nu_mu mu+ D_2*(2460)-
0.0050 weak nu_mu mu+ anti-D*0 pi-
0.0041 weak nu_mu mu+ anti-D0 pi-
0.0099 weak nu_tau tau+ D-
0.0145 weak nu_tau tau+ D*-
0.0015 weak nu_tau tau+ D_1(2420)-
# b → u ℓ ν
0.0002 weak nu_e e+ pi-
0.0003 weak nu_e e+ rho-
0.0002 weak nu_mu mu+ pi-
0.0003 weak nu_mu mu+ rho-
# b → c ū d
0.0025 D- pi+
0.0026 D*- pi+
0.0076 D- rho+
0.0068 D*- rho+
0.0060 D- a_1(1260)+
0.0130 D*- a_1(1260)+
0.0025 D*- omega pi+
0.0028 D- omega pi+
0.0010 D_2*(2460)- pi+
0.0176 D*- pi+ pi+ pi- pi0
0.0016 D*- pi+ pi+ pi+ pi- pi-
# b → c c̄ s
0.0072 D- D_s+
0.0080 D*- D_s+
0.0074 D- D_s*+
0.0177 D*- D_s*+
0.0015 D- D_s0*(2317)+
0.0130 D*- D_s1(2460)+
0.0050 D- D*0 K+
0.0060 D*- D0 K+
0.0100 D*- D*0 K+
0.0050 D*- D*+ K0
0.0030 D*- D+ K0
0.0030 anti-D*0 D*0 K0
0.0020 anti-D0 D0 K0
# charmonium
0.0009 J/psi K0
0.0013 J/psi K*0
0.0012 J/psi K+ pi-
0.0013 J/psi K_1(1270)0
0.0006 psi(2S) K0
0.0006 psi(2S) K*0
0.0008 eta_c K0
0.0013 eta_c K*0
0.0005 chi_c1 K0
# no charm
0.0004 K*0 gamma
0.0006 K+ pi- pi0
0.0007 eta' K0
filled:
# b → c ℓ ν
0.0060 weak nu_e e+ D- pi+ pi-
0.0060 weak nu_mu mu+ D- pi+ pi-
# b → u ℓ ν
0.0015 weak nu_e e+ pi- pi+ pi-
0.0015 weak nu_mu mu+ pi- pi+ pi-
# b → c ū d
0.0015 D_1(2420)- rho+
0.0030 D- pi+ pi0 pi0
0.0110 D*- pi+ pi0 pi0
0.0050 D- pi+ pi+ pi- pi0
0.0050 D- pi+ pi+ pi- pi0 pi0
0.0150 D- pi+ pi+ pi- eta
0.0200 D*- pi+ pi+ pi- eta
0.0230 D- pi+ pi+ pi+ pi- pi- pi0 pi0 pi0
0.0490 D*- pi+ pi+ pi+ pi- pi- pi0 pi0
0.0500 D*- pi+ pi+ pi+ pi- pi- pi0 pi0 pi0
0.0120 anti-D*0 pi+ pi+ pi- pi- eta
0.0200 anti-D0 pi+ pi+ pi- pi- pi0 pi0
0.0430 anti-D0 pi+ pi+ pi- pi- pi0 pi0 pi0
0.0380 anti-D*0 pi+ pi+ pi- pi- pi0 pi0
0.0440 anti-D*0 pi+ pi+ pi- pi- pi0 pi0 pi0
0.0200 D*- K0 anti-K0 pi+
0.0200 D- anti-K0 K+ pi0
0.0350 D*- anti-K0 K+ pi0 pi0
0.0350 anti-D*0 K+ K- pi0 pi0
0.0250 D- K+ K- pi+ pi0
0.0150 anti-D0 K+ K- pi0 pi0
# b → c c̄ s
0.0080 D*- D_s*+ pi0
0.0040 D- D_s*+ pi0
0.0050 anti-D0 D_s*+ pi-
0.0020 D_s- D*0 K+ pi0
# charmonium
0.0025 J/psi K0 pi+ pi-
0.0014 psi(2S) K+ pi-
0.0010 chi_c1 K+ pi-
0.0020 eta_c K+ pi- pi0
# baryons
0.0070 anti-Lambda_c+ p pi+ pi-
0.0050 anti-Lambda_c+ p pi0
0.0090 anti-Lambda_c+ n pi+
0.0070 anti-Lambda_c+ n pi+ pi+ pi-
0.0160 anti-Lambda_c+ Lambda K+
0.0080 D*- p anti-n
0.0100 anti-D0 p anti-p
0.0060 anti-D0 p anti-Lambda K-
0.0030 anti-D*0 n anti-n
# no charm
0.0002 K+ pi- gamma
0.0001 K+ pi- pi0 gamma
0.0027 K+ pi- pi0 pi0
0.0030 K0 pi+ pi- pi0
0.0030 K+ pi- pi+ pi-
0.0060 pi+ pi- pi0 pi0
0.0040 pi+ pi+ pi- pi- pi0
parent: B+
# b → c ℓ ν
0.0230 weak nu_e e+ anti-D0
0.0558 weak nu_e e+ anti-D*0
0.0040 weak nu_e e+ anti-D_0*(2300)0
0.0066 weak nu_e e+ anti-D_1(2420)0
0.0030 weak nu_e e+ anti-D_2*(2460)0
0.0060 weak nu_e e+ D*- pi+
0.0044 weak nu_e e+ D- pi+
0.0230 weak nu_mu mu+ anti-D0
0.0558 weak nu_mu mu+ anti-D*0
0.0040 weak nu_mu mu+ anti-D_0*(2300)0
0.0066 weak nu_mu mu+ anti-D_1(2420)0
0.0030 weak nu_mu mu+ anti-D_2*(2460)0
0.0060 weak nu_mu mu+ D*- pi+
0.0044 weak nu_mu mu+ D- pi+
0.0077 weak nu_tau tau+ anti-D0
0.0188 weak nu_tau tau+ anti-D*0
0.0015 weak nu_tau tau+ anti-D_1(2420)0
# b → u ℓ ν
0.0001 weak nu_e e+ pi0
0.0002 weak nu_e e+ rho0
0.0002 weak nu_e e+ omega
0.0001 weak nu_mu mu+ pi0
0.0002 weak nu_mu mu+ rho0
0.0002 weak nu_mu mu+ omega
0.0001 tau+ nu_tau
# b → c ū d
0.0047 anti-D0 pi+
0.0049 anti-D*0 pi+
0.0134 anti-D0 rho+
0.0098 anti-D*0 rho+
0.0040 anti-D0 a_1(1260)+
0.0190 anti-D*0 a_1(1260)+
0.0041 anti-D0 omega pi+
0.0045 anti-D*0 omega pi+
0.0014 D*- pi+ pi+
0.0011 D- pi+ pi+
0.0150 D*- pi+ pi+ pi0
0.0057 anti-D*0 pi+ pi+ pi+ pi- pi-
# b → c c̄ s
0.0090 anti-D0 D_s+
0.0082 anti-D*0 D_s+
0.0076 anti-D0 D_s*+
0.0171 anti-D*0 D_s*+
0.0015 anti-D0 D_s0*(2317)+
0.0120 anti-D*0 D_s1(2460)+
0.0030 anti-D0 D*0 K+
0.0030 anti-D*0 D0 K+
0.0070 anti-D*0 D*0 K+
0.0050 anti-D*0 D*+ K0
0.0026 anti-D0 D*+ K0
0.0030 D*- D*+ K+
0.0030 anti-D*0 D+ K0
# charmonium
0.0010 J/psi K+
0.0014 J/psi K*+
0.0012 J/psi K0 pi+
0.0013 J/psi K_1(1270)+
0.0006 psi(2S) K+
0.0007 psi(2S) K*+
0.0011 eta_c K+
0.0013 eta_c K*+
0.0005 chi_c1 K+
# no charm
0.0004 K*+ gamma
0.0005 K+ pi+ pi-
0.0007 eta' K+
filled:
# b → c ℓ ν
0.0060 weak nu_e e+ anti-D0 pi+ pi-
0.0060 weak nu_mu mu+ anti-D0 pi+ pi-
# b → u ℓ ν
0.0015 weak nu_e e+ pi+ pi-
0.0015 weak nu_mu mu+ pi+ pi-
# b → c ū d
0.0050 anti-D0 pi+ pi0 pi0
0.0110 anti-D*0 pi+ pi0 pi0
0.0050 anti-D0 pi+ pi+ pi- pi0
0.0180 anti-D*0 pi+ pi+ pi- pi0
0.0050 anti-D0 pi+ pi+ pi- pi0 pi0
0.0150 anti-D0 pi+ pi+ pi- eta
0.0200 anti-D*0 pi+ pi+ pi- eta
0.0050 anti-D0 pi+ pi+ pi+ pi- pi- pi0 pi0
0.0350 anti-D0 pi+ pi+ pi+ pi- pi- pi0 pi0 pi0
0.0300 anti-D*0 pi+ pi+ pi+ pi- pi- pi0 pi0
0.0500 anti-D*0 pi+ pi+ pi+ pi- pi- pi0 pi0 pi0
0.0200 anti-D*0 K0 anti-K0 pi+ pi0
0.0040 D- pi+ pi+ pi0
0.0080 D*- pi+ pi+ pi+ pi-
0.0250 D- pi+ pi+ pi+ pi- pi0 pi0
0.0200 D- pi+ pi+ pi+ pi- pi0 pi0 pi0
0.0300 D*- pi+ pi+ pi+ pi- pi0 pi0
0.0320 D*- pi+ pi+ pi+ pi- pi0 pi0 pi0
0.0200 anti-D0 anti-K0 K+ pi0 pi0
0.0250 anti-D*0 anti-K0 K+ pi0 pi0
0.0300 D*- K+ K- pi+ pi+ pi0
0.0250 D- K+ K- pi+ pi+ pi0 pi0
0.0120 D*- anti-K0 K+ pi+ pi0
# b → c c̄ s
0.0080 anti-D*0 D_s*+ pi0
0.0040 anti-D0 D_s*+ pi0
0.0100 D- D_s*+ pi+
0.0020 D_s- D*+ K+ pi0
# charmonium
0.0025 J/psi K+ pi+ pi-
0.0014 psi(2S) K0 pi+
0.0010 chi_c1 K0 pi+
0.0020 eta_c K0 pi+ pi0
# baryons
0.0070 anti-Lambda_c+ p pi+
0.0060 anti-Lambda_c+ p pi+ pi0
0.0060 anti-Lambda_c+ p pi+ pi+ pi-
0.0080 anti-Lambda_c+ n pi+ pi+
0.0160 anti-Lambda_c+ Lambda K+ pi+
0.0080 anti-D*0 p anti-n
0.0100 D- p anti-p pi+ pi+
0.0060 anti-D0 p anti-Lambda anti-K0
0.0030 anti-D*0 p anti-n pi0
# no charm
0.0002 K0 pi+ gamma
0.0001 K+ pi+ pi- gamma
0.0027 K0 pi+ pi0 pi0
0.0030 K+ pi+ pi- pi0
0.0030 K0 pi+ pi+ pi-
0.0060 pi+ pi+ pi- pi0
0.0040 pi+ pi0 pi0 pi0
parent: B*+
1.0 B+ gamma
parent: B*0
1.0 B0 gamma
parent: B_s0
0.0270 weak nu_e e+ D_s-
0.0540 weak nu_e e+ D_s*-
0.0270 weak nu_mu mu+ D_s-
0.0540 weak nu_mu mu+ D_s*-
0.0030 D_s- pi+
0.0069 D_s- rho+
0.0096 D_s*- rho+
0.0044 D_s- D_s+
0.0139 D_s- D_s*+
0.0144 D_s*- D_s*+
0.0011 J/psi phi
filled:
0.0200 weak nu_e e+ D_s- pi+ pi-
0.0200 weak nu_mu mu+ D_s- pi+ pi-
0.0500 D_s*- a_1(1260)+
0.1500 D_s- pi+ pi+ pi- pi0
0.2000 D_s*- pi+ pi+ pi- pi0
0.1000 anti-D*0 anti-K0 pi+ pi- pi0
0.1000 D*- anti-K0 pi+ pi0
parent: B_s*0
1.0 B_s0 gamma
parent: Lambda_b0
0.0620 weak anti-nu_e e- Lambda_c+
0.0620 weak anti-nu_mu mu- Lambda_c+
0.0049 Lambda_c+ pi-
0.0110 Lambda_c+ D_s-
0.0003 J/psi Lambda
filled:
0.1000 Lambda_c+ pi- pi0
0.2000 Lambda_c+ pi- pi- pi+
0.3000 Lambda_c+ pi- pi- pi+ pi0
`;
