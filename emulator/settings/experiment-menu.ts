import { EmulatorError } from '../../detector/base/errors.js';
import type { Menu, MenuLine } from '../../triggers/gdl/menu.js';
import { presentMenu } from '../../triggers/menus/present.js';
import { inputSlotOf } from '../../triggers/slots.js';

/** The three files of a menu as the experiment keeps it, each with its name for messages. */
export interface ExperimentMenuFiles {
  /** One formula a line, in the order of the outputs: a sum of products of input numbers. */
  readonly alg: MenuText;
  /** Number and name of each input. */
  readonly inp: MenuText;
  /** Number and name of each output. */
  readonly oup: MenuText;
}

interface MenuText {
  readonly path: string;
  readonly content: string;
}

/** A line of a file that says something. */
interface NumberedLine {
  /** Counted from 1. */
  readonly at: number;
  readonly text: string;
}

/**
 * A menu of the experiment from its files: ` 9 12 !97 + 10 12 !97` means input 9 and input 12 and
 * not input 97, or input 10 and so on. Names decide, not numbers: an input that the emulated
 * trigger has under this name is that input, any other is listed as absent and is 0. `#` begins a
 * remark. Formulas belong to the outputs in their order, or, where there are as many lines as the
 * highest output number asks for, empty ones included, to the output of their number; an empty
 * formula never fires. Class and family are those of the line of this name in menu `present`,
 * the largest; prescales are not in these files.
 * @param name of the menu that comes out.
 * @throws MENU_SYNTAX with file and line
 */
export function experimentMenu(name: string, { alg, inp, oup }: ExperimentMenuFiles): Menu {
  const inputs = numberedNames(inp);
  const outputs = numberedNames(oup);
  const formulas = formulasOf(alg, outputs);
  const used = new Set<string>();
  const known = new Map(presentMenu.lines.map((line) => [line.name, line]));
  const lines = [...outputs].flatMap(([number, output]): readonly MenuLine[] => {
    const formula = formulas.get(number);
    if (formula === undefined) return [];
    const products = parseProducts(formula, alg.path, inputs);
    for (const { input } of products.flat()) used.add(input);
    return [
      {
        number,
        name: output,
        formula: showProducts(products),
        class: known.get(output)?.class ?? '',
        family: known.get(output)?.family ?? '',
        prescale: 1,
        source: `${alg.path}, line ${formula.at}; prescale not in these files: 1`,
      },
    ];
  });
  if (lines.length === 0) throw syntax(alg.path, 1, 'no formula', 'one for each output');
  const absent = [...used].filter((input) => inputSlotOf(input) === undefined);
  const menu = { name, version: '1', source: [alg, inp, oup].map(({ path }) => path).join(', ') };
  return absent.length === 0 ? { ...menu, lines } : { ...menu, absent, lines };
}

const syntax = (path: string, line: number, found: string, expected: string): EmulatorError =>
  new EmulatorError('MENU_SYNTAX', `${path}:${line}: found ${found}, expected ${expected}`);

