/**
 * Cross sections of what collisions make, by generator, with the nominal beams [nb]. Made by:
 * npx vitest run test/emulator/sources/nominal-cross-sections.test.ts -u
 */
export const nominalCrossSections: Readonly<Record<string, number>> = {
  bbbar: 1.109999999999999,
  continuum: 3.6900000000000004,
  tautau: 0.8516275334349859,
  mumu: 1.0819577750415033,
  bhabha: 290.1033104257585,
  'bhabha-one-leg': 851.845595597338,
  'eegamma-lost': 31.3388180659303,
  'gamma-gamma': 3.2788436621401256,
  'gamma-gamma-lost': 1.5044069957048853,
  'two-photon-ee': 238.10865995474737,
  'two-photon-mumu': 55.365243609121094,
  'two-photon-tautau': 0.017188491585543014,
  'two-photon-hadrons': 10.067914728566683,
  mumumumu: 0.00034792022497339337,
  mumutautau: 0.0001454262422365687,
  'nunu-gamma': 0.0000043506656455402684,
};
