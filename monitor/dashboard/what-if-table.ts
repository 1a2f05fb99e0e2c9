import type { Estimate, NowAndAsked, WhatIfAnswer, WhatIfRow } from '../what-if.js';
import { formatCount, formatEfficiency, formatRate } from './format.js';
import { familyName } from './names.js';
import { byId, setText } from './dom.js';
import { type Cell, fillRows } from './table-rows.js';

const labels = [
  'Line or family',
  'Prescale',
  'Rate now',
  'Rate asked for',
  'Difference',
  'Efficiency now',
  'Efficiency asked for',
  'Of',
];

/** Which rows are shown. */
export type WhatIfPick = 'changed' | 'families' | 'all';

/** Shows an answer: what it is made of, and now beside what was asked for. */
export function showAnswer(answer: WhatIfAnswer, pick: WhatIfPick, search: string): void {
  setText(byId('whatif-made-of'), madeOf(answer));
  const notes = answer.notes.map((note) => {
    const item = document.createElement('li');
    item.textContent = note;
    return item;
  });
  byId('whatif-notes').replaceChildren(...notes);
  const rows = rowsOf(answer, pick, search.trim().toLowerCase());
  fillRows(byId('whatif-rows'), labels, rows.map(cellsOf));
  byId('whatif-empty').hidden =
    rows.some(({ prescale }) => prescale !== undefined) || pick === 'families';
}

/** Level 1 first, then what was picked; a search looks through all lines. */
export function rowsOf(
  { total, families, lines }: WhatIfAnswer,
  pick: WhatIfPick,
  search: string,
): readonly WhatIfRow[] {
  const found = search === '' ? lines : lines.filter(({ name }) => name.includes(search));
  const level1 = [total, ...cardRows(total)];
  if (search !== '') return [total, ...found];
  if (pick === 'families') return [...level1, ...families];
  return [...level1, ...(pick === 'all' ? lines : lines.filter(isChanged))];
}

/** Level 1 of the events of each card: efficiencies alone. */
const cardRows = ({ efficiencies }: WhatIfRow): readonly WhatIfRow[] =>
  efficiencies.map((efficiency) => ({
    name: `Level 1 of card ${efficiency.card}`,
    family: '',
    accepts: { now: null, asked: null, difference: null },
    efficiencies: [efficiency],
  }));

/** Whether something of a line is not as it is now, or not known. */
function isChanged({ accepts, ftdl, prescale, remark }: WhatIfRow): boolean {
  if (prescale?.now !== prescale?.asked || remark !== undefined) return true;
  const differs = ({ now, asked, difference }: NowAndAsked): boolean =>
    (now === null) !== (asked === null) ||
    (difference !== null && (difference.value !== 0 || difference.high > difference.low));
  return differs(accepts) || (ftdl !== undefined && differs(ftdl));
}

function cellsOf(row: WhatIfRow): readonly Cell[] {
  const { name, family, prescale, accepts, efficiencies, remark } = row;
  // Of Level 1 there is one a card, in a row of its own.
  const [efficiency] = accepts.now !== null && efficiencies.length > 1 ? [] : efficiencies;
  const isFamily = prescale === undefined && family !== '';
  return [
    { text: isFamily ? familyName(name) : name },
    { text: prescale === undefined ? '–' : prescaleText(prescale), isWords: true },
    { text: unbroken(rateText(accepts.now)) },
    { text: remark === undefined ? unbroken(rateText(accepts.asked)) : `not known: ${remark}` },
    { text: unbroken(differenceText(accepts.difference)) },
    { text: unbroken(shareText(efficiency?.now ?? null)) },
    { text: unbroken(shareText(efficiency?.asked ?? null)) },
    {
      text:
        efficiency === undefined
          ? '–'
          : `${formatCount(efficiency.selected)} events of card ${efficiency.card}: ` +
            efficiency.selection,
      isWords: true,
    },
  ];
}

/** A number and its interval or deviation: a line may end between the two, and nowhere else. */
const unbroken = (text: string): string =>
  text.replaceAll(' ', '\u00a0').replace('\u00a0(', ' (').replace('\u00a0±', ' ±');

