import { namedUnits } from '../../detector/base/units.js';
import { inUnit } from '../studies/in-unit.js';

/** Values of a scan on an axis. */
interface ScanAxis {
  readonly values: readonly number[];
  /** What is scanned, with the unit of the values. */
  readonly name: string;
}

const number = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i;

/**
 * Values as they were written, `900Hz`, `1 kHz`, as numbers in the unit of the first; undefined
 * where they are no numbers, or of several dimensions.
 */
export function scanAxis(scan: string, written: readonly string[]): ScanAxis | undefined {
  const read = written.map((value) => number.exec(value.trim()));
  const [, , unit = ''] = read[0] ?? [];
  const values = read.map((match) => {
    const [, digits = '', own = ''] = match ?? [];
    if (digits === '') return Number.NaN;
    return own === unit ? Number(digits) : inUnit(Number(digits), factorBetween(unit, own));
  });
  if (values.length === 0 || !values.every(Number.isFinite)) return undefined;
  return { values, name: unit === '' ? scan : `${scan} [${unit}]` };
}

/** So many of one unit are one of another; no number where they cannot be compared. */
function factorBetween(one: string, other: string): number {
  const [ofOne, ofOther] = [one, other].map((name) =>
    Object.hasOwn(namedUnits, name) ? namedUnits[name] : undefined,
  );
  if (ofOne === undefined || ofOther === undefined) return Number.NaN;
  return ofOne.dimension === ofOther.dimension ? ofOne.factor / ofOther.factor : Number.NaN;
}
