import type {
  NowAndAsked,
  WhatIfAnswer,
  WhatIfEfficiency,
  WhatIfRow,
  WhatIfSample,
} from '../../../monitor/what-if.js';
import type { MenuLine } from '../../../triggers/gdl/menu.js';
import type { DecisionSettings } from './asked-settings.js';
import { placesOf, type Subjects } from './decision-side.js';
import { confidence, ratesOf } from './estimates.js';
import type { KnownSides } from './known-sides.js';
import type { PairedSums } from './paired-sums.js';
import type { ProbeSums } from './probe-sums.js';

/** All that an answer is made of. */
interface Found {
  readonly now: DecisionSettings;
  readonly asked: DecisionSettings;
  readonly known: KnownSides;
  readonly subjects: Subjects;
  readonly sums: PairedSums;
  readonly cards: readonly ProbeSums[];
  readonly sample: Omit<WhatIfSample, 'probes'>;
}

type Told = Pick<
  WhatIfAnswer,
  'menu' | 'sample' | 'confidence' | 'total' | 'families' | 'lines' | 'notes'
>;

/** Sums as rows of now and asked. */
export function answerOf(found: Found): Told {
  const { now, asked, known, subjects, cards, sample } = found;
  const rows = rowMaker(found);
  return {
    menu: { now: now.menu.menu.name, asked: asked.menu.menu.name },
    sample: { ...sample, probes: cards.reduce((sum, { events }) => sum + events.n, 0) },
    confidence,
    total: rows.total(),
    families: subjects.families.map(rows.family),
    lines: subjects.lines.map(rows.line),
    notes: known.notes,
  };
}

const both = { now: true, asked: true };

// long: rows of three kinds, each a few lines, share what was found.
function rowMaker({ now, asked, known, subjects, sums, cards, sample }: Found) {
  const places = placesOf(subjects);
  const linesNow = byName(now);
  const linesAsked = byName(asked);
  const standsFor = Math.max(1, sample.thinnedOccurrences / Math.max(1, sample.thinnedWindows));

  const rates = (place: number, sides: typeof both, ofNone = { now: 1, asked: 1 }): NowAndAsked =>
    ratesOf(sums.at(place), sample.seconds, { ...sides, ofNone });

  /** What one window that nobody saw may have weighed: lines without prescale see them all. */
  const unseen = (name: string, line: MenuLine | undefined): number => {
    const present = linesNow.get(name);
    const isWhole = present?.prescale === 1 && present.formula === line?.formula;
    return isWhole ? 1 : standsFor;
  };

  const cardOf = (name: string, family: string): ProbeSums | undefined => {
    const counting = cards.filter(({ counted }) => counted.has(name));
    return (
      counting.find(({ card }) => card.name === family) ??
      counting[0] ??
      (family === '' ? undefined : cards.find(({ card }) => card.name === family))
    );
  };

  const efficiencies = (
    name: string,
    family: string,
    place: number,
    sides: typeof both,
  ): readonly WhatIfEfficiency[] => {
    const card = cardOf(name, family);
    return card === undefined ? [] : [card.efficiency(place, sides)];
  };

  const line = (name: string, at: number): WhatIfRow => {
    const [before, after] = [linesNow.get(name), linesAsked.get(name)];
    const why = after && known.unknownAsked.get(after.number);
    const sides = {
      now: before !== undefined && !known.unknownNow.has(before.number),
      asked: after !== undefined && why === undefined,
    };
    const family = (after ?? before)!.family;
    const chance = (each: MenuLine | undefined) => 1 / (each?.prescale || Infinity);
    const none = { now: unseen(name, before), asked: unseen(name, after) };
    return {
      name,
      family,
      prescale: { now: before?.prescale ?? null, asked: after?.prescale ?? null },
      ftdl: rates(places.ftdl + at, sides, none),
      accepts: rates(places.line + at, sides, {
        now: none.now * chance(before),
        asked: none.asked * chance(after),
      }),
      efficiencies: efficiencies(name, family, places.line + at, sides),
      ...(why !== undefined && { remark: why }),
    };
  };

  const hasFamily = ({ menu }: DecisionSettings, name: string): boolean =>
    menu.lines.some(({ family, prescale }) => family === name && prescale > 0);

  return {
    total: (): WhatIfRow => ({
      name: 'Level 1',
      family: '',
      accepts: rates(places.total, both),
      efficiencies: cards.map((card) => card.efficiency(places.total, both)),
    }),
    family: (name: string, at: number): WhatIfRow => {
      const sides = { now: hasFamily(now, name), asked: hasFamily(asked, name) };
      return {
        name,
        family: name,
        accepts: rates(places.family + at, sides),
        efficiencies: efficiencies(name, name, places.family + at, sides),
      };
    },
    line,
  };
}

const byName = ({ menu }: DecisionSettings): ReadonlyMap<string, MenuLine> =>
  new Map(menu.lines.map((line) => [line.name, line] as const));
