import type { Family, LineClass, MenuLine } from '../gdl/menu.js';
import { line, masked, physics, type Role } from './line.js';

/** Not in an injection veto; not a Bhabha either. */
const v = '!veto';
const bv = '!bha_veto & !veto';

const two: Family = 'two-track';
const three: Family = 'three-track';
const single: Family = 'nn-single-track';

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
const calibration = (family?: Family): Role => ({
  class: 'CALIB',
  family,
  prescale: 100,
  why: 'calibration: 100',
});

/** Outputs 0 to 40: lines of three and two tracks. */
export const trackLines: readonly MenuLine[] = [
  // Three tracks.
  line(0, 'fff', `t2 >= 3 & ${v}`, monitor(three)),
  line(1, 'fffo', `t2 >= 3 & cdc_open90 & ${v}`, monitor(three)),
  line(2, 'ffs', `t2 >= 2 & ts >= 1 & ${v}`, monitor(three)),
  line(3, 'fss', `t2 >= 1 & ts >= 2 & ${v}`, monitor(three)),
  line(4, 'sss', `ts >= 3 & ${v}`, monitor(three)),
  line(5, 'ffz', `t2 >= 3 & t3 >= 1 & ${v}`, monitor(three)),
  masked(6, 'fzz', `t2 >= 3 & t3 >= 2 & ${v}`, three),
  masked(7, 'zzz', `t3 >= 3 & ${v}`, three),
  line(8, 'ffy', `t2 >= 3 & ty >= 1 & ${v}`, whole('B_CDC', three)),
  masked(9, 'fyy', `t2 >= 3 & ty >= 2 & ${v}`, three),
  masked(10, 'yyy', `ty >= 3 & ${v}`, three),
  // Two tracks.
  line(11, 'ff', `t2 >= 2 & ${bv}`, {
    class: 'MONITOR',
    family: two,
    prescale: 20,
    why: '20 in the list of TRGGDL.cc (item 2)',
  }),
  masked(12, 'fs', `t2 >= 1 & ts >= 1 & ${bv}`, two),
  line(13, 'ss', `ts >= 2 & ${bv}`, monitor(two)),
  masked(14, 'fz', `t2 >= 2 & t3 >= 1 & ${bv}`, two),
  masked(15, 'zz', `t3 >= 2 & ${bv}`, two),
  masked(16, 'fy', `t2 >= 2 & ty >= 1 & ${bv}`, two),
  masked(17, 'yy', `ty >= 2 & ${bv}`, two),
  // Two tracks open by at least 90°.
  line(18, 'ffo', `t2 >= 2 & cdc_open90 & ${bv}`, monitor(two)),
  masked(19, 'ffoc', `t2 >= 2 & clst > 0 & cdc_open90 & ${bv}`, two),
  line(20, 'fso', `t2 >= 1 & ts >= 1 & s2fo & ${bv}`, monitor(two)),
  line(21, 'sso', `ts >= 2 & s2so & ${bv}`, monitor(two)),
  line(22, 'fzo', `t2 >= 2 & t3 >= 1 & cdc_open90 & ${bv}`, monitor(two)),
  line(23, 'fyo', `t2 >= 2 & ty >= 1 & cdc_open90 & ${bv}`, whole('B_CDC', two)),
  // Two tracks back to back within 2 bins.
  line(24, 'ffb', `t2 >= 2 & cdc_b2b5 & ${bv}`, monitor(two)),
  line(25, 'fsb', `t2 >= 1 & ts >= 1 & s2f5 & ${bv}`, monitor(two)),
  line(26, 'ssb', `ts >= 2 & s2s5 & ${bv}`, calibration(two)),
  line(27, 'fzb', `t2 >= 2 & t3 >= 1 & cdc_b2b5 & ${bv}`, monitor(two)),
  line(28, 'fyb', `t2 >= 2 & ty >= 1 & cdc_b2b5 & ${bv}`, whole('B_CDC', two)),
  line(29, 'syo', `ts >= 1 & ty >= 1 & s2fo & ${bv}`, whole('L_CDC', two)),
  line(30, 'syb', `ts >= 1 & ty >= 1 & s2f5 & ${bv}`, whole('L_CDC', two)),
  // Two tracks open by at least 30°.
  line(31, 'ff30', `t2 >= 2 & f2f30 & ${bv}`, monitor(two)),
  masked(32, 'fs30', `t2 >= 1 & ts >= 1 & s2f30 & ${bv}`, two),
  masked(33, 'ss30', `ts >= 2 & s2s30 & ${bv}`, two),
  line(34, 'fy30', `t2 >= 2 & ty >= 1 & f2f30 & ${bv}`, whole('L_CDC', two)),
  masked(35, 'cdcbb', `cdc_b2b5 & ${bv}`, two),
  // Tracks of any kind.
  masked(36, 'aaa', `ta >= 3 & ${v}`, three),
  masked(37, 'aaao', `ta >= 3 & cdc_open90 & ${v}`, three),
  masked(38, 'aao', `ta >= 2 & cdc_open90 & ${bv}`, two),
  masked(39, 'aab', `ta >= 2 & cdc_b2b5 & ${bv}`, two),
  masked(40, 'aa', `ta >= 2 & ${bv}`, two),
];

/**
 * Outputs 96 to 98 and 143 to 174: the single-track trigger, monitors of one track, and lines
 * without one of the vetoes.
 */
export const singleTrackLines: readonly MenuLine[] = [
  line(96, 'stt', `typ & ${bv}`, whole('L_CDC', single)),
  line(97, 'sttecl', `typ & cdcecl > 0 & ${bv}`, whole('L_CDC', single)),
  masked(98, 'yecl', `ty >= 1 & cdcecl > 0 & ${bv}`, single),
  // One track.
  line(143, 'f', `t2 >= 1 & ${bv}`, monitor()),
  line(144, 's', `ts >= 1 & ${bv}`, monitor()),
  masked(145, 'z', `t3 >= 1 & ${bv}`),
  masked(146, 'y', `ty >= 1 & ${bv}`),
  masked(147, 'a', `ta >= 1 & ${bv}`),
  // Without the Bhabha veto.
  masked(148, 'bf', `t2 >= 1 & ${v}`),
  masked(149, 'bs', `ts >= 1 & ${v}`),
  masked(150, 'bz', `t3 >= 1 & ${v}`),
  masked(151, 'by', `ty >= 1 & ${v}`),
  masked(152, 'ba', `ta >= 1 & ${v}`),
  line(153, 'bffo', `t2 >= 2 & cdc_open90 & ${v}`, {
    class: 'CALIB',
    prescale: 100,
    why: 'Bhabhas fire it: 100',
  }),
  // Without the global veto.
  masked(155, 'zzzv', 't3 >= 3'),
  masked(156, 'yyyv', 'ty >= 3'),
  line(157, 'fffv', 't2 >= 3', calibration()),
  masked(158, 'zzv', 't3 >= 2 & !bha_veto'),
  masked(159, 'yyv', 'ty >= 2 & !bha_veto'),
  masked(160, 'ffov', 't2 >= 2 & cdc_open90 & !bha_veto'),
  masked(161, 'fffov', 't2 >= 3 & cdc_open90'),
  masked(168, 'sttv', 'typ & !bha_veto'),
  masked(169, 'stteclv', 'typ & cdcecl > 0 & !bha_veto'),
  masked(172, 'ffyo', `t2 >= 3 & ty >= 1 & cdc_open90 & ${v}`, three),
];
