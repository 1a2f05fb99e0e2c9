import { beams as beamsOf } from '../../detector/beams.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { acceptanceRows } from './acceptance-rows.js';
import { crossSectionRows } from './cross-section-rows.js';
import { deadTimeValidation } from './dead-time-rows.js';
import { detectorRows } from './detector-rows.js';
import { hadronRows } from './hadron-rows.js';
import { intervalRows } from './interval-rows.js';
import { kinematicsRows } from './kinematics-rows.js';
import { machineRows } from './machine-rows.js';
import { materialRows } from './material-rows.js';
import type { RowKind, ValidationRow } from './validation-row.js';

/** Rows that are made together, each computed when it is asked for; they need no whole events. */
export interface RowGroup {
  readonly kinds: readonly RowKind[];
  /** With what the ids of its rows begin. */
  readonly begins: readonly string[];
  readonly rows: (config: EmulatorConfig, seed: number) => Generator<ValidationRow>;
}

/** Without spread, as in what they are held against. */
const sharpBeams = ({ beams }: EmulatorConfig) => beamsOf({ ...beams, energySpread: false });

/** In the order in which they are told. */
export const rowGroups: readonly RowGroup[] = [
  {
    kinds: ['analytic'],
    begins: ['cms-energy', 'boost', 'recoil-', 'turn', 'bending-radius'],
    rows: (config, seed) => kinematicsRows(sharpBeams(config), seed),
  },
  {
    kinds: ['analytic'],
    begins: ['mumu-'],
    rows: (config, seed) => acceptanceRows(sharpBeams(config), seed),
  },
  {
    kinds: ['analytic', 'published', 'tuned'],
    begins: ['cross-section-'],
    rows: ({ beams }) => crossSectionRows(beamsOf(beams)),
  },
  { kinds: ['analytic'], begins: ['coverage-', 'interval-'], rows: () => intervalRows() },
  { kinds: ['analytic'], begins: ['shots-', 'veto-'], rows: () => machineRows() },
  {
    kinds: ['analytic', 'published'],
    begins: ['dead-time-'],
    rows: (_, seed) => deadTimeValidation(seed),
  },
  {
    kinds: ['tuned'],
    begins: ['material-', 'photons-converted'],
    rows: (config) => materialRows(config),
  },
  {
    kinds: ['published', 'tuned'],
    begins: ['ecl-resolution-', 'cdc-event-time'],
    rows: detectorRows,
  },
  {
    kinds: ['published', 'tuned'],
    begins: ['charged-', 'photons-bbbar'],
    rows: (config, seed) => hadronRows(sharpBeams(config), seed),
  },
];
