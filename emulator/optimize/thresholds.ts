import { EmulatorError, showValue } from '../../detector/base/errors.js';
import type { TriggerConfig } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { loadConditions } from '../settings/conditions.js';

/** A trigger with other parameters than the conditions have. */
export interface OtherTrigger {
  /** As `--set` takes them; empty for the trigger of the conditions. */
  readonly assignments: readonly string[];
  readonly config: TriggerConfig;
}

/** The conditions that triggers are made of. */
interface Asked {
  readonly conditions: string;
  readonly set: readonly string[];
}

/** So many triggers decide on each event at most. */
const most = 64;

/**
 * The trigger of the conditions, then one for each combination of the values given,
 * `path=value,value,…`, that is another.
 * @throws USAGE_THRESHOLD and the codes of `loadConditions`
 */
export function triggersOf(thresholds: readonly string[], asked: Asked): readonly OtherTrigger[] {
  const axes = thresholds.map(axisOf);
  requireDistinct(axes.map(({ path }) => path));
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > most)
    throw new EmulatorError(
      'USAGE_THRESHOLD',
      `--threshold: ${count} combinations of values, expected ${most} at most`,
    );
  const combinations = axes.reduce<readonly (readonly string[])[]>(
    (before, { path, values }) =>
      before.flatMap((some) => values.map((value) => [...some, `${path}=${value}`])),
    [[]],
  );
  const triggers = new Map<string, OtherTrigger>();
  for (const assignments of [[], ...combinations]) {
    const config = triggerWith(assignments, asked);
    const key = JSON.stringify(config);
    if (!triggers.has(key)) triggers.set(key, { assignments, config });
  }
  return [...triggers.values()];
}

/** Of two lists for one parameter the later alone would count. */
function requireDistinct(paths: readonly string[]): void {
  const repeated = paths.find((path, place) => paths.indexOf(path) < place);
  if (repeated === undefined) return;
  throw new EmulatorError(
    'USAGE_THRESHOLD',
    `--threshold: ${repeated} is given twice, expected all of its values in one`,
  );
}

function axisOf(text: string): { readonly path: string; readonly values: readonly string[] } {
  const [, path = '', list = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  const values = list.split(',').map((value) => value.trim());
  if (!/^(triggers|bits)\./.test(path) || values.includes(''))
    throw new EmulatorError(
      'USAGE_THRESHOLD',
      `--threshold ${showValue(text)}: expected path=value,value,… of a parameter of the trigger ` +
        '(triggers.…, bits.…), such as bits.ecl.sums.ehigh="1 GeV,1.2 GeV"',
    );
  return { path, values };
}

/** @throws the codes of `loadConditions` */
function triggerWith(assignments: readonly string[], { conditions, set }: Asked): TriggerConfig {
  try {
    const { triggers, bits }: EmulatorConfig = loadConditions(conditions, [
      ...set,
      ...assignments,
    ]).config;
    return { triggers, bits };
  } catch (error) {
    const guilty = assignments.find(
      (each) => error instanceof EmulatorError && error.message.startsWith(`--set ${each}`),
    );
    if (guilty === undefined) throw error;
    const { code, message } = error as EmulatorError;
    throw new EmulatorError(code, message.replace('--set', '--threshold'), { cause: error });
  }
}
