/**
 * The one unit system: cm, ns, rad, GeV, e, T. A bare number anywhere in the code is in these
 * units; any other unit is a factor from this file (`100 * MeV`) or stands in the name
 * (`latencyClocks`).
 */

/** Centimetre, the unit of length. */
export const cm = 1;
/** Millimetre. */
export const mm = 0.1;
/** Micrometre. */
export const um = 1e-4;
/** Metre. */
export const m = 100;

/** Nanosecond, the unit of time. */
export const ns = 1;
/** Picosecond. */
export const ps = 1e-3;
/** Microsecond. */
export const us = 1e3;
/** Millisecond. */
export const ms = 1e6;
/** Second. */
export const s = 1e9;

/**
 * Gigaelectronvolt, the unit of energy, and of momentum and mass with c = 1.
 * @example
 * ```ts
 * import { units } from 'belle2-l1';
 *
 * console.log(250 * units.MeV, 180 * units.degree === Math.PI); // → 0.25 true
 * ```
 */
export const GeV = 1;
/** Megaelectronvolt. */
export const MeV = 1e-3;
/** Kiloelectronvolt. */
export const keV = 1e-6;
/** Electronvolt. */
export const eV = 1e-9;

/** Radian, the unit of angle. */
export const rad = 1;
/** Milliradian. */
export const mrad = 1e-3;
/** Degree: for input and output, never inside the code. */
export const degree = Math.PI / 180;

/** Tesla, the unit of magnetic field; what it makes of momenta is in `field.ts` alone. */
export const tesla = 1;

/** Nanocoulomb, in charges of a proton. @see SI definition: e = 1.602 176 634e-19 C. */
export const nC = 1e-9 / 1.602_176_634e-19;
/** Ampere, in charges of a proton a nanosecond. */
export const ampere = nC;

/** Hertz; frequencies are in 1/ns. */
export const Hz = 1e-9;
/** Kilohertz. */
export const kHz = 1e-6;
/** Megahertz. */
export const MHz = 1e-3;

const twoPi = 2 * Math.PI;

/** The same direction in [−π, π). */
export function wrapAngle(angle: number): number {
  const wrapped = angle - twoPi * Math.floor((angle + Math.PI) / twoPi);
  return wrapped < Math.PI ? wrapped : wrapped - twoPi;
}

/** Factor to base units and dimension, by the unit's written name; read by configuration files. */
export const namedUnits: Readonly<
  Record<string, { readonly factor: number; readonly dimension: string }>
> = {
  cm: { factor: cm, dimension: 'length' },
  mm: { factor: mm, dimension: 'length' },
  um: { factor: um, dimension: 'length' },
  m: { factor: m, dimension: 'length' },
  ns: { factor: ns, dimension: 'time' },
  ps: { factor: ps, dimension: 'time' },
  us: { factor: us, dimension: 'time' },
  ms: { factor: ms, dimension: 'time' },
  s: { factor: s, dimension: 'time' },
  GeV: { factor: GeV, dimension: 'energy' },
  MeV: { factor: MeV, dimension: 'energy' },
  keV: { factor: keV, dimension: 'energy' },
  eV: { factor: eV, dimension: 'energy' },
  rad: { factor: rad, dimension: 'angle' },
  mrad: { factor: mrad, dimension: 'angle' },
  deg: { factor: degree, dimension: 'angle' },
  T: { factor: tesla, dimension: 'field' },
  Hz: { factor: Hz, dimension: 'frequency' },
  kHz: { factor: kHz, dimension: 'frequency' },
  MHz: { factor: MHz, dimension: 'frequency' },
  A: { factor: ampere, dimension: 'current' },
  nC: { factor: nC, dimension: 'charge' },
};
