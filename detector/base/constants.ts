import { cm, MeV, MHz, ns } from './units.js';

/** @see CODATA/SI definition: 299 792 458 m/s. */
export const speedOfLight = (29.979_245_8 * cm) / ns;

/** Fine-structure constant at zero momentum transfer. @see CODATA 2018. */
export const fineStructure = 1 / 137.035_999_084;

/** (ħc)² in GeV² nb. @see PDG, physical constants: 0.389 379 372 GeV² mb. */
export const hbarCSquaredNb = 0.389_379_372e6;

/** Mass of the electron [GeV]. @see PDG Review of Particle Physics 2022. */
export const electronMass = 0.510_998_95 * MeV;
/** Mass of the muon [GeV]. @see same */
export const muonMass = 105.658_375_5 * MeV;
/** Mass of the charged pion [GeV]. @see same */
export const pionMass = 139.570_39 * MeV;

/**
 * SuperKEKB radio frequency.
 * @see basf2 ecl/digitization/include/EclConfiguration.h (508.887 MHz); the GDL monitor's 508.877
 * and the raw header's 4 × 127.216 differ by less than 5e-5, see DECISIONS.md.
 */
const rfFrequency = 508.887 * MHz;
/** RF buckets in one turn (harmonic number). @see SuperKEKB TDR (recalled, not verified). */
export const bucketsPerRevolution = 5120;
/** Length of an RF bucket, 1.965 ns. */
export const bucketPeriod = 1 / rfFrequency;
/** A clock of the trigger system, four buckets: 127.22 MHz. */
export const clockPeriod = 4 * bucketPeriod;
/** One turn of the machine, 10.061 µs. */
export const revolutionPeriod = bucketsPerRevolution * bucketPeriod;