/** Lines without remarks and line ends of other systems; the last one only when it is not empty. */
function linesOf({ content }: MenuText): readonly NumberedLine[] {
  const lines = content.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((text, index) => ({ at: index + 1, text: text.replace(/#.*/, '').trim() }));
}

/** Names by number. @throws MENU_SYNTAX */
function numberedNames(file: MenuText): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { at, text } of linesOf(file)) {
    if (text === '') continue;
    const [, number, name] = /^(\d{1,4})\s+([A-Za-z_]\w*)$/.exec(text) ?? [];
    if (number === undefined || name === undefined)
      throw syntax(file.path, at, `"${text}"`, 'a number and a name, like "9 t2_1"');
    if (names.has(Number(number)))
      throw syntax(file.path, at, `number ${number} again`, 'each number once');
    if ([...names.values()].includes(name))
      throw syntax(file.path, at, `name ${name} again`, 'each name once');
    names.set(Number(number), name);
  }
  return names;
}

/** Formulas by output number. @throws MENU_SYNTAX */
function formulasOf(
  alg: MenuText,
  outputs: ReadonlyMap<number, string>,
): ReadonlyMap<number, NumberedLine> {
  const isRemark = alg.content.split(/\r\n|\n|\r/).map((line) => line.trim().startsWith('#'));
  const lines = linesOf(alg).filter(({ at }) => !isRemark[at - 1]);
  const written = lines.filter(({ text }) => text !== '');
  const numbers = [...outputs.keys()].sort((a, b) => a - b);
  const highest = numbers.at(-1) ?? -1;
  if (lines.length === highest + 1) {
    return new Map(
      lines.flatMap((line, number) => {
        if (line.text === '') return [];
        if (!outputs.has(number))
          throw syntax(alg.path, line.at, `a formula of output ${number}`, 'one that has a name');
        return [[number, line] as const];
      }),
    );
  }
  if (written.length === numbers.length)
    return new Map(written.map((line, row) => [numbers[row]!, line] as const));
  throw syntax(
    alg.path,
    lines.at(-1)?.at ?? 1,
    `${written.length} formulas in ${lines.length} lines`,
    `${numbers.length}, one for each output, or ${highest + 1} lines, one for each number`,
  );
}

/** An input, or its opposite. */
interface Literal {
  readonly input: string;
  readonly isInverted: boolean;
}

function parseProducts(
  { at, text }: NumberedLine,
  path: string,
  inputs: ReadonlyMap<number, string>,
): readonly (readonly Literal[])[] {
  return text.split('+').map((product) => {
    const words = product.replaceAll('!', ' !').replace(/!\s+/g, '!').trim().split(/\s+/);
    return words.map((word): Literal => {
      const [, inverted, number] = /^(!?)(\d{1,4})$/.exec(word) ?? [];
      if (number === undefined)
        throw syntax(path, at, word === '' ? 'an empty product' : `"${word}"`, 'input numbers');
      const input = inputs.get(Number(number));
      if (input === undefined)
        throw syntax(path, at, `input ${number}`, 'one of those in the list of inputs');
      return { input, isInverted: inverted === '!' };
    });
  });
}

const showLiteral = ({ input, isInverted }: Literal): string => (isInverted ? `!${input}` : input);

/**
 * The sum of products as a formula: what all products share is taken out of it, and what is every
 * combination of some literals with the rest becomes a product of sums.
 */
function showProducts(products: readonly (readonly Literal[])[]): string {
  const factors = factorsOf(products.map((product) => [...new Set(product.map(showLiteral))]));
  const [only = ''] = factors;
  // A sum that stands alone needs no parentheses.
  return factors.length === 1 && only.startsWith('(') ? only.slice(1, -1) : factors.join(' & ');
}

type Product = readonly string[];

/** Conditions that a sum of products joins by `&`, sums among them in parentheses. */
function factorsOf(products: readonly Product[]): readonly string[] {
  const [first = []] = products;
  const shared = first.filter((literal) => products.every((product) => product.includes(literal)));
  const own = products.map((product) => product.filter((literal) => !shared.includes(literal)));
  // A product of nothing else makes the sum true wherever the shared part is.
  if (own.some((product) => product.length === 0)) return shared;
  return [...sumOf(own), ...shared];
}

/** The sum of products that share nothing. */
function sumOf(products: readonly Product[]): readonly string[] {
  if (products.length === 1) return products[0]!;
  const rests = new Map<string, Product[]>();
  for (const [first = '', ...rest] of products)
    rests.set(first, [...(rests.get(first) ?? []), rest]);
  const [some = [], ...others] = rests.values();
  const same = JSON.stringify(some);
  const isEach = some.length > 1 && others.every((rest) => JSON.stringify(rest) === same);
  if (isEach) return [`(${[...rests.keys()].join(' | ')})`, ...factorsOf(some)];
  return [`(${products.map((product) => product.join(' & ')).join(' | ')})`];
}
