import { artificialInputs } from '../../../triggers/gdl/needed-inputs.js';
import { slotsOf } from '../../../triggers/gdl/formula.js';
import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import { menuSlots, needsOf, unreadLines } from '../../../triggers/needs.js';
import { type InputName, inputSlots } from '../../../triggers/slots.js';
import type { ChainSetup } from '../../chain/chain.js';
import { chainNeeds } from '../../chain/need.js';
import { simulatedIn, standardParts } from '../../chain/parts.js';
import { type UnknownLines, unknownLines } from '../../chain/unknown-lines.js';
import { linesInVeto } from '../../sources/lines-in-veto.js';
import type { DecisionSettings } from './asked-settings.js';

/** What is known of lines now and as asked, of windows that were made for those of now. */
export interface KnownSides {
  readonly unknownNow: UnknownLines;
  /** Why nothing is known of lines of the menu asked for, by output number. */
  readonly unknownAsked: ReadonlyMap<number, string>;
  /** Whether lines asked for read bits that were not found of all windows, but whose hits are. */
  readonly needsHits: boolean;
  /** What a reader should know, in sentences. */
  readonly notes: readonly string[];
}

/** Which windows the menu of now has opened, and what it has found of them. */
export function knownSides(
  now: DecisionSettings,
  asked: DecisionSettings,
  setup: ChainSetup,
): KnownSides {
  const { first } = chainNeeds('menu', {
    menu: now.menu,
    parts: standardParts,
    observer: { reads: [], uses: [] },
    simulated: simulatedIn(now.config),
    wantsAll: false,
  });
  const { plugins } = needsOf(menuSlots(asked.menu), standardParts);
  const unknownAsked = new Map<number, string>();
  for (const [number, why] of unknownLines(asked.menu, asked.config, setup))
    unknownAsked.set(
      number,
      why.subdetectors.length > 0
        ? `reads ${why.subdetectors.join(', ')}, not simulated`
        : `nothing sets ${why.inputs.join(', ')}`,
    );
  for (const [number, names] of unreadLines(asked.menu, first.subdetectors, standardParts))
    unknownAsked.set(
      number,
      `reads ${names.join(', ')}, which the menu of now does not need: simulated of accepted ` +
        'windows alone',
    );
  for (const [number, names] of withoutWindows(now.menu, asked.menu))
    unknownAsked.set(number, `no window was opened for ${names.join(', ')}`);
  return {
    unknownNow: unknownLines(now.menu, now.config, setup),
    unknownAsked,
    needsHits: [...plugins].some(
      (name) => !first.plugins.has(name) && isKnown(name, first.subdetectors),
    ),
    notes: vetoNotes(now.menu, asked.menu),
  };
}

/** Whether the hits that a plugin follows from are there of all windows. */
function isKnown(plugin: string, subdetectors: ReadonlySet<string>): boolean {
  const { drives } = standardParts.bitPlugins.find(({ name }) => name === plugin)!;
  const needs = needsOf(new Set(drives.map((bit) => inputSlots[bit])), standardParts);
  return [...needs.subdetectors].every((name) => subdetectors.has(name));
}

/** Lines asked for of artificial inputs that no line of now reads: they opened no window. */
function withoutWindows(
  now: CompiledMenu,
  asked: CompiledMenu,
): ReadonlyMap<number, readonly InputName[]> {
  const opened = menuSlots(now);
  const missing = artificialInputs.filter((name) => !opened.has(inputSlots[name]));
  return new Map(
    asked.lines.flatMap(({ number }, position) => {
      const slots = slotsOf(asked.formulas[position]!);
      const names = missing.filter((name) => slots.includes(inputSlots[name]));
      return names.length === 0 ? [] : [[number, names] as const];
    }),
  );
}

/** Whether menus have the same lines, of which none loses its prescale. */
const isAlike = (now: CompiledMenu, asked: CompiledMenu): boolean =>
  now.lines.length === asked.lines.length &&
  now.lines.every(
    ({ formula, prescale }, at) =>
      asked.lines[at]!.formula === formula && (prescale === 1 || asked.lines[at]!.prescale !== 1),
  );

/** While the veto after injections is up, windows are opened for lines of now that do without. */
function vetoNotes(now: CompiledMenu, asked: CompiledMenu): readonly string[] {
  if (isAlike(now, asked)) return [];
  const order = ['none', 'prescaled', 'unprescaled'];
  const [before, after] = [linesInVeto(now), linesInVeto(asked)];
  if (order.indexOf(after) <= order.indexOf(before)) return [];
  return [
    'lines asked for can fire while the veto after injections is up, where the menu of now opens ' +
      `${before === 'none' ? 'no windows' : 'windows for prescaled lines alone'}: their rates ` +
      'there are too low',
  ];
}
