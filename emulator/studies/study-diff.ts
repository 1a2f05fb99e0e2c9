import { userEvents } from '../chain/user-overlay.js';
import type { CurveResult, EfficiencyResult } from './curve-result.js';
import type { StudyDocument } from './document.js';
import type { EfficiencyInterval } from './intervals.js';
import type { MapResult } from './map-result.js';
import { briefProvenance, type Provenance } from './provenance.js';
import { programHash } from './shards/fingerprint.js';
import { type Compared, differenceOf, ratioOf } from './ratio.js';

/** Two efficiencies of one name, and how they compare. */
interface ComparedEfficiency {
  readonly a: EfficiencyInterval;
  readonly b: EfficiencyInterval;
  /** b / a and b − a, as of independent samples. */
  readonly ratio: Compared;
  readonly difference: Compared;
}

/** What is compared of two studies. */
export interface StudyDiff {
  readonly version: string;
  /** Hash of the program that has compared. */
  readonly program: string;
  readonly a: DiffedStudy;
  readonly b: DiffedStudy;
  readonly totals: readonly (ComparedEfficiency &
    Pick<EfficiencyResult, 'kind' | 'name' | 'selection' | 'stage'>)[];
  readonly curves: readonly (Pick<
    CurveResult,
    | 'id'
    | 'line'
    | 'selection'
    | 'stage'
    | 'variable'
    | 'label'
    | 'unit'
    | 'edges'
    | 'confidence'
    | 'interval'
  > & { readonly bins: readonly ComparedEfficiency[] })[];
  /** Where both have maps. */
  readonly maps?: readonly (Pick<
    MapResult,
    'id' | 'line' | 'selection' | 'stage' | 'x' | 'y' | 'confidence' | 'interval'
  > & { readonly cells: readonly ComparedEfficiency[] })[];
  /** What differs between the two, and what could not be compared. */
  readonly notes: readonly string[];
}

interface DiffedStudy {
  readonly source: string;
  readonly card: string;
  readonly events: number;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly machine: string;
  readonly version: string;
  /** SHA-256 of the file that was read. */
  readonly sha256: string;
  /** The short of it; absent in results of a version that had none. */
  readonly provenance?: ReturnType<typeof briefProvenance>;
}

/** Of `emulate --process`, which has addresses of its own: the process, too. */
interface DiffableStudy extends StudyDocument {
  readonly process?: string;
}

/** A study as it was read, with where it was. */
export interface ReadStudy {
  readonly source: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly study: DiffableStudy;
}

/** Compares two studies: totals by name, curves and maps by id, line and edges. */
export function studyDiff(version: string, a: ReadStudy, b: ReadStudy): StudyDiff {
  const notes: string[] = [];
  const totals = pairs(
    totalsIn(a.study),
    totalsIn(b.study),
    ({ kind, name }) => `${kind} ${name}`,
    notes,
  );
  const curves = pairs(a.study.curves, b.study.curves, (curve) => `curve ${keyOf(curve)}`, notes);
  const maps = mapsIn(a.study, b.study, notes);
  return {
    version,
    program: programHash(),
    a: diffed(a),
    b: diffed(b),
    totals: totals.flatMap(([one, other]) =>
      isSame(one, other, `${one.kind} ${one.name}`, notes)
        ? {
            kind: one.kind,
            name: one.name,
            selection: one.selection,
            stage: one.stage,
            ...compared(one, other),
          }
        : [],
    ),
    curves: curves.flatMap(([one, other]) => {
      if (!isSame(one, other, `curve ${keyOf(one)}`, notes)) return [];
      const { id, line, selection, stage, variable, label, unit, edges, confidence, interval } =
        one;
      const bins = edges.slice(1).map((_, bin) => compared(binOf(one, bin), binOf(other, bin)));
      const axis = { variable, label, unit, edges };
      return [{ id, line, selection, stage, confidence, interval, ...axis, bins }];
    }),
    ...(maps.length === 0 ? {} : { maps }),
    notes: [...differences(a.study, b.study), ...notes],
  };
}

const keyOf = ({ id, line }: Pick<CurveResult, 'id' | 'line'>): string => `${id}/${line}`;

/** Maps of both, cell by cell. */
function mapsIn(a: StudyDocument, b: StudyDocument, notes: string[]) {
  const both = pairs(a.maps ?? [], b.maps ?? [], (map) => `map ${keyOf(map)}`, notes);
  return both.flatMap(([one, other]) => {
    if (!isSame(one, other, `map ${keyOf(one)}`, notes)) return [];
    const { id, line, selection, stage, x, y, confidence, interval } = one;
    const cells = one.efficiency.map((_, cell) => compared(binOf(one, cell), binOf(other, cell)));
    return [{ id, line, selection, stage, confidence, interval, x, y, cells }];
  });
}

const totalsIn = ({ lines, families, probes }: StudyDocument): readonly EfficiencyResult[] => [
  ...lines,
  ...families,
  ...probes,
];

