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
    verdict(optimized),
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
  return textTable(
    ['rate [Hz]', 'budget', 'now', 'promised', 'unseen', 'uniform'],
    budgets.map(({ name, hz }, place) => [
      name,
      hz === null ? 'none' : digits(hz, 4),
      ...sides.map((side) => withError(place === 0 ? side : side.budgets[place - 1]!)),
    ]),
  ).trimEnd();
}

/** Whether what was promised holds, and what it is worth. */
function verdict({ difference, gain, uniform }: OptimizedPoint): string {
  const { efficiency, hz } = difference;
  const pull = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
  return (
    `unseen less promised: efficiency ${percent(efficiency.value)} ± ` +
    `${percent(efficiency.error)} % (${pull(efficiency.pull)} σ), rate ${digits(hz.value, 3)} ± ` +
    `${digits(hz.error, 2)} Hz (${pull(hz.pull)} σ)\n` +
    `weighted efficiency is ${gain.value.toFixed(3)} ± ${gain.error.toFixed(3)} times that of ` +
    `all prescales times ${digits(uniform.factor, 4)}, which has the rate of the budget`
  );
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
      interval(uniform.unseen.efficiency),
      `${gain.value.toFixed(3)} ± ${gain.error.toFixed(3)}`,
      withError(unseen),
    ]),
  );
}
