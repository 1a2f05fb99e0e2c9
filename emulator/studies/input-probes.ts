import { EmulatorError } from '../../detector/base/errors.js';
import { outputWords } from '../../triggers/batches.js';
import { showFormula, slotsOf } from '../../triggers/gdl/formula.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import { parseFormula } from '../../triggers/gdl/parse-formula.js';
import { inputCounts } from '../../triggers/slots.js';
import type { Observations } from '../chain/observations.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { type UnknownLines, unknownLines } from '../chain/unknown-lines.js';

/**
 * Conditions on input bits of the GDL that a card counts as probes: what monitors compare with
 * lines to see a trigger without its vetoes.
 */
export interface InputProbes {
  /** In the order of their bits. */
  readonly probes: readonly {
    /** As the card writes it, without blanks around: the field, or a condition of it. */
    readonly name: string;
    /** The condition over single bits, as the hardware sends them. */
    readonly definition: string;
  }[];
  /** Input slots that they read, ascending. */
  readonly slots: readonly number[];
  /** The same observations with a bit for each, from `first` on. */
  readonly mark: (
    observations: Observations,
    inputBits: Uint32Array,
    eventCount: number,
    first: number,
  ) => Observations;
  /** Those of which a configuration lets nothing be known, by their index. */
  readonly unknown: (config: EmulatorConfig) => UnknownLines;
}

/**
 * Input bits of a card, each as menus write a condition (`t2 >= 2`, `typ`, `ehigh & !bha_veto`); a
 * count by its name alone is at least 1.
 * @throws CARD_BAD_VALUE of one given twice, MENU_SYNTAX, MENU_UNKNOWN_BIT, MENU_BAD_COUNT
 */
export function inputProbes(where: string, written: readonly string[]): InputProbes {
  const names = written.map((name) => name.trim());
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw new EmulatorError('CARD_BAD_VALUE', `${where}: input "${twice}" is given twice`);
  const conditions = names.map((name, place) => {
    const condition = inputCounts.has(name) ? `${name} > 0` : name;
    parseFormula(condition, `${where}, inputs[${place}]`);
    return condition;
  });
  const menu = compileMenu({
    name: `inputs of ${where}`,
    version: '',
    source: '',
    lines: names.map((name, number) => ({
      number,
      name,
      formula: conditions[number]!,
      class: '',
      family: '',
      prescale: 1,
      source: '',
    })),
  });
  const { formulas } = menu;
  return {
    probes: names.map((name, place) => ({ name, definition: showFormula(formulas[place]!) })),
    slots: [...new Set(formulas.flatMap(slotsOf))].toSorted((a, b) => a - b),
    mark: (observations, inputBits, eventCount, first) =>
      names.length === 0 ? observations : marked(menu, observations, inputBits, eventCount, first),
    unknown: (config) => (names.length === 0 ? new Map() : unknownLines(menu, config)),
  };
}

function marked(
  { ftdl }: CompiledMenu,
  observations: Observations,
  inputBits: Uint32Array,
  eventCount: number,
  first: number,
): Observations {
  const bits = ftdl(inputBits, eventCount);
  const probed = observations.probed.map(
    (word, event) => word | (bits[event * outputWords]! << first),
  );
  return { ...observations, probed };
}
