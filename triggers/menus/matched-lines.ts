import type { Family, LineClass, MenuLine } from '../gdl/menu.js';
import { line, masked, physics, type Role } from './line.js';

/** Not in an injection veto; not a Bhabha either. */
const v = '!veto';
const bv = '!bha_veto & !veto';

const photon: Family = 'single-photon';
const muon: Family = 'single-muon';

const whole = (lineClass: LineClass, family?: Family): Role => ({
  class: lineClass,
  family,
  prescale: 1,
  why: physics,
});
const monitor = (family?: Family): Role => ({
  class: 'MONITOR',
  family,
  prescale: 100,
  why: 'monitor: 100',
});
/** Calibration lines that the only public list of prescales keeps whole. */
const listedWhole = (item: string): Role => ({
  class: 'CALIB',
  prescale: 1,
  why: `1 in the list of TRGGDL.cc (${item})`,
});

/** Outputs 59 to 63 and 124 to 129: photon pairs, and energy without a track. */
export const neutralLines: readonly MenuLine[] = [
  masked(59, 'ggbrl', `brlnb2 & ${v}`),
  line(60, 'ggsel', `ecl_3dbha & !trkbha1 & !trkbha2 & bha_intrk & ${v}`, {
    class: 'CALIB',
    prescale: 100,
    why: 'photon pairs: 100, as Iwasaki et al. assume',
  }),
  line(61, 'g_high', `ehigh & !track & ${v}`, monitor(photon)),
  line(62, 'g_c1', `clst == 1 & !track & ${v}`, monitor(photon)),
  line(63, 'gg', `clst == 2 & !track & ${v}`, monitor()),
  masked(124, 'n1hie', `clst == 1 & ehigh & !track & ${v}`, photon),
  masked(125, 'n1lume', `clst == 1 & elum & !track & ${v}`, photon),
  masked(128, 'n3hie', `clst == 3 & ehigh & !track & ${v}`),
  masked(129, 'n3lume', `clst == 3 & elum & !track & ${v}`),
];

/**
 * Outputs 64 to 72, 135 to 142 and 166: muons in the KLM, alone or matched to a track or a cluster.
 */
export const klmLines: readonly MenuLine[] = [
  masked(64, 'mu_pair', `klm > 0 & t2 >= 2 & ${v}`, muon),
  line(65, 'mu_b2b', `klmb2b & ${v}`, whole('L_KLM', muon)),
  masked(66, 'klmhit', `klm_hit & ${v}`),
  masked(67, 'mu_epair', `eklm > 0 & ${v}`),
  line(68, 'mu_eb2b', `eklmb2b & ${v}`, whole('L_KLM', muon)),
  line(69, 'eklmhit', `eklm_hit & ${v}`, monitor()),
  masked(70, 'klm2', `klm > 1 & ${bv}`, muon),
  line(71, 'eklm2', `eklm > 1 & ${bv}`, whole('L_KLM', muon)),
  line(72, 'beklm', `eklm == 1 & klm == 1 & ${bv}`, whole('L_KLM', muon)),
  line(135, 'cdcklm1', `cdcklm == 1 & ${bv}`, whole('L_KLM', muon)),
  line(136, 'cdcklm2', `cdcklm > 1 & ${bv}`, whole('L_KLM', muon)),
  line(137, 'seklm1', `seklm == 1 & ${bv}`, whole('L_KLM', muon)),
  line(138, 'seklm2', `seklm > 1 & ${bv}`, whole('L_KLM', muon)),
  line(139, 'ieklm1', `ieklm & ${bv}`, whole('L_KLM', muon)),
  line(140, 'fwd_seklm', `fwd_s & eklm_hit & ${v}`, whole('L_KLM', muon)),
  line(141, 'bwd_seklm', `bwd_s & eklm_hit & ${v}`, whole('L_KLM', muon)),
  line(142, 'ecleklm1', `ecleklm & ${bv}`, whole('L_KLM', muon)),
  masked(166, 'mu_pairv', 'klm > 0 & t2 >= 2'),
];

/**
 * Outputs 99 to 121, 131 to 134, 171, 173 and 174: tracks with clusters or TOP modules, and
 * clusters by topology.
 */
