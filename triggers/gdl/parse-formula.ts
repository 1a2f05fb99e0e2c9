import type { ErrorCode } from '../../detector/base/error-codes.js';
import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { inputCounts, inputNames, inputSlotOf } from '../slots.js';
import { type Comparison, comparisons, compareCount, countRange } from './counts.js';
import { absent, allOf, anyOf, bit, type Formula, not } from './formula.js';

/** A word, number or sign of a formula; `text` is empty at its end. */
interface Token {
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  readonly text: string;
  /** Position of its first character. */
  readonly start: number;
}

const maxLength = 4096;
const maxDepth = 64;
const excerptReach = 60;

/**
 * Reads a formula: names of input bits joined by `&` (and), `|` or `+` (or), `!` (not) and
 * parentheses; counts are compared with a number, `t2 >= 2`, `clst > 3`. `!` binds closest, then
 * `&`.
 * @param where names the menu and line, for messages.
 * @param absentInputs names that the emulated trigger does not have.
 * @throws MENU_SYNTAX, MENU_UNKNOWN_BIT, MENU_BAD_COUNT
 */
export function parseFormula(
  text: string,
  where: string,
  absentInputs: readonly string[] = [],
): Formula {
  if (text.length > maxLength) {
    throw new EmulatorError(
      'MENU_SYNTAX',
      `${where}: the formula has ${text.length} characters, expected at most ${maxLength}`,
    );
  }
  return new FormulaParser(text, where, absentInputs).parse();
}

class FormulaParser {
  readonly #text: string;
  readonly #where: string;
  readonly #absent: ReadonlySet<string>;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string, where: string, absentInputs: readonly string[]) {
    this.#text = text;
    this.#where = where;
    this.#absent = new Set(absentInputs);
    this.#tokens = this.#split();
  }

  parse(): Formula {
    const formula = this.#alternatives(0);
    if (this.#next.kind !== 'end') this.#unexpected('"&", "|" or the end');
    return formula;
  }

  get #next(): Token {
    return this.#tokens[this.#position];
  }

  #split(): Token[] {
    const pattern = /([A-Za-z_]\w*)|(\d+)|(>=|<=|==|!=|[!&|+()<>])|(\S)/g;
    const tokens: Token[] = [];
    for (const match of this.#text.matchAll(pattern)) {
      const [text, name, number, , stray] = match;
      if (stray !== undefined)
        this.#fail('MENU_SYNTAX', match.index, `"${stray}" means nothing in a formula`);
      tokens.push({
        kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign',
        text,
        start: match.index,
      });
    }
    return [...tokens, { kind: 'end', text: '', start: this.#text.trimEnd().length }];
  }

  #alternatives(depth: number): Formula {
    return anyOf(
      this.#joinedBy(['|', '+'], () => allOf(this.#joinedBy(['&'], () => this.#term(depth)))),
    );
  }

  #joinedBy(signs: readonly string[], operand: () => Formula): Formula[] {
    const operands = [operand()];
    while (signs.includes(this.#next.text)) {
      this.#position++;
      operands.push(operand());
    }
    return operands;
  }

  #term(depth: number): Formula {
    const token = this.#next;
    if (depth > maxDepth) this.#fail('MENU_SYNTAX', token.start, `nested deeper than ${maxDepth}`);
    if (token.kind !== 'name' && token.text !== '!' && token.text !== '(')
      this.#unexpected('a bit name, "!" or "("');
    this.#position++;
    if (token.text === '!') return not(this.#term(depth + 1));
    if (token.kind === 'name') return this.#bitOrCount(token);
    const inner = this.#alternatives(depth + 1);
    if (this.#next.text !== ')') this.#unexpected('"&", "|" or ")"');
    this.#position++;
    return inner;
  }

  #bitOrCount(name: Token): Formula {
    const count = inputCounts.get(name.text);
    const compared = comparisons.find((comparison) => comparison === this.#next.text);
    if (count !== undefined) {
      if (compared === undefined)
        this.#unexpected(`a comparison, for example "${name.text} > 0": ${name.text} is a count`);
      return this.#comparison(name, compared);
    }
    const slot = inputSlotOf(name.text);
    if (slot === undefined && !this.#absent.has(name.text)) this.#unknown(name);
    if (compared !== undefined)
      this.#unexpected(`"&", "|" or the end: ${name.text} is one bit and has nothing to compare`);
    return this.#absent.has(name.text) || slot === undefined ? absent(name.text) : bit(slot);
  }

  #comparison(name: Token, comparison: Comparison): Formula {
    this.#position++;
    const value = this.#next;
    if (value.kind !== 'number') this.#unexpected('a whole number');
    this.#position++;
    const count = inputCounts.get(name.text)!;
    const formula = compareCount(count, comparison, Number(value.text));
    if (formula !== undefined) return formula;
    const comparedText = `${name.text} ${comparison} ${value.text}`;
    this.#fail(
      'MENU_BAD_COUNT',
      name.start,
      `"${comparedText}" is no condition: the hardware tells ${name.text} as ${countRange(count)}`,
    );
  }

  #unknown({ text, start }: Token): never {
    const hint = nearestHint(text, [...inputNames, ...inputCounts.keys()]);
    this.#fail(
      'MENU_UNKNOWN_BIT',
      start,
      `input bit "${text}" does not exist${hint}. List them with: b2l1 menu list --inputs`,
    );
  }

  #unexpected(expected: string): never {
    const { kind, text, start } = this.#next;
    this.#fail(
      'MENU_SYNTAX',
      start,
      `found ${kind === 'end' ? 'the end' : `"${text}"`}, expected ${expected}`,
    );
  }

  #fail(code: ErrorCode, start: number, message: string): never {
    const from = Math.max(0, start - excerptReach);
    const excerpt = this.#text.slice(from, start + excerptReach).replace(/\s/g, ' ');
    const picture = `\n  ${excerpt}\n  ${' '.repeat(start - from)}^`;
    throw new EmulatorError(code, `${this.#where}: column ${start + 1}: ${message}${picture}`);
  }
}
