import { quantity } from '../../detector/base/config.js';
import { kHz, MeV, MHz } from '../../detector/base/units.js';
import type { SteadyShare } from './background.js';

/** Which part of the diffuse hits a source makes. */
export type DiffuseShareName = SteadyShare | 'twoPhoton' | 'synchrotron';

type Shares = Readonly<Record<DiffuseShareName, number>>;

/** Sources in the order of `Shares`, as help texts call them. */
const titles: Readonly<Record<DiffuseShareName, string>> = {
  lerTouschek: 'Touschek, LER',
  herTouschek: 'Touschek, HER',
  lerCoulomb: 'beam-gas Coulomb, LER',
  herCoulomb: 'beam-gas Coulomb, HER',
  lerBremsstrahlung: 'beam-gas bremsstrahlung, LER',
  herBremsstrahlung: 'beam-gas bremsstrahlung, HER',
  radiativeBhabha: 'radiative Bhabha',
  twoPhoton: 'two-photon pairs',
  synchrotron: 'synchrotron radiation, HER',
};

/** Shares of a subdetector at 2022-peak; only their ratios count. */
function shares(where: string, given: Shares) {
  const parameter = (name: DiffuseShareName) =>
    quantity(given[name], '', `Share of the hits of ${where}: ${titles[name]} (assumed)`, {
      min: 0,
    });
  return {
    lerTouschek: parameter('lerTouschek'),
    herTouschek: parameter('herTouschek'),
    lerCoulomb: parameter('lerCoulomb'),
    herCoulomb: parameter('herCoulomb'),
    lerBremsstrahlung: parameter('lerBremsstrahlung'),
    herBremsstrahlung: parameter('herBremsstrahlung'),
    radiativeBhabha: parameter('radiativeBhabha'),
    twoPhoton: parameter('twoPhoton'),
    synchrotron: parameter('synchrotron'),
  };
}

/** As of all stray particles, of mid-2021: the LER dominates, a fifth goes with luminosity. */
const ofLer: Shares = {
  lerTouschek: 0.4,
  herTouschek: 0.05,
  lerCoulomb: 0.2,
  herCoulomb: 0.08,
  lerBremsstrahlung: 0.05,
  herBremsstrahlung: 0.02,
  radiativeBhabha: 0.2,
  twoPhoton: 0,
  synchrotron: 0,
};
/** Forward, where electrons go, the HER makes half. */
const ofHer: Shares = {
  lerTouschek: 0.15,
  herTouschek: 0.15,
  lerCoulomb: 0.08,
  herCoulomb: 0.27,
  lerBremsstrahlung: 0.02,
  herBremsstrahlung: 0.08,
  radiativeBhabha: 0.25,
  twoPhoton: 0,
  synchrotron: 0,
};

const rate = (value: number, unit: string, doc: string) => quantity(value, unit, doc, { min: 0 });
const occupancy = (value: number, of: string, tag: string) =>
  quantity(value, '', `Share of the ${of} that are fired in an event (${tag})`, {
    min: 0,
    max: 0.9,
  });
/** Within the 0.1 to 1 MHz that are recalled. */
const crystal = (value: number, where: string) =>
  rate(value * MHz, 'MHz', `Photons and neutrons in a crystal of the ${where} (recalled, low)`);
const momentum = (value: number, what: string) =>
  quantity(value * MeV, 'MeV', `${what} momentum of the electrons that make them (assumed)`, {
    min: 1 * MeV,
    max: 50 * MeV,
  });

/** Diffuse hits at the state of June 2022: rates of channels, shares of the sources in them. */
export const diffuseSchema = {
  // Super-layer 0 at three times the mean leaves 0.804 for the others: 1280 of 14 336 wires.
  chamber: rate(22 * kHz, 'kHz', 'Mean rate of a wire of the chamber (recalled)'),
  innerScale: quantity(3, '', 'Rate of super-layer 0 over the mean (recalled)', {
    min: 0,
    max: 11,
  }),
  correlated: quantity(
    1,
    '',
    'Share of the hits of the chamber that one soft electron makes together (assumed)',
    { min: 0, max: 1 },
  ),
  minMomentum: momentum(2, 'Lowest'),
  maxMomentum: momentum(15, 'Highest'),
  top: rate(1.8 * MHz, 'MHz', 'Rate of a tube of the TOP by single beams (recalled)'),
  topByLuminosity: rate(0.925 * MHz, 'MHz', 'Rate by collisions at 1e35 cm⁻²s⁻¹ (recalled)'),
  arich: rate(0.5 * MHz, 'MHz', 'Rate of a photo detector (HAPD) of the ARICH (recalled)'),
  calorimeter: {
    forward: crystal(0.5, 'forward endcap'),
    barrel: crystal(0.3, 'barrel'),
    backward: crystal(0.5, 'backward endcap'),
  },
  photonEnergy: quantity(1 * MeV, 'MeV', 'Energy that each leaves there (recalled)', { min: 0 }),
  klm: rate(4 * MHz, 'MHz', 'Hits of all strips of layer 3 of the barrel of the KLM (recalled)'),
  klmFalloff: quantity(0.75, '', 'A layer of the KLM over the one within it (assumed)', {
    min: 0,
    max: 1,
  }),
  // The first passages after a shot would light everything, many times over.
  maxLevel: quantity(
    100,
    '',
    'A window has no more than so many times the hits that are told here, after injections ' +
      '(assumed: front ends are full)',
    { min: 1, max: 1000 },
  ),
  injection: quantity(
    1,
    '',
    'Hits after injections over those that go with their stray particles: ' +
      'shares.lerInjection and herInjection of all hits, mean over time, on top (assumed)',
    { min: 0, max: 100 },
  ),
  klmEndcaps: quantity(0.5, '', 'A strip of the endcaps over one of the barrel (assumed)', {
    min: 0,
    max: 10,
  }),
  pixels: {
    layer1: occupancy(1e-3, 'pixels of layer 1', 'recalled'),
    layer2: occupancy(5e-4, 'pixels of layer 2', 'assumed'),
  },
  strips: {
    layer3: occupancy(5e-3, 'strips of layer 3', 'abstracts of SVD proceedings 2022–23'),
    layer4: occupancy(2e-3, 'strips of layer 4', 'assumed'),
    layer5: occupancy(1.5e-3, 'strips of layer 5', 'assumed'),
    layer6: occupancy(1e-3, 'strips of layer 6', 'assumed'),
  },
  shares: {
    chamber: shares('the chamber', ofLer),
    top: shares('the TOP', ofLer),
    arich: shares('the ARICH', ofHer),
    calorimeter: shares('barrel and backward endcap of the calorimeter', ofLer),
    forward: shares('the forward endcap of the calorimeter', ofHer),
    klm: shares('the KLM', { ...ofLer, lerTouschek: 0.3, radiativeBhabha: 0.3 }),
    pixels: shares('the pixels', {
      ...ofLer,
      lerTouschek: 0.2,
      lerCoulomb: 0.15,
      radiativeBhabha: 0.1,
      twoPhoton: 0.25,
      synchrotron: 0.1,
    }),
    strips: shares('the strips', { ...ofLer, radiativeBhabha: 0.1, twoPhoton: 0.1 }),
  },
};
