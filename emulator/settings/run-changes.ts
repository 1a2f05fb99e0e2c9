import { isDeepStrictEqual } from 'node:util';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Assignments, ChangeCommand } from '../../monitor/ports.js';
import { compileMenu, type Menu } from '../../triggers/gdl/menu.js';
import { readMenu } from '../../triggers/gdl/read-menu.js';
import type { ChainSetup } from '../chain/chain.js';
import { type EmulatorConfig, emulatorSchema, standardParts } from '../chain/parts.js';
import { findObjects, setBits } from '../chain/trigger.js';
import { emulatorConfig } from './emulator-config.js';
import { assignmentsOf, changedEpochs } from './machine-changes.js';
import { type MachineInTime, machineOf, refuseTooManySeeds } from './machine-in-time.js';
import { builtInMenu, menuFromText } from './menu-source.js';

/** Parts of the conditions that the trigger reads: they alone change within a run. */
const triggerParts = ['triggers', 'bits', 'gdl'] as const;

/** Those parts with their values. */
type TriggerConfig = Pick<EmulatorConfig, (typeof triggerParts)[number]>;

/** What is different in a run from a slice on, whole: nothing else need be known of it. */
export interface RunChange {
  readonly slice: number;
  /** For people: `path=value`, `menu=NAME`, `LINE=prescale`. */
  readonly changed: readonly string[];
  readonly menu?: Menu;
  readonly config?: TriggerConfig;
  /** States of the machine from this slice on, known ones of later slices among them. */
  readonly epochs?: readonly MachineInTime['epochs'][number][];
}

/** Whether two setups decide alike behind the lines of their menus. */
export const isSameGdl = (a: ChainSetup, b: ChainSetup): boolean =>
  JSON.stringify(a.config.gdl) === JSON.stringify(b.config.gdl);

/** A setup as it is behind a change. */
export function changedSetup<S extends ChainSetup>(
  setup: S,
  { slice, menu, config, epochs }: RunChange,
): S {
  const machine = machineOf(setup);
  return {
    ...setup,
    ...(menu !== undefined && { menu }),
    ...(config !== undefined && { config: { ...setup.config, ...config } }),
    ...(epochs !== undefined &&
      machine !== undefined && {
        machine: {
          ...machine,
          epochs: [...machine.epochs.filter((epoch) => epoch.slice < slice), ...epochs],
        },
      }),
  };
}

/**
 * What a command changes from a slice on, checked whole.
 * @param setup of the slice before
 * @throws RUN_BAD_CHANGE, MENU_*, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE, CHANGES_BAD_VALUE
 */
export function runChange(command: ChangeCommand, setup: ChainSetup, slice: number): RunChange {
  switch (command.kind) {
    case 'menu':
      return menuChange(command, slice);
    case 'prescales':
      return prescaleChange(command.prescales, setup.menu, slice);
    case 'thresholds':
      return thresholdChange(command.set, setup, slice);
    case 'machine':
      return machineChange(command.set, setup, slice);
  }
}

function menuChange(
  command: Extract<ChangeCommand, { readonly kind: 'menu' }>,
  slice: number,
): RunChange {
  const { name } = command;
  const menu = name === undefined ? menuFromText(command.text, 'the menu sent') : builtInMenu(name);
  // What its formulas say is checked, too.
  compileMenu(menu);
  return { slice, changed: [`menu=${menu.name}`], menu };
}

/** Behind the name of a menu whose prescales were changed. */
const changedMark = ' with other prescales';

function prescaleChange(
  prescales: Readonly<Record<string, number>>,
  menu: Menu,
  slice: number,
): RunChange {
  const names = menu.lines.map((line) => line.name);
  const unknown = Object.keys(prescales).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new EmulatorError(
      'MENU_UNKNOWN_LINE',
      `menu "${menu.name}" has no line "${unknown}"${nearestHint(unknown, names)}`,
    );
  const changed = {
    ...menu,
    name: menu.name.endsWith(changedMark) ? menu.name : `${menu.name}${changedMark}`,
    lines: menu.lines.map((line) => ({
      ...line,
      prescale: Object.hasOwn(prescales, line.name) ? prescales[line.name] : line.prescale,
    })),
  };
  return {
    slice,
    changed: Object.entries(prescales).map(([name, prescale]) => `${name}=${prescale}`),
    menu: readMenu(changed, `menu "${menu.name}"`),
  };
}

function thresholdChange(set: Assignments, setup: ChainSetup, slice: number): RunChange {
  for (const path of Object.keys(set)) refuseOtherPart(path);
  const changed = assignmentsOf(set);
  const config = emulatorConfig(setup.config, changed, 'thresholds');
  checkStages(setup, config);
  const { triggers, bits, gdl } = config;
  return { slice, changed, config: { triggers, bits, gdl } };
}

/**
 * Stages and plugins check what belongs together when they are built. Those that stay as they are
 * are not: tables of the chamber alone take longer than the server may be kept waiting.
 */
function checkStages({ seed, config: before }: ChainSetup, config: EmulatorConfig): void {
  const { triggerStages, bitPlugins } = standardParts;
  const isOther =
    (part: 'triggers' | 'bits') =>
    ({ name }: { readonly name: string }): boolean => {
      const [old, own] = [before[part], config[part]] as readonly Readonly<
        Record<string, unknown>
      >[];
      return !isDeepStrictEqual(old![name], own![name]);
    };
  findObjects(triggerStages.filter(isOther('triggers')), config.triggers, { seed });
  setBits(bitPlugins.filter(isOther('bits')), config.bits);
}

/** @throws RUN_BAD_CHANGE for a parameter whose value is the name of a file */
export function refuseFilePath(path: string): void {
  if (path !== 'triggers.neuro.networks') return;
  throw new EmulatorError(
    'RUN_BAD_CHANGE',
    `${path} names a file of the host, and a command reads none`,
  );
}

/** @throws RUN_BAD_CHANGE for what the trigger does not read */
function refuseOtherPart(path: string): void {
  const [part = ''] = path.split('.');
  const bad = (why: string): EmulatorError =>
    new EmulatorError(
      'RUN_BAD_CHANGE',
      `${path} ${why}; thresholds are paths under ${triggerParts.join(', ')}, see them with: ` +
        'b2l1 parameters triggers',
    );
  refuseFilePath(path);
  if ((triggerParts as readonly string[]).includes(part)) return;
  if (Object.hasOwn(emulatorSchema, part))
    throw bad('needs new particles, hits or geometry: it cannot be changed within a run');
  throw bad(`is not known${nearestHint(part, triggerParts)}`);
}

function machineChange(set: Assignments, setup: ChainSetup, slice: number): RunChange {
  const machine = machineOf(setup);
  if (machine === undefined)
    throw new EmulatorError(
      'RUN_BAD_CHANGE',
      'no machine is played, but a card or a recording: there is no state that could be changed',
    );
  const changed = assignmentsOf(set);
  const change = { slice, changed, epochs: changedEpochs(machine.epochs, slice, changed) };
  refuseTooManySeeds(machineOf(changedSetup(setup, change))!);
  return change;
}