export const matchedLines: readonly MenuLine[] = [
  // Short and inner tracks with clusters of the endcaps.
  masked(99, 'secl1', `secl & ${bv}`),
  masked(100, 'iecl1', `iecl_0 & ${bv}`),
  line(101, 'fioiecl1', `t2 >= 1 & ti & i2fo & iecl_0 & ${bv}`, monitor()),
  masked(102, 'itsf_b2b', `itsfb2b & ${v}`),
  line(103, 'ioiecl1', `i2io & ti & iecl_0 & ${bv}`, monitor()),
  line(104, 'ioiecl2', `i2io & ti & iecl_1 & ${bv}`, whole('L_CDC')),
  line(171, 'yioiecl1', `ty >= 1 & ti & i2fo & iecl_0 & ${bv}`, whole('L_CDC')),
  // Electron pairs, one track and clusters.
  line(105, 'eed', `t2 == 2 & cdcecl == 2 & d5 & ${bv}`, listedWhole('item 18')),
  line(106, 'fed', `t2 == 1 & cdcecl == 1 & d5 & ${bv}`, listedWhole('item 19')),
  line(107, 'fp', `t2 == 1 & p5 & ${bv}`, listedWhole('item 20')),
  masked(108, 'sp', `ts == 1 & p5 & ${bv}`),
  masked(109, 'zp', `t3 == 1 & p5 & ${bv}`),
  masked(110, 'yp', `ty == 1 & p5 & ${bv}`),
  masked(111, 'd_5', `d5 & ${bv}`),
  line(112, 'shem', `samhem & ${v}`, listedWhole('item 4')),
  line(113, 'ohem', `opohem & ${bv}`, listedWhole('item 5')),
  masked(173, 'eedy', `t2 == 2 & cdcecl == 2 & d5 & (ty == 1 | ty == 2) & ${bv}`),
  masked(174, 'yed', `t2 == 1 & cdcecl == 1 & d5 & ty == 1 & ${bv}`),
  // Numbers of matches.
  line(114, 'cdcecl1', `cdcecl == 1 & ${bv}`, monitor()),
  line(115, 'cdcecl2', `cdcecl == 2 & ${bv}`, monitor()),
  line(116, 'cdcecl3', `cdcecl == 3 & ${v}`, monitor()),
  line(117, 'cdcecl4', `cdcecl > 3 & ${v}`, monitor()),
  line(118, 'c2gev1', `c2gev == 1 & ${bv}`, monitor()),
  line(119, 'c2gev2', `c2gev == 2 & ${bv}`, monitor()),
  masked(120, 'c2gev3', `c2gev == 3 & ${v}`),
  masked(121, 'c2gev4', `c2gev > 3 & ${v}`),
  masked(131, 'cdctop1', `cdctop == 1 & ${bv}`),
  masked(132, 'cdctop2', `cdctop == 2 & ${bv}`),
  masked(133, 'cdctop3', `cdctop == 3 & ${v}`),
  masked(134, 'cdctop4', `cdctop > 3 & ${v}`),
];

/** Outputs 73 to 82 and 170: event times, random and external triggers, and the veto itself. */
export const serviceLines: readonly MenuLine[] = [
  masked(73, 'toptiming', `top_active & ${v}`),
  masked(75, 'cdctiming', `cdc_active & ${v}`),
  line(76, 'revolution', `revo & ${v}`, {
    class: 'MONITOR',
    prescale: 10_000,
    why: 'a turn takes 10.06 µs: 10 Hz',
  }),
  line(77, 'random', `pseud_rand & ${v}`, {
    class: 'MONITOR',
    prescale: 1,
    why: 'its rate is set where it is made: whole',
  }),
  line(78, 'bg', `bha_delay & ${v}`, {
    class: 'CALIB',
    prescale: 100,
    why: 'as many as Bhabhas: 100',
  }),
  masked(79, 'pls', `plsin & ${v}`),
  masked(80, 'poisson', `poissonin & ${v}`),
  line(81, 'poissonv', 'poissonin', {
    class: 'CALIB',
    prescale: 1,
    why: 'its rate is set where it is made: whole',
  }),
  masked(82, 'vetout', 'veto'),
  masked(170, 'nima01', `nimin0 & nimin1 & ${v}`),
];
