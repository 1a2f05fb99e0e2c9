import type { ConfigOf } from '../../detector/base/config.js';
import { choice, integer, quantity, text } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { GeV, ns } from '../../detector/base/units.js';
import { cellCount } from '../../detector/ecl/cells-layout.js';
import { parseRanges } from './rings.js';

/** Period of the flash ADC's data clock, 8 MHz. @see basf2 trg/ecl/data/FAM_Parameters.dat */
export const dataClock = 125 * ns;
/** Largest energy of a cell in ADC counts, 12 bit. @see basf2 trg/ecl/modules/trgeclUnpacker */
const maxCounts = 4095;

/** Digitization and fit of the analogue sums. */
export const famSchema = {
  thresholdCounts: integer(
    19,
    'ADC counts',
    'Energy that a trigger cell must exceed before it is rounded: 19 counts are 99.4 MeV ' +
      '(basf2 trg/ecl/data/FAM_TCADCThreshold.dat)',
    {
      min: 0,
      max: maxCounts,
    },
  ),
  rounding: choice(
    'nearest',
    ['nearest', 'down'],
    'How an accepted amplitude becomes whole counts (what the firmware does is not public)',
  ),
  thresholdsByCell: text(
    '',
    'Exceptions from thresholdCounts, cells and ranges of TC ids with their counts: "12:40; ' +
      '81-92:25"; 4095 counts mask a cell',
  ),
  deadClocks: integer(
    2,
    'clocks of 125 ns',
    'Clocks after that of an accepted fit in which the cell is not fitted again',
    {
      min: 1,
      max: 32,
    },
  ),
  mergeTime: quantity(
    125 * ns,
    'ns',
    'Pulses of a cell closer than this to the first are one pulse for the fit (our choice)',
    { min: 0 },
  ),
  timeFloor: quantity(
    2 * ns,
    'ns',
    'Time resolution of a cell at high energy (recalled, not verified)',
    { min: 0 },
  ),
  timeNoise: quantity(
    2 * ns * GeV,
    'ns·GeV',
    'Time resolution of a cell times its energy at low energy: 20 ns at 0.1 GeV (recalled, ' +
      'not verified)',
    { min: 0 },
  ),
} as const;

/** Digitization in the trigger cells, in base units. */
export interface FamConfig extends ConfigOf<typeof famSchema> {}

/** Threshold by TC id 1–576 (element 0 unused) [ADC counts]. @throws CONFIG_BAD_VALUE */
export function thresholdTable({ thresholdCounts, thresholdsByCell }: FamConfig): Uint16Array {
  const table = new Uint16Array(cellCount + 1).fill(thresholdCounts);
  for (const rule of thresholdsByCell.split(';').filter((part) => part.trim() !== '')) {
    const match = /^([^:]+):\s*(\d+)\s*$/.exec(rule);
    if (match === null || Number(match[2]) > maxCounts) {
      throw new EmulatorError(
        'CONFIG_BAD_VALUE',
        `thresholdsByCell: "${rule.trim()}", expected TC ids and at most ${maxCounts} ` +
          'counts, "12:40"',
      );
    }
    for (const cell of parseRanges(match[1], cellCount, 'thresholdsByCell'))
      table[cell] = Number(match[2]);
  }
  return table;
}
