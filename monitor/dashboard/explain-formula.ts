import type { ExplainedLine } from '../explanation.js';
import { make } from './dom.js';

/** What the page says of one bit: its meaning, by name. */
export type Meanings = ReadonlyMap<string, string>;

/**
 * The formula of a line with the value of each of its bits: `ecl_lml_6 = 1`. Set bits are filled,
 * those that settle the formula underlined; both are told in words to those who do not see it.
 */
export function formulaOf({ spelled, bits }: ExplainedLine, meanings: Meanings): HTMLElement {
  const formula = make('p', 'formula');
  const known = new Map(bits.map((bit) => [bit.name, bit]));
  for (const piece of spelled.split(/([A-Za-z_]\w*)/)) {
    const bit = known.get(piece);
    if (bit === undefined) {
      formula.append(piece);
      continue;
    }
    const mark = make('span', 'bit', `${bit.name} = ${bit.set ? 1 : 0}`);
    mark.dataset.set = String(bit.set);
    mark.dataset.decides = String(bit.decides);
    mark.title = meanings.get(bit.name) ?? 'an input that the emulated trigger does not have';
    if (bit.decides) mark.append(make('span', 'unseen', ' (settles it)'));
    formula.append(mark);
  }
  return formula;
}

/** Why a line fired, or why it did not, in a sentence. */
export function whyOf({ name, fired, bits }: ExplainedLine): string {
  const settling = bits.filter(({ decides }) => decides);
  const said = settling.map((bit) => `${bit.name} = ${bit.set ? 1 : 0}`);
  return `${name} ${fired ? 'fired' : 'did not fire'}: ${said.join(', ')}.`;
}

/** What became of a line behind the prescale, in words. */
export function fateInWords({ fate, fired, prescale }: ExplainedLine): string {
  if (!fired) return 'did not fire';
  if (fate === 'kept') return 'kept';
  if (fate === 'prescaled') return `not kept: 1 in ${prescale} is`;
  if (fate === 'up already') return 'up already from an earlier window: not counted again';
  if (fate === 'masked' || prescale === 0) return 'masked: never kept';
  return prescale === 1 ? 'kept unless it was up already' : 'depends on the events before';
}