function prescaleText({ now, asked }: NonNullable<WhatIfRow['prescale']>): string {
  const text = (prescale: number | null): string =>
    prescale === null ? 'no such line' : prescale === 0 ? 'off' : `${prescale}`;
  return now === asked ? text(now) : `${text(now)} → ${text(asked)}`;
}

/** A rate and its interval: `904 Hz (897 – 911)`. */
export function rateText(rate: Estimate | null): string {
  if (rate === null) return '–';
  const unit = rate.high >= 1e6 ? 1e6 : rate.high >= 1e3 ? 1e3 : 1;
  const digits = decimalsOf((rate.high - rate.low) / (2 * unit));
  const inUnit = (value: number): string => (value / unit).toFixed(digits);
  const name = unit === 1e6 ? 'MHz' : unit === 1e3 ? 'kHz' : 'Hz';
  return `${inUnit(rate.value)} ${name} (${inUnit(rate.low)} – ${inUnit(rate.high)})`;
}

/** Decimals that show half of an interval with two digits. */
const decimalsOf = (half: number): number =>
  half > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 0;

/** A difference with its standard deviation: `−200 ± 4 Hz`. */
export function differenceText(difference: Estimate | null): string {
  if (difference === null) return '–';
  const deviation = difference.high - difference.value;
  if (difference.value === 0 && deviation === 0) return 'none';
  const digits = decimalsOf(deviation);
  const sign = difference.value < 0 ? '−' : '+';
  const size = Math.abs(difference.value).toFixed(digits);
  return `${sign}${size} ± ${deviation.toFixed(digits)} Hz`;
}

function shareText(share: Estimate | null): string {
  if (share === null) return '–';
  const { value, interval } = formatEfficiency(share.value, share.low, share.high);
  return `${value} (${interval})`;
}

/** What the numbers come from, in a sentence or two. */
export function madeOf({ sample, from, menu, tookSeconds, confidence }: WhatIfAnswer): string {
  const { windows, occurrences, thinnedWindows, thinnedOccurrences, seconds, probes } = sample;
  const menus = menu.now === menu.asked ? `menu ${menu.now}` : `${menu.now} → ${menu.asked}`;
  const windowRate = formatRate(windows / seconds);
  return (
    `Decided by ${menus}. Looked at again: ${lookedAt[from]} of ${formatCount(windows)} windows ` +
    `(${windowRate}) in ${seconds.toFixed(2)} s of beam${spanOf(sample)} ` +
    `They stand for ${formatCount(occurrences)}: ` +
    `${formatCount(thinnedWindows)} of them are thinned and stand for ` +
    `${formatCount(thinnedOccurrences)}. Efficiencies: ${formatCount(probes)} selected events of ` +
    `cards. Intervals hold ${(100 * confidence).toFixed(0)} %. Took ${tookSeconds.toFixed(2)} s.`
  );
}

/** When the windows were, what of that is not looked at, and what the machine did meanwhile. */
function spanOf(sample: WhatIfAnswer['sample']): string {
  const { slices, firstSlice, lastSlice, fromSeconds, toSeconds, machineChanges } = sample;
  const left = lastSlice - firstSlice + 1 - slices;
  const changes = machineChanges.length;
  return (
    `, from ${fromSeconds.toFixed(2)} to ${toSeconds.toFixed(2)} s of the run (slices ` +
    `${firstSlice} to ${lastSlice}` +
    (left === 0 ? ').' : `, without ${left} that were not played or are not kept).`) +
    (changes === 0
      ? ' The machine was the same all the time.'
      : ` The machine was changed ${changes === 1 ? 'once' : `${changes} times`} within, from ` +
        `slice ${machineChanges.join(', ')} on: rates are means over all of it.`)
  );
}

const lookedAt: Readonly<Record<WhatIfAnswer['from'], string>> = {
  prescales: 'lines that fired',
  'input bits': 'input bits',
  hits: 'hits',
};
