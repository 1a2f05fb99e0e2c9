import { textTable } from '../files/text-table.js';
import type { OptimizedPoint, OptimizeDocument } from '../optimize/optimize-document.js';
import { budgetText } from '../optimize/optimized-menu.js';

/** Signals, rates, lines that change, and the trade-off, as tables. */
export function optimizeText(document: OptimizeDocument): string {
  const { machine, menu, conditions, seeds, optimized } = document;
  return [
    `optimized for ${budgetText(document)}, at machine ${machine}, menu ${menu}, conditions ` +
      `${conditions}: on ${seeds.training} seeds and half of the signals' events; the other half ` +
      `and ${seeds.unseen} seeds have not been seen`,
    ...(optimized.thresholds.length === 0
      ? []
      : [`thresholds: ${optimized.thresholds.join(', ')}`]),
    efficienciesTable(document),
    ratesTable(document),
    verdict(document),
    linesTable(document),
    tradeOffTable(document),
  ].join('\n\n');
}

type Estimate = OptimizedPoint['unseen']['efficiency'];

const digits = (value: number, count: number): string => String(Number(value.toPrecision(count)));
const percent = (value: number): string => (100 * value).toFixed(2);
const interval = ({ value, low, high }: Estimate): string =>
  `${percent(value)} [${percent(low)}, ${percent(high)}]`;
const withError = ({ hz, errorHz }: { readonly hz: number; readonly errorHz: number }): string =>
  `${digits(hz, 4)} ± ${digits(errorHz, 2)}`;

function efficienciesTable({ signals, present, optimized }: OptimizeDocument): string {
  const { promised, unseen, uniform } = optimized;
  const sides = [present.unseen, promised, unseen, uniform.unseen];
  return textTable(
    ['kept [%]', 'weight', 'events', 'now', 'promised', 'unseen', 'uniform'],
    [
      ...signals.map(({ card, weight, selected }, place) => [
        card,
        String(weight),
        String(selected.unseen),
        ...sides.map((side) => interval(side.signals[place]!)),
      ]),
      ['weighted', '', '', ...sides.map(({ efficiency }) => interval(efficiency))],
    ],
  ).trimEnd();
}

function ratesTable({ budgets, present, optimized }: OptimizeDocument): string {
  const { promised, unseen, uniform } = optimized;
  const sides = [present.unseen, promised, unseen, uniform.unseen];
  const table = textTable(
    ['rate [Hz]', 'budget', 'now', 'promised', 'unseen', 'uniform'],
    budgets.map(({ name, hz }, place) => [
      name,
      hz === null ? 'none' : digits(hz, 4),
      ...sides.map((side) => withError(place === 0 ? side : side.budgets[place - 1]!)),
    ]),
  ).trimEnd();
  return (
    `${table}\nnow, unseen and uniform are on what has not been seen; on what was optimized on, ` +
    `of which budgets in percent are shares, Level 1 makes ${withError(present.promised)} Hz now`
  );
}

/** Whether what was promised holds, and what it is worth. */
function verdict({ optimized, budgets }: OptimizeDocument): string {
  const { difference, gain, uniform } = optimized;
  const { efficiency, hz } = difference;
  const pull = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
  return (
    `unseen less promised: efficiency ${percent(efficiency.value)} ± ` +
    `${percent(efficiency.error)} % (${pull(efficiency.pull)} σ), rate ${digits(hz.value, 3)} ± ` +
    `${digits(hz.error, 2)} Hz (${pull(hz.pull)} σ)\n` +
    `weighted efficiency is ${gainText(gain)} times that of all prescales times ` +
    `${digits(uniform.factor, 4)}, which ${uniformRate(uniform, budgets)}` +
    (gain.isPaired ? '' : '; the error is that of independent events, as thresholds differ')
  );
}

const gainText = ({ value, error }: OptimizedPoint['gain']): string =>
  value === null ? '–' : `${value.toFixed(3)} ± ${error!.toFixed(3)}`;

/** Rate of one factor on all prescales on what was optimized on, and which budgets it fills. */
function uniformRate(
  { promised }: OptimizedPoint['uniform'],
  budgets: OptimizeDocument['budgets'],
): string {
  const rates = [promised, ...promised.budgets];
  // Halvings of the range end a little below the limit.
  const beside = (is: (ratio: number) => boolean): readonly string[] =>
    budgets.flatMap(({ name, hz }, place) =>
      hz !== null && is(rates[place]!.hz / hz) ? [name] : [],
    );
  const over = beside((ratio) => ratio > 1 + 1e-9);
  const filled = beside((ratio) => Math.abs(ratio - 1) <= 1e-9);
  const said = `makes ${withError(promised)} Hz on what was optimized on: `;
  if (over.length > 0) return `${said}over the budget of ${over.join(', ')}`;
  if (filled.length > 0) return `${said}all of the budget of ${filled.join(', ')}`;
  return `${said}under each budget, with no line prescaled any more`;
}

const prescaleText = (prescale: number): string => (prescale === 0 ? 'masked' : String(prescale));

function linesTable({ lines }: OptimizeDocument): string {
  const changed = lines.filter(({ present, prescale }) => present !== prescale);
  if (changed.length === 0) return 'no prescale changes';
  const table = textTable(
    ['line', 'family', 'class', 'now', 'then', 'before prescale [Hz]', 'of the signals [%]'],
    changed
      .toSorted((one, other) => other.ftdlHz - one.ftdlHz)
      .map(({ name, family, class: role, present, prescale, ftdlHz, errorHz, efficiency }) => [
        name,
        family,
        role,
        prescaleText(present),
        prescaleText(prescale),
        withError({ hz: ftdlHz, errorHz }),
        percent(efficiency),
      ]),
  );
  return `${table}${lines.length - changed.length} lines that might change stay as they are`;
}

function tradeOffTable({ tradeOff, present }: OptimizeDocument): string {
  return textTable(
    ['budget [Hz]', 'of now', 'promised [%]', 'unseen [%]', 'uniform [%]', 'gain', 'rate unseen'],
    tradeOff.map(({ budgetHz, promised, unseen, uniform, gain }) => [
      budgetHz === null ? 'none' : digits(budgetHz, 4),
      budgetHz === null ? '' : `${digits((100 * budgetHz) / present.promised.hz, 3)} %`,
      percent(promised.efficiency.value),
      interval(unseen.efficiency),
      `${interval(uniform.unseen.efficiency)}${uniform.isWithin ? '' : ' over'}`,
      gainText(gain),
      withError(unseen),
    ]),
  );
}
