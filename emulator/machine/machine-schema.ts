import { type ConfigOf, flag, integer, quantity } from '../../detector/base/config.js';
import { beamsSchema } from '../../detector/beams.js';
import { ampere, mm, ms, nC, s, um, us } from '../../detector/base/units.js';

/** What differs between the rings by default. */
interface RingDefaults {
  /** [A] */
  readonly current: number;
  /** [s] */
  readonly lifetime: number;
  /** Of an injected bunch [nC]. */
  readonly charge: number;
  /** Of a bunch: [um], [um], [mm]. */
  readonly size: readonly [x: number, y: number, z: number];
}

/** Pressure made by the beam at the preset's current, over that without beam. */
const dynamicShare = 2;

/**
 * A ring: the current that it holds, what it loses, and how it is topped up. Currents of June 2022;
 * lifetimes, charges and efficiencies are recalled, not verified; sizes are those of the design.
 */
const ringSchema = ({ current, lifetime, charge, size: [x, y, z] }: RingDefaults) => ({
  current: quantity(current * ampere, 'A', 'Current of all bunches that injection holds', {
    min: 0,
  }),
  lifetime: quantity(lifetime * s, 's', 'Time in which the current falls to 1/e (recalled)', {
    min: 1 * s,
  }),
  sigmaX: quantity(x * um, 'um', 'Width of a bunch', { min: 1e-6 * um }),
  sigmaY: quantity(y * um, 'um', 'Height of a bunch', { min: 1e-6 * um }),
  sigmaZ: quantity(z * mm, 'mm', 'Length of a bunch', { min: 1e-6 * mm }),
  basePressure: quantity(1, '', 'Pressure without beam, in units of one’s own', { min: 0 }),
  dynamicPressure: quantity(
    dynamicShare / current,
    '1/A',
    'Pressure that a beam adds, for each ampere, in the same units (recalled: twice the pressure ' +
      'without beam at the current of 2022)',
    { min: 0 },
  ),
  injection: {
    on: flag(true, 'Whether the ring is topped up'),
    charge: quantity(charge * nC, 'nC', 'Charge of an injected bunch (recalled)', {
      min: 1e-3 * nC,
    }),
    efficiency: quantity(0.6, '', 'Share of it that stays (recalled)', { min: 0.01, max: 1 }),
    bunches: integer(2, 'bunches', 'Bunches of a shot', { min: 1, max: 2 }),
    delay: quantity(
      90 * us,
      'us',
      'From the pre-kick signal to the arrival of the bunch (differs between the rings)',
      { min: 0, max: 1 * ms },
    ),
  },
});

/**
 * The accelerator: two rings and their bunches, the luminosity of their currents, the veto after
 * injections.
 */
export const machineSchema = {
  specificLuminosity: quantity(
    4.65e34 / (1.32 * 1.1),
    'cm-2 s-1 A-2',
    'Luminosity over the product of the currents: 4.65e34 with 1.32 and 1.10 A',
    { min: 0 },
  ),
  filling: beamsSchema.filling,
  // Design sizes: basf2 scripts/beamparameters.py.
  her: ringSchema({ current: 1.1, lifetime: 1500, charge: 1.5, size: [10.2, 0.059, 6] }),
  ler: ringSchema({ current: 1.32, lifetime: 500, charge: 2, size: [7.75, 0.059, 5] }),
  veto: {
    // Lengths that are really used are not public.
    full: quantity(0.5 * ms, 'ms', 'Everything is vetoed so long after the bunch has arrived', {
      min: 0,
      max: 40 * ms,
    }),
    gate: quantity(10 * ms, 'ms', 'Its passages are vetoed so long after it has arrived', {
      min: 0,
      max: 40 * ms,
    }),
    width: quantity(1.6 * us, 'us', 'Part of a turn that is vetoed, the passage in its middle', {
      min: 0,
      max: 10.06 * us,
    }),
  },
};

/** The accelerator in base units. */
export interface MachineConfig extends ConfigOf<typeof machineSchema> {}

/** One of its rings. */
export type RingConfig = MachineConfig['her'];

/** The rings: electrons of 7 GeV and positrons of 4 GeV. */
export const ringNames = ['her', 'ler'] as const;

/** Name of a ring. */
export type RingName = (typeof ringNames)[number];
