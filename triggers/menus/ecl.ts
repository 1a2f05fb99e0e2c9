import type { Menu } from '../gdl/menu.js';
import { line, masked, physics } from './line.js';

/**
 * The lines of the experiment's menu that ECL bits alone decide, with their output bits.
 *
 * Formulas: basf2 trg/gdl/dbobjects/log/ftd_0036.oup (names), .lgc and .alg (formulas). A trailing
 * v in a name means "without !veto", a leading b "without !bha_veto". Classes: basf2
 * trg/gdl/modules/trggdlDQM/src/TRGGDLDQMModule.cc, the grouping of its rate monitor. Prescales: no
 * table of the experiment is public, so every factor is a choice. B and L lines pass whole; a line
 * of CALIB or MONITOR is meant to stay below about 100 Hz, for which lines that Bhabhas fire take
 * the 100 that basf2 trg/doc/index.rst gives as example for bha3d and Iwasaki et al., IEEE TNS 58
 * (2011), Table I assumes; lml1, lml4 and lml5 follow the list in basf2 trg/gdl/src/TRGGDL.cc
 * (phase 3). Lines that the rate monitor does not know are masked: nothing says that they were ever
 * used.
 * @see D-021
 * @example
 * ```ts
 * import { eclMenu } from 'belle2-l1';
 *
 * const photon = eclMenu.lines.filter(({ family }) => family === 'single-photon');
 * console.log(photon.map(({ name }) => name).join(' '));
 * ```
 */
export const eclMenu: Menu = {
  name: 'ecl',
  version: '0036.1',
  source:
    'basf2 trg/gdl/dbobjects/log/ftd_0036: the outputs that depend on ECL inputs and vetoes only',
  lines: [
    // Energy sums.
    line(41, 'hie', 'ehigh & !bha_veto & !veto', {
      class: 'B_ECL',
      family: 'single-photon',
      prescale: 1,
      why: physics,
    }),
    masked(42, 'lowe', 'elow & !bha_veto & !veto'),
    line(43, 'lume', 'elum & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'Bhabhas fire it: 100',
    }),
    masked(44, 'hade', 'elum & !bha_veto & !veto'),
    // Cluster multiplicity.
    line(45, 'c2', 'clst > 1 & !bha_veto & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'monitor: 100',
    }),
    line(46, 'c3', 'clst > 2 & !bha_veto & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'monitor: 100',
    }),
    line(47, 'c4', 'clst > 3 & !bha_veto & !veto', { class: 'B_ECL', prescale: 1, why: physics }),
    masked(48, 'c5', 'clst > 4 & !bha_veto & !veto'),
    // Bhabha, muon pair, overflow and burst.
    line(49, 'bha3d', 'ecl_3dbha & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'example of the trigger documentation: 100',
    }),
    line(50, 'bhabha', 'ecl_bha & !veto', { class: 'MONITOR', prescale: 100, why: 'Bhabhas: 100' }),
    line(51, 'bhapur', 'ecl_bhapur & !veto', {
      class: 'CALIB',
      prescale: 100,
      why: 'Bhabhas: 100',
    }),
    masked(52, 'bha_id0', 'ecl_bhapur & bha_theta == 3 & !veto'),
    masked(53, 'bha_id1', 'ecl_bhapur & bha_theta == 0 & !veto'),
    masked(54, 'bha_id2', 'ecl_bhapur & bha_theta == 1 & !veto'),
    masked(55, 'bha_id3', 'ecl_bhapur & bha_theta == 2 & !veto'),
    line(56, 'eclmumu', 'ecl_mumu & !bha_veto & !veto', {
      class: 'CALIB',
      prescale: 1,
      why: 'about 40 Hz of muon pairs at 4.7e34: whole',
    }),
    masked(57, 'ecloflo', 'ecl_oflo & !veto'),
    masked(58, 'eclbst', 'ecl_bst & !veto'),
    // ECL event time.
    masked(74, 'ecltiming', 'ecl_active & !veto'),
    // Low multiplicity.
    line(83, 'lml0', 'ecl_lml_0 & !veto', { class: 'L_ECL', prescale: 1, why: physics }),
    line(84, 'lml1', 'ecl_lml_1 & !veto', {
      class: 'CALIB',
      family: 'single-photon',
      prescale: 1,
      why: '1 in the list of TRGGDL.cc (item 7)',
    }),
    line(85, 'lml2', 'ecl_lml_2 & !veto', {
      class: 'L_ECL',
      family: 'single-photon',
      prescale: 1,
      why: physics,
    }),
    line(86, 'lml3', 'ecl_lml_3 & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'Bhabhas: 100 (1 in the list of TRGGDL.cc, item 10)',
    }),
    line(87, 'lml4', 'ecl_lml_4 & !veto', {
      class: 'CALIB',
      family: 'single-photon',
      prescale: 20,
      why: '20 in the list of TRGGDL.cc (item 11)',
    }),
    line(88, 'lml5', 'ecl_lml_5 & !veto', {
      class: 'MONITOR',
      prescale: 20,
      why: '20 in the list of TRGGDL.cc (item 12)',
    }),
    line(89, 'lml6', 'ecl_lml_6 & !veto', {
      class: 'L_ECL',
      family: 'single-photon',
      prescale: 1,
      why: physics,
    }),
    line(90, 'lml7', 'ecl_lml_7 & !veto', {
      class: 'L_ECL',
      family: 'single-photon',
      prescale: 1,
      why: physics,
    }),
    line(91, 'lml8', 'ecl_lml_8 & !veto', { class: 'L_ECL', prescale: 1, why: physics }),
    line(92, 'lml9', 'ecl_lml_9 & !veto', { class: 'L_ECL', prescale: 1, why: physics }),
    line(93, 'lml10', 'ecl_lml_10 & !veto', { class: 'L_ECL', prescale: 1, why: physics }),
    line(94, 'lml12', 'ecl_lml_12 & !veto', { class: 'L_ECL', prescale: 1, why: physics }),
    line(95, 'lml13', 'ecl_lml_13 & !veto', {
      class: 'L_ECL',
      family: 'single-photon',
      prescale: 1,
      why: physics,
    }),
    // Cluster multiplicity with energy.
    masked(122, 'c1hie', 'clst == 1 & ehigh & !veto'),
    masked(123, 'c1lume', 'clst == 1 & elum & !veto'),
    masked(126, 'c3hie', 'clst == 3 & ehigh & !veto'),
    masked(127, 'c3lume', 'clst == 3 & elum & !veto'),
    line(130, 'c2hie', 'clst > 1 & ehigh & !bha_veto & !veto', {
      class: 'MONITOR',
      prescale: 100,
      why: 'monitor: 100',
    }),
    // Without the Bhabha veto, and without the global veto.
    line(154, 'bhie', 'ehigh & !veto', {
      class: 'CALIB',
      prescale: 100,
      why: 'Bhabhas fire it: 100',
    }),
    line(162, 'hiev', 'ehigh & !bha_veto', {
      class: 'CALIB',
      prescale: 100,
      why: 'calibration: 100',
    }),
    masked(163, 'lumev', 'elum'),
    masked(164, 'c4v', 'clst > 3 & !bha_veto'),
    masked(165, 'bhabhav', 'ecl_bha'),
    masked(167, 'bha3dv', 'ecl_3dbha'),
  ],
};
