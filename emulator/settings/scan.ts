import { describeConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { emulatorSchema } from '../chain/parts.js';
import { machineStateSchema } from './machine.js';

/** A parameter that takes some values in turn. */
export interface Scan {
  readonly path: string;
  /** As given, with their units. */
  readonly values: readonly string[];
  /** Whether it is one of the machine or one of the conditions. */
  readonly of: 'machine' | 'conditions';
}

/** What is scanned often, by a word. */
const shortScans: Readonly<Record<string, string>> = {
  background: 'backgrounds.scale=0,0.5,1,2,4,9',
};

/**
 * Reads `path=value,value,…` or a word for it. @throws USAGE_SCAN, CONFIG_UNKNOWN_KEY
 */
export function parseScan(text: string): Scan {
  const { path, values } = scanOf(shortScans[text] ?? text);
  const machine = describeConfig(machineStateSchema).map((each) => each.path);
  if (machine.includes(path)) return { path, values, of: 'machine' };
  const conditions = describeConfig(emulatorSchema).map((each) => each.path);
  if (conditions.includes(path)) return { path, values, of: 'conditions' };
  throw new EmulatorError(
    'CONFIG_UNKNOWN_KEY',
    `--scan ${path}: neither the machine nor the conditions have it` +
      nearestHint(path, [...machine, ...conditions]),
  );
}

/**
 * Parameter and values of `path=value,value,…`.
 * @throws USAGE_SCAN
 */
export function scanOf(scan: string): Pick<Scan, 'path' | 'values'> {
  const [path = '', list = ''] = scan.split('=');
  const values = list.split(',').filter((value) => value !== '');
  if (path !== '' && values.length > 0) return { path, values };
  throw new EmulatorError(
    'USAGE_SCAN',
    `--scan ${scan}: expected path=value,value,… such as ler.current=0.7,1,1.3` +
      `, or ${Object.keys(shortScans).join(', ')}`,
  );
}
