import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { maskLabel } from '../../detector/mask/entries.js';
import { particlesLabel } from '../../detector/own-particles.js';
import { networksLabel } from '../neuro/network-files.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { defaultMenu } from '../../triggers/menus/index.js';
import { menu2018 } from '../../triggers/menus/year-2018.js';
import { emulatorConfig } from './emulator-config.js';

/** Built-in sets of conditions; everything not named keeps its default. */
export const builtInConditions: Readonly<Record<string, unknown>> = {
  nominal: {},
  'y4s-60mev': { beams: { preset: 'Y4S-60MeV' } },
  y3s: { beams: { preset: 'Y3S' } },
  y5s: { beams: { preset: 'Y5S' } },
  y6s: { beams: { preset: 'Y6S' } },
  projective: { ecl: { geometry: 'projective' } },
  // The neural trigger is in use since 2020; what boards and thresholds of 2018 were is not public.
  '2018': { triggers: { neuro: { network: 'none' } } },
};

/** Menus of built-in conditions that are of another time than the default menu. */
const menusOfConditions: Readonly<Record<string, string>> = { '2018': menu2018.name };

/** The menu of conditions where none is named. */
export const menuOf = (conditions: string): string =>
  Object.hasOwn(menusOfConditions, conditions) ? menusOfConditions[conditions]! : defaultMenu.name;

interface Conditions {
  readonly name: string;
  readonly config: EmulatorConfig;
}

/**
 * Conditions by built-in name or YAML file, with `--set` assignments on top.
 * @throws CONDITIONS_UNKNOWN, CONDITIONS_SYNTAX, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE, NETWORKS_*,
 * ONNX_*
 * @example
 * ```ts
 * import { loadConditions } from 'belle2-l1';
 *
 * const { name, config } = loadConditions('nominal', ['ecl.geometry=projective']);
 * console.log(name, config.ecl.geometry); // → nominal + ecl.geometry=projective projective
 * ```
 */
export function loadConditions(
  nameOrFile: string,
  assignments: readonly string[] = [],
): Conditions {
  const raw = Object.hasOwn(builtInConditions, nameOrFile)
    ? builtInConditions[nameOrFile]
    : readConditions(nameOrFile);
  // The name goes into every result, so it says what was changed, and which networks a path stood
  // for.
  const config = emulatorConfig(raw, assignments, `conditions "${nameOrFile}"`);
  return {
    name: [
      basename(nameOrFile),
      ...assignments,
      ...networksLabel(config.triggers.neuro),
      ...particlesLabel(config.particles),
      ...maskLabel(config.mask),
    ].join(' + '),
    config,
  };
}

function readConditions(file: string): unknown {
  if (!/\.(ya?ml|json)$/.test(file)) {
    const names = Object.keys(builtInConditions);
    throw new EmulatorError(
      'CONDITIONS_UNKNOWN',
      `conditions "${file}" do not exist${nearestHint(file, names)}; built in: ` +
        `${names.join(', ')}; a file ends in .yaml`,
    );
  }
  return readYaml(file, 'CONDITIONS');
}

/**
 * The content of a YAML or JSON file.
 * @throws PREFIX_FILE when it cannot be read, PREFIX_SYNTAX with the line when it is malformed.
 */
export function readYaml(file: string, prefix: FilePrefix): unknown {
  let content: string;
  try {
    // 0 is standard input.
    content = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new EmulatorError(
      `${prefix}_FILE`,
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
      {
        cause: error,
      },
    );
  }
  return parsedYaml(content, prefix, file);
}

/** What codes of errors of a file begin with. */
type FilePrefix = 'CARD' | 'CHANGES' | 'CONDITIONS' | 'CONFIG' | 'MACHINE' | 'MENU';

/**
 * The content of a text that is YAML or JSON.
 * @param file names it, for messages.
 * @throws PREFIX_SYNTAX with the line when it is malformed.
 */
export function parsedYaml(content: string, prefix: FilePrefix, file: string): unknown {
  try {
    return parse(content, { logLevel: 'error' }) ?? {};
  } catch (error) {
    const at = error instanceof YAMLParseError ? `:${error.linePos?.[0].line ?? '?'}` : '';
    throw new EmulatorError(
      `${prefix}_SYNTAX`,
      `${file}${at}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
