import { byId, setOptions, setText } from './dom.js';
import { formatDuration, formatKnownRate, formatShare } from './format.js';
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
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  const firstKept = overlaps.kept.data[place] ?? 0;
  return overlaps.one.data
    .flatMap((one, pair): readonly Partner[] => {
      const other = overlaps.other.data[pair];
      if (one !== place && other !== place) return [];
      const partner = (one === place ? other : one) ?? -1;
      const line = lines[partner];
      if (line === undefined) return [];
      const count = overlaps.accepts.data[pair] ?? 0;
      const ofFirst = share(count, firstKept);
      const hz = ofFirst * (overlaps.keptHz.data[place] ?? 0);
      const ofOwn = share(count, overlaps.kept.data[partner] ?? 0);
      return [{ name: line.name, hz, ofFirst, ofOwn }];
    })
    .toSorted((a, b) => b.hz - a.hz);
}

/** In words: what two lines have in common, or how much of a line is its own. */
export function overlapWords(data: RatesData, name: string, other: string): string {
  const place = data.lines.findIndex((line) => line.name === name);
  const first = data.lines[place];
  if (first === undefined) return '';
  const partners = partnersOf(data, name);
  const alone =
    `${name} keeps ${formatKnownRate(data.overlaps.keptHz.data[place] ?? null)}, of which ` +
    `${formatKnownRate(first.exclusiveMeanHz)} alone${spanOf(data)}.`;
  if (other === '') return alone;
  if (other === name) return `${alone} Choose another line as the second.`;
  const { hz, ofFirst, ofOwn } = partners.find((line) => line.name === other) ?? nothing;
  return (
    `${name} and ${other} keep ${formatKnownRate(hz)} both: ${formatShare(ofFirst)} of ${name}, ` +
    `${formatShare(ofOwn)} of ${other}. ${alone}`
  );
}

/** Since when this is counted, where that is not the start of the run. */
const spanOf = ({ overlaps: { since } }: RatesData): string =>
  since === undefined ? '' : `, since ${formatDuration(since.seconds ?? 0)} of beam`;

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
