import type { EventExplanation, EventStep, ExplainedLine } from '../explanation.js';
import { make } from './dom.js';
import { fateInWords } from './explain-formula.js';
import { objectsOf } from './explain-objects.js';
import { makeTable, scrolled } from './table.js';

/** What a step has made, as tables: the same numbers as those of `b2l1 explain`. */
export function tablesOf(step: EventStep, explanation: EventExplanation): readonly HTMLElement[] {
  if (step === 'bits') return [inputTable(explanation)];
  if (step === 'lines') return [lineTable(explanation.lines)];
  if (step === 'prescale') return [prescaleTable(explanation.lines.filter(({ fired }) => fired))];
  const window = step === 'particles' ? windowWords(explanation) : [];
  const tables = explanation.stages
    .filter((stage) => stage.step === step)
    .map(({ stage, doc, columns, rows }) => {
      if (rows.length === 0) return make('p', 'hint', `${stage}: none (${doc})`);
      const title = `${stage}: ${doc}`;
      const texts = rows.map((row) => row.map(inTable));
      const objects = objectsOf({ stage, rows });
      return scrolled(makeTable({ title, columns, rows: texts, objects }), stage);
    });
  return [...window, ...tables];
}

/** What a window of the machine is; nothing of other events. */
function windowWords({ window, weight }: EventExplanation): readonly HTMLElement[] {
  if (window === undefined) return [];
  const { time, openedBy, lastMember, givenBits } = window;
  const opener = typeof openedBy === 'string' ? openedBy : 'no seed';
  const words =
    `A window at ${(time / 1e9).toFixed(9)} s of the run, opened by ${opener}; its last member ` +
    `comes ${lastMember} ns later. It stands for ${weight}. Bits that the machine sets: ` +
    `${givenBits.join(', ') || 'none'}.`;
  return [make('p', '', words)];
}

/** A number with a true minus sign. */
const inTable = (value: string | number): string =>
  typeof value === 'number' ? String(value).replace('-', '−') : value;

/** Bits that are set, first. */
function inputTable({ inputs }: EventExplanation): HTMLElement {
  const rows = inputs
    .toSorted((a, b) => Number(b.set) - Number(a.set))
    .map(({ name, meaning, set }) => [name, set ? '1' : '0', meaning]);
  const set = inputs.filter((input) => input.set).length;
  const title = `Input bits: ${set} of ${inputs.length} are set`;
  return scrolled(makeTable({ title, columns: ['Bit', 'Value', 'Meaning'], rows }), 'Input bits');
}

/** Lines that fired, first. */
function lineTable(lines: readonly ExplainedLine[]): HTMLElement {
  const rows = lines
    .toSorted((a, b) => Number(b.fired) - Number(a.fired))
    .map(({ name, fired, family, formula }) => [name, fired ? '1' : '0', family || '–', formula]);
  const fired = lines.filter((line) => line.fired).length;
  const title = `Lines of the menu: ${fired} of ${lines.length} fired`;
  const columns = ['Line', 'FTDL', 'Family', 'Formula'];
  return scrolled(makeTable({ title, columns, rows }), 'Lines of the menu');
}

function prescaleTable(lines: readonly ExplainedLine[]): HTMLElement {
  if (lines.length === 0) return make('p', 'hint', 'No line fired: there is nothing to prescale.');
  const rows = lines.map((line) => [
    line.name,
    line.prescale === 0 ? 'off' : String(line.prescale),
    fateInWords(line),
  ]);
  const columns = ['Line', 'Prescale', 'What became of it'];
  return scrolled(makeTable({ title: 'Lines that fired', columns, rows }), 'Lines that fired');
}
