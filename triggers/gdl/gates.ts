import { inputWords } from '../batches.js';
import type { Formula } from './formula.js';

/** A node of the network, or its inverse: 2 · node + (1 if inverted). */
export type Literal = number;

const never: Literal = 0;
const always: Literal = 1;

/**
 * Inputs of every network: all slots of an event's input words, spare ones included, so that words
 * load whole.
 */
export const networkInputs = 32 * inputWords;

/**
 * Formulas as a network of two-input AND gates and inversions; equal parts of different formulas
 * become one gate. Node 0 is the constant 0, nodes 1 to `networkInputs` are the inputs, gates
 * follow in an order in which each comes after its operands.
 * @see A. Biere, "The AIGER and-inverter graph format" (2007), for literals and folding rules.
 */
export class GateNetwork {
  /** Operands by gate. */
  readonly left: Literal[] = [];
  readonly right: Literal[] = [];
  readonly #gates = new Map<string, Literal>();

  input(slot: number): Literal {
    return 2 * (slot + 1);
  }

  and(a: Literal, b: Literal): Literal {
    if (a > b) return this.and(b, a);
    if (a === never || a === (b ^ 1)) return never;
    if (a === always || a === b) return b;
    const key = `${a},${b}`;
    const known = this.#gates.get(key);
    if (known !== undefined) return known;
    const gate = 2 * (1 + networkInputs + this.left.length);
    this.left.push(a);
    this.right.push(b);
    this.#gates.set(key, gate);
    return gate;
  }

  /** The output of a formula. */
  add(formula: Formula): Literal {
    if (formula.kind === 'bit') return this.input(formula.slot);
    if (formula.kind === 'absent') return never;
    if (formula.kind === 'not') return this.add(formula.of) ^ 1;
    const inverted = formula.kind === 'or' ? 1 : 0;
    // Sorted, so that `a & b & c` and `c & a & b` are one gate; a | b is !(!a & !b).
    const operands = formula.of.map((part) => this.add(part) ^ inverted).sort((a, b) => a - b);
    return operands.reduce((product, operand) => this.and(product, operand), always) ^ inverted;
  }
}
