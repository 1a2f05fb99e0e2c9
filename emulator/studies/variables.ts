import type { Variable } from '../chain/observed.js';
import { degree, ms, us } from '../../detector/base/units.js';

/**
 * What a card may plot against or select on, of the leading particle: the one of the card's kind
 * with the highest energy in the centre-of-mass frame.
 */
export const variables = {
  energyCms: { label: 'E*', unit: 'GeV', factor: 1, doc: 'energy in the centre-of-mass frame' },
  energyLab: { label: 'E', unit: 'GeV', factor: 1, doc: 'energy in the laboratory' },
  p: { label: 'p', unit: 'GeV', factor: 1, doc: 'momentum in the laboratory' },
  pt: { label: 'pT', unit: 'GeV', factor: 1, doc: 'momentum transverse to the detector axis' },
  theta: { label: 'θ', unit: 'deg', factor: degree, doc: 'polar angle in the laboratory' },
  phi: { label: 'φ', unit: 'deg', factor: degree, doc: 'azimuth in the laboratory, −180° to 180°' },
  z0: { label: 'z0', unit: 'cm', factor: 1, doc: 'z of its production vertex' },
  deltaPhi: {
    label: 'Δφ',
    unit: 'deg',
    factor: degree,
    doc: 'azimuth between the two leading particles, 0° to 180°',
  },
  decayRadius: {
    label: 'r',
    unit: 'cm',
    factor: 1,
    doc: 'distance of its production vertex from the detector axis',
  },
  mass: { label: 'm(A′)', unit: 'GeV', factor: 1, doc: 'mass of the dark photon' },
  conversionRadius: {
    label: 'r(conversion)',
    unit: 'cm',
    factor: 1,
    doc:
      'distance from the detector axis at which the photon became e+e−; infinite when it did ' +
      'not before the ECL',
  },
  thetaId: {
    label: 'θ id',
    unit: '',
    factor: 1,
    doc: 'polar ring 1–17 of the trigger cell that it points to; 0 for none',
  },
  sinceInjection: {
    label: 't(injection)',
    unit: 'ms',
    factor: ms,
    doc: 'time since the last injected bunch arrived; only with --machine',
  },
  turnPhase: {
    label: 't(turn)',
    unit: 'us',
    factor: us,
    doc: 'time since that bunch last passed, 0 to 10.06 µs; only with --machine',
  },
  darkPhotons: { label: 'N(A′)', unit: '', factor: 1, doc: 'number of dark photons in the event' },
} as const satisfies Readonly<Record<string, Variable>>;

/** The catalogue's entry; a variable that only one card makes is shown by its name. */
export function variableOf(name: string, own: Readonly<Record<string, Variable>> = {}): Variable {
  const known: Readonly<Record<string, Variable>> = { ...variables, ...own };
  return known[name] ?? { label: name, unit: '', factor: 1, doc: '' };
}
