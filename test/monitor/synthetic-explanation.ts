import type { EventExplanation } from '../../monitor/explanation.js';

/** An explanation of the synthetic event: a table a step, and three lines of the menu. */
export const syntheticExplanation = (): EventExplanation => ({
  weight: 4,
  stages: [
    {
      stage: 'particles',
      step: 'particles',
      doc: 'what came in',
      columns: ['particle', 'E [GeV]'],
      rows: [
        ['mu-', 2.1],
        ['gamma', 2.4],
      ],
    },
    {
      stage: 'CDC hits',
      step: 'hits',
      doc: 'wires hit, by super-layer',
      columns: ['super-layer', 'hits'],
      rows: [
        [0, 24],
        [1, 18],
      ],
    },
    {
      stage: 'trigger cells',
      step: 'segments',
      doc: 'cells over threshold',
      columns: ['TC', 't [ns]'],
      rows: [[181, 12]],
    },
    {
      stage: 'full tracks',
      step: 'tracks',
      doc: '2-D finder',
      columns: ['charge', 'pt [GeV]'],
      rows: [
        [1, 1.5],
        [-1, 0.9],
      ],
    },
    { stage: 'GRL', step: 'matches', doc: 'counts', columns: ['quantity', 'value'], rows: [] },
  ],
  eclWord: '0 0 0',
  inputBits: ['ecl_lml_1'],
  ftdl: ['lml1'],
  inputs: [
    { name: 'ecl_lml_1', meaning: 'cluster with E* > 2 GeV in rings 4 to 14', set: true },
    { name: 'ecl_lml_6', meaning: 'one cluster with E* > 1 GeV', set: false },
    { name: 'veto', meaning: 'global veto', set: false },
  ],
  lines: [
    {
      name: 'lml1',
      number: 30,
      family: 'single-photon',
      prescale: 1,
      formula: 'ecl_lml_1 & !veto',
      spelled: 'ecl_lml_1 & !veto',
      fired: true,
      bits: [
        { name: 'ecl_lml_1', set: true, decides: true },
        { name: 'veto', set: false, decides: true },
      ],
      fate: 'kept',
    },
    {
      name: 'lml6',
      number: 35,
      family: 'single-photon',
      prescale: 1,
      formula: 'ecl_lml_6 & !veto',
      spelled: 'ecl_lml_6 & !veto',
      fired: false,
      bits: [
        { name: 'ecl_lml_6', set: false, decides: true },
        { name: 'veto', set: false, decides: false },
      ],
    },
  ],
  window: {
    time: 150_000_123.5,
    openedBy: 'bhabha-wide',
    lastMember: 12.5,
    standsFor: 4,
    givenBits: [],
  },
});