const diffed = ({ source, sha256, study }: ReadStudy): DiffedStudy => {
  const { card, events, seed, menu, conditions, machine, version } = study;
  // Read from a file, which may be older.
  const provenance = study.provenance as Provenance | undefined;
  return {
    source,
    card,
    events,
    seed,
    menu,
    conditions,
    machine,
    version,
    sha256,
    ...(provenance !== undefined && { provenance: briefProvenance(provenance) }),
  };
};

const compared = (a: EfficiencyInterval, b: EfficiencyInterval): ComparedEfficiency => {
  const plain = ({ efficiency, low, high }: EfficiencyInterval): EfficiencyInterval => ({
    efficiency,
    low,
    high,
  });
  return { a: plain(a), b: plain(b), ratio: ratioOf(a, b), difference: differenceOf(a, b) };
};

const binOf = (
  { efficiency, low, high }: Pick<CurveResult, 'efficiency' | 'low' | 'high'>,
  bin: number,
): EfficiencyInterval => ({
  efficiency: efficiency[bin]!,
  low: low[bin]!,
  high: high[bin]!,
});

/** What both have; what one lacks is noted. */
function pairs<T>(
  ofA: readonly T[],
  ofB: readonly T[],
  key: (one: T) => string,
  notes: string[],
): readonly (readonly [T, T])[] {
  const others = new Map(ofB.map((one) => [key(one), one]));
  const own = new Set(ofA.map(key));
  const onlyA = ofA.filter((one) => !others.has(key(one))).map(key);
  const onlyB = ofB.map(key).filter((name) => !own.has(name));
  if (onlyA.length > 0) notes.push(`only in A: ${onlyA.join(', ')}`);
  if (onlyB.length > 0) notes.push(`only in B: ${onlyB.join(', ')}`);
  return ofA.flatMap((one) => {
    const other = others.get(key(one));
    return other === undefined ? [] : [[one, other] as const];
  });
}

type Selected = Pick<CurveResult, 'selection' | 'stage' | 'confidence' | 'interval'> &
  Partial<Pick<CurveResult, 'variable' | 'unit' | 'edges' | 'lines'>> &
  Partial<Pick<MapResult, 'x' | 'y'>>;

type Kind = ReturnType<typeof kindOf>;

/** What two numbers must share: not how their axes are called, which may be told otherwise. */
function kindOf({ selection, stage, confidence, interval, variable, unit, edges, x, y }: Selected) {
  const axis = (of: MapResult['x'] | undefined) =>
    of && { variable: of.variable, unit: of.unit, edges: of.edges };
  const own = { variable, unit, edges, x: axis(x), y: axis(y) };
  return { selection, stage, confidence, interval, ...own };
}

/** Whether two numbers are of one kind; else why not is noted. Other lines of a family are told. */
function isSame(a: Selected, b: Selected, name: string, notes: string[]): boolean {
  const [ofA, ofB] = [a, b].map(kindOf) as [Kind, Kind];
  const other = (Object.keys(ofA) as (keyof Kind)[]).filter(
    (key) => JSON.stringify(ofA[key]) !== JSON.stringify(ofB[key]),
  );
  if (other.length > 0) notes.push(`${name}: not compared, ${other.join(' and ')} differ`);
  else if (JSON.stringify(a.lines) !== JSON.stringify(b.lines))
    notes.push(
      `${name}: of other lines, ${a.lines?.join(' ∨ ')} in A, ${b.lines?.join(' ∨ ')} in B`,
    );
  return other.length === 0;
}

/** How the two were made differently, and whether they share events. */
function differences(a: DiffableStudy, b: DiffableStudy): readonly string[] {
  const keys = ['version', 'card', 'title', 'seed', 'events', 'menu', 'conditions'] as const;
  const around = ['machine', 'overlay', 'geometry', 'process'] as const;
  const told = [...keys, ...around].flatMap((key) =>
    a[key] === b[key] ? [] : [`${key}: ${a[key] ?? 'none'} in A, ${b[key] ?? 'none'} in B`],
  );
  const [pointsA, pointsB] = [pointsText(a), pointsText(b)];
  if (pointsA !== pointsB) return [...told, `points: ${pointsA} in A, ${pointsB} in B`];
  if (a.seed !== b.seed || a.process !== b.process) return told;
  return [
    ...told,
    'both are of the same points and seed, so they share events: intervals of ratios, as of ' +
      `independent samples, are rather too wide${unlessChanged(a)}`,
  ];
}

/** What makes the events of a study; how many there are of each is told apart. */
const pointsText = ({ points }: StudyDocument): string =>
  points
    .map(({ name, generator, parameters }) => `${name} (${generator} ${asText(parameters)})`)
    .join(', ');

const asText = (parameters: unknown): string => JSON.stringify(parameters);

/** Files without a hash are the same by their names only. */
function unlessChanged({ points }: StudyDocument): string {
  const files = points.filter(
    ({ generator, parameters }) =>
      generator === userEvents && !asText(parameters).includes('"sha256"'),
  );
  if (files.length === 0) return '';
  return `, unless ${files.map(({ name }) => name).join(', ')} has changed between them`;
}
