import { byId, setOptions, setText } from './dom.js';
import { formatKnownRate, formatShare } from './format.js';
import type { RatesData } from './messages.js';
import { fillRows } from './table-rows.js';

/** As many partners of a line are listed. */
const maxPartners = 12;
const labels = ['With', 'Both keep', 'Of the first line', 'Of the other line'];

/** What a line has in common with another, on the mean of the run. */
interface Partner {
  readonly name: string;
  readonly hz: number;
  /** Shares of the accepts of the first line, and of its own. */
  readonly ofFirst: number;
  readonly ofOwn: number;
}

/** Lines that keep accepts of a line, the most frequent first. */
export function partnersOf({ lines, overlaps }: RatesData, name: string): readonly Partner[] {
  const place = lines.findIndex((line) => line.name === name);
  const first = lines[place];
  if (first === undefined) return [];
  // Counts by counts: a rate of a rare line was rounded.
  const share = (count: number, of: number | null): number =>
    of === null || of === 0 ? 0 : count / of;
  return overlaps.one.data
    .flatMap((one, pair): readonly Partner[] => {
      const other = overlaps.other.data[pair];
      if (one !== place && other !== place) return [];
      const line = lines[(one === place ? other : one) ?? -1];
      if (line === undefined) return [];
      const count = overlaps.accepts.data[pair] ?? 0;
      const ofFirst = share(count, first.accepts);
      const hz = ofFirst * (first.meanHz ?? 0);
      return [{ name: line.name, hz, ofFirst, ofOwn: share(count, line.accepts) }];
    })
    .toSorted((a, b) => b.hz - a.hz);
}

/** In words: what two lines have in common, or how much of a line is its own. */
export function overlapWords(data: RatesData, name: string, other: string): string {
  const first = data.lines.find((line) => line.name === name);
  if (first === undefined) return '';
  const partners = partnersOf(data, name);
  const alone =
    `${name} keeps ${formatKnownRate(first.meanHz)}, of which ` +
    `${formatKnownRate(first.exclusiveMeanHz)} alone.`;
  if (other === '') return alone;
  if (other === name) return `${alone} Choose another line as the second.`;
  const { hz, ofFirst, ofOwn } = partners.find((line) => line.name === other) ?? nothing;
  return (
    `${name} and ${other} keep ${formatKnownRate(hz)} both: ${formatShare(ofFirst)} of ${name}, ` +
    `${formatShare(ofOwn)} of ${other}. ${alone}`
  );
}

const nothing: Omit<Partner, 'name'> = { hz: 0, ofFirst: 0, ofOwn: 0 };

/** Takes hold of the panel: the overlap of two lines that are chosen, or of one with all. */
export function makeOverlapPanel(): { readonly show: (data: RatesData) => void } {
  const [one, other] = [
    byId<HTMLSelectElement>('overlap-one'),
    byId<HTMLSelectElement>('overlap-other'),
  ];
  let latest: RatesData | undefined;
  let isChosen = false;
  const draw = (): void => {
    if (latest === undefined) return;
    setText(byId('overlap-said'), saidOf(latest, one.value, other.value));
    const partners = partnersOf(latest, one.value)
      .filter(({ name }) => other.value === '' || name === other.value)
      .slice(0, maxPartners);
    byId('overlap-table').hidden = partners.length === 0;
    fillRows(
      byId('overlap-rows'),
      labels,
      partners.map(({ name, hz, ofFirst, ofOwn }) => [
        { text: name },
        { text: formatKnownRate(hz) },
        { text: formatShare(ofFirst) },
        { text: formatShare(ofOwn) },
      ]),
    );
  };
  for (const pick of [one, other])
    pick.addEventListener('change', () => {
      isChosen = true;
      draw();
    });
  return {
    show: (data) => {
      latest = data;
      const names = data.lines
        .filter(({ accepts }) => (accepts ?? 0) > 0)
        .map(({ name }) => [name, name] as const);
      setOptions(one, names);
      if (!isChosen && names.length > 0) one.value = busiestOf(data);
      isChosen ||= (data.accepts ?? 0) > 1000;
      setOptions(other, [['', 'any'], ...names]);
      draw();
    },
  };
}

const busiestOf = ({ lines }: RatesData): string =>
  lines.toSorted((a, b) => (b.accepts ?? 0) - (a.accepts ?? 0))[0]?.name ?? '';

const saidOf = (data: RatesData, one: string, other: string): string =>
  one === ''
    ? 'No line has kept an accept yet: pairs are shown from the first on.'
    : overlapWords(data, one, other);
