import { EmulatorError } from '../../detector/base/errors.js';
import { ampere } from '../../detector/base/units.js';
import type { NamedMachine } from '../settings/machine.js';
import { scanOf } from '../settings/scan.js';

/** What rates are scanned against: its name, the values, and what each asks of the machine. */
interface RateScan {
  readonly name: string;
  readonly values: readonly string[];
  readonly assignments: (value: string) => readonly string[];
}

/** Values over those of the machine, where none are given. */
const usualFactors = [0.25, 0.5, 0.75, 1, 1.25];

const short = (value: number): string => String(Number(value.toPrecision(6)));

/**
 * A scan as people write it: `luminosity` or `currents`, alone or with values, or a parameter of
 * the machine, `path=value,value,…`. Luminosities are in cm⁻²s⁻¹, at the currents of the machine;
 * currents are factors on those of both rings, and the luminosity goes with them.
 * @throws USAGE_SCAN
 */
export function rateScan(text: string, machine: NamedMachine): RateScan {
  if (/^luminosity(=|$)/.test(text)) return luminosityScan(text, machine);
  if (/^currents(=|$)/.test(text)) return currentScan(text, machine);
  const { path, values } = scanOf(text);
  return { name: path, values, assignments: (value) => [`${path}=${value}`] };
}

function luminosityScan(text: string, { config, luminosity }: NamedMachine): RateScan {
  const product = (config.her.current / ampere) * (config.ler.current / ampere);
  return {
    name: 'luminosity',
    values: given(text) ?? usualFactors.map((factor) => short(factor * luminosity)),
    assignments: (value) => [`specificLuminosity=${numberIn(text, value) / product}`],
  };
}

function currentScan(text: string, { config }: NamedMachine): RateScan {
  return {
    name: 'currents',
    values: given(text) ?? usualFactors.map(String),
    assignments: (value) =>
      (['her', 'ler'] as const).map(
        (ring) => `${ring}.current=${(numberIn(text, value) * config[ring].current) / ampere} A`,
      ),
  };
}

/** Values behind the `=`, if there are any. */
function given(text: string): readonly string[] | undefined {
  const values = (text.split('=')[1] ?? '').split(',').filter((value) => value !== '');
  return values.length === 0 ? undefined : values;
}

function numberIn(text: string, value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new EmulatorError('USAGE_SCAN', `--scan ${text}: "${value}" is not a number from 0 on`);
}
