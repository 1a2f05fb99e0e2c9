import { describeConfig } from '../../../detector/base/config.js';
import { EmulatorError, nearestHint, showValue } from '../../../detector/base/errors.js';
import type { WhatIfQuestion } from '../../../monitor/what-if.js';
import { type CompiledMenu, compileMenu, findLine, type Menu } from '../../../triggers/gdl/menu.js';
import { prescaleSteps } from '../../../triggers/gdl/prescale-steps.js';
import { type EmulatorConfig, emulatorSchema } from '../../chain/parts.js';
import { emulatorConfig } from '../../settings/emulator-config.js';
import { machineStateSchema } from '../../settings/machine.js';
import { builtInMenu, menuFromText } from '../../settings/menu-source.js';

/** What decides as a run does it, or as it is asked to be done. */
export interface DecisionSettings {
  readonly menu: CompiledMenu;
  readonly config: EmulatorConfig;
}

/** Settings that are asked for, and from what they follow. */
export interface AskedSettings extends DecisionSettings {
  /** Whether lines, or how long they stay up, are others: input bits are looked at again. */
  readonly isOfBits: boolean;
  /** Whether the input bits are others: hits are looked at again. */
  readonly isOfHits: boolean;
}

const where = 'what-if';

/**
 * The settings of a question, over those of now.
 * @throws WHATIF_BAD_QUESTION, WHATIF_NEEDS_PARTICLES and the codes of menus and configurations
 */
export function readQuestion(
  { menu: name, menuText, prescales = {}, thresholds = {} }: WhatIfQuestion,
  now: DecisionSettings,
): AskedSettings {
  if (name !== undefined && menuText !== undefined)
    throw badQuestion('"menu" and "menuText" are both given, expected one of them');
  const paths = Object.keys(thresholds);
  if (name === undefined && menuText === undefined && Object.keys(prescales).length === 0)
    if (paths.length === 0)
      throw badQuestion('nothing is changed, expected another menu, ' + kinds);
  for (const path of paths) refuseUnlessTrigger(path);
  const menu =
    name !== undefined
      ? builtInMenu(name)
      : menuText !== undefined
        ? menuFromText(menuText, `${where}: menuText`)
        : now.menu.menu;
  const config = withThresholds(now.config, thresholds);
  return {
    menu: compileMenu(withPrescales(menu, prescales)),
    config,
    isOfBits:
      name !== undefined || menuText !== undefined || paths.some((path) => path.startsWith(edges)),
    isOfHits: paths.some((path) => !path.startsWith(edges)),
  };
}

const kinds = 'prescales or thresholds';
const edges = 'gdl.edges.';

const badQuestion = (message: string): EmulatorError =>
  new EmulatorError('WHATIF_BAD_QUESTION', `${where}: ${message}`);

/** A menu with other prescales for some lines. */
function withPrescales(menu: Menu, prescales: Readonly<Record<string, number>>): Menu {
  const asked = new Map(Object.entries(prescales));
  const compiled = { menu, lines: menu.lines } as CompiledMenu;
  for (const [line, prescale] of asked) {
    findLine(compiled, line);
    if (prescaleSteps(prescale) !== undefined) continue;
    throw badQuestion(
      `the prescale of line "${line}" is ${showValue(prescale)}, expected 0 to mask the line, or ` +
        'N from 1 with three decimals at most to keep 1 in N',
    );
  }
  const lines = menu.lines.map((line) => ({
    ...line,
    prescale: asked.get(line.name) ?? line.prescale,
  }));
  return { ...menu, lines };
}

/** Only what the trigger reads can be asked of hits that are there. */
function refuseUnlessTrigger(path: string): void {
  const [top = '', second = ''] = path.split('.');
  if (top === 'triggers' || top === 'bits') return;
  if (top === 'gdl') {
    if (second !== 'prescale' && second !== 'timing') return;
    throw badQuestion(
      `"${path}" changes no rate that prescales as expectations have, expected triggers.…, ` +
        'bits.… or gdl.edges.…',
    );
  }
  const isMachine = top === 'machine' || Object.hasOwn(machineStateSchema, top);
  if (isMachine || Object.hasOwn(emulatorSchema, top))
    throw new EmulatorError(
      'WHATIF_NEEDS_PARTICLES',
      `${where}: "${path}" is of ${isMachine ? 'the machine' : 'the detector'}, which needs new ` +
        'particles or hits: hits that are there answer for the trigger alone (triggers.…, ' +
        'bits.…, gdl.edges.…); start a run with it instead',
    );
  const { triggers, bits, gdl } = emulatorSchema;
  const known = describeConfig({ triggers, bits, gdl } as never).map((each) => each.path);
  throw new EmulatorError(
    'CONFIG_UNKNOWN_KEY',
    `${where}: key "${path}" does not exist${nearestHint(path, known)}`,
  );
}

/** The values are read as those of `--set`; everything else stays as it is. */
function withThresholds(
  config: EmulatorConfig,
  thresholds: NonNullable<WhatIfQuestion['thresholds']>,
): EmulatorConfig {
  const asked = Object.entries(thresholds);
  if (asked.length === 0) return config;
  const assignments = asked.map(([path, value]) => `${path}=${value}`);
  const read = emulatorConfig({}, assignments, where);
  return asked.reduce(
    (changed, [path]) => withValueOf(changed, read, path.split('.')) as EmulatorConfig,
    config,
  );
}

/** A record with the value that another has at a path. */
function withValueOf(record: unknown, other: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return other;
  const [own, others] = [record, other] as readonly Readonly<Record<string, unknown>>[];
  return { ...own, [key]: withValueOf(own![key], others![key], rest) };
}
