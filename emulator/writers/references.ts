import { type Table, tableText } from '../files/text-table.js';
import type { CurveResult } from '../studies/curve-result.js';
import { intervalNames } from '../studies/intervals.js';
import type { ReferenceEfficiency, ReferenceResult } from '../studies/references/result.js';
import { quoteField } from './csv-table.js';
import type { CurvePlot } from './plots.js';
import { stageText } from './totals.js';

/** Two decimals, without the sign of a zero. */
const percent = (value: number): string => (100 * value).toFixed(2).replace(/^-(?=0\.00$)/, '');

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A share with its interval in percent. */
const shown = (value: number | null, { low, high }: Interval): string =>
  value === null ? '–' : `${percent(value)} (${percent(low)} – ${percent(high)})`;

/** The reference in words: `hie ∨ c4/100`, and the tag. */
const referenceText = ({ reference, tag }: ReferenceResult): string =>
  [
    reference
      .map(({ line, prescale }) => (prescale === 1 ? line : `${line}/${prescale}`))
      .join(' ∨ '),
    ...(tag === undefined ? [] : [tag]),
  ].join(' and ');

/** Efficiencies by references for people; empty without any. */
export const referencesText = (references: readonly ReferenceResult[]): string =>
  references.length === 0
    ? ''
    : `${tableText(referencesTableOf(references))}${referenceNotes(references).join('\n')}\n`;

const arePrescaled = (references: readonly ReferenceResult[]): boolean =>
  references.some(({ total }) => total.corrected !== undefined);

/** Efficiencies by references beside the truth, a row each. */
export function referencesTableOf(references: readonly ReferenceResult[]): Table {
  const isPrescaled = arePrescaled(references);
  const header = ['by reference [%]', 'taken', 'measured', 'truth', 'bias'];
  const rows = references.map((result) => [
    result.name,
    ...(result.remark === undefined ? totalCells(result.total, isPrescaled) : [result.remark]),
  ]);
  return { header: [...header, ...(isPrescaled ? ['corrected', 'its bias'] : [])], rows };
}

/** What is measured by what, and what the columns are: a line each. */
export function referenceNotes(references: readonly ReferenceResult[]): readonly string[] {
  const named = new Map<string, string[]>();
  for (const result of references) {
    const text = `${probeText(result)}; ${takenText(result)}; ${result.selection}`;
    named.set(text, [...(named.get(text) ?? []), result.name]);
  }
  const corrected = arePrescaled(references)
    ? ' Corrected: events by 1 over their chance to be taken.'
    : '';
  return [
    ...[...named].map(([text, names]) => `${names.join(', ')}: ${text}`),
    `Bias: measured less truth, of the same events.${corrected}`,
  ];
}

/** The probe with what it is of: `probe stt before prescale`, `probe typ (typ), input bits`. */
function probeText({ probe, probeStage, probeDefinition }: ReferenceResult): string {
  if (probeStage === undefined) return `probe ${probe}`;
  if (probeDefinition === undefined) return `probe ${probe} ${stageText(probeStage)}`;
  return `probe ${probe} (${probeDefinition}), ${stageText(probeStage)}`;
}

const takenText = (result: ReferenceResult): string =>
  `taken after prescale by ${referenceText(result)}` +
  (result.missing.length === 0 ? '' : ` (not in use: ${result.missing.join(', ')})`);

function totalCells(
  { truth, measured, bias, corrected, correctedBias }: ReferenceEfficiency,
  isPrescaled: boolean,
): readonly (string | number)[] {
  const cells = [
    measured.selected,
    shown(measured.efficiency, measured),
    shown(truth.efficiency, truth),
    shown(bias.value, bias),
  ];
  if (!isPrescaled) return cells;
  if (corrected === undefined || correctedBias === undefined)
    return [...cells, 'none prescaled', ''];
  return [
    ...cells,
    shown(corrected.efficiency, corrected),
    shown(correctedBias.value, correctedBias),
  ];
}

const parts = ['truth', 'measured', 'corrected'] as const;
const columns = [
  'name,probe,probe_stage,probe_definition,reference,tag,missing,selection',
  'variable,unit,low_edge,high_edge',
  ...parts.map((part) =>
    ['selected', 'fired', 'efficiency', 'low', 'high'].map((name) => `${part}_${name}`).join(','),
  ),
  'bias,bias_low,bias_high,corrected_bias,corrected_bias_low,corrected_bias_high',
  'interval,confidence,remark',
].join(',');

/** One row for all bins together (no edges), then one for each bin. */
export function referencesCsv(references: readonly ReferenceResult[]): string {
  const rows = references.flatMap((result) => {
    const { curve } = result;
    return [
      csvRow(result, result.total, ['', '']),
      ...(curve?.bins ?? []).map((bin, index) =>
        csvRow(result, bin, [curve!.edges[index]!, curve!.edges[index + 1]!]),
      ),
    ];
  });
  return `${[columns, ...rows].join('\n')}\n`;
}

function csvRow(
  result: ReferenceResult,
  efficiency: ReferenceEfficiency,
  edges: readonly (string | number)[],
): string {
  const { name, probe, missing, selection, curve, tag = '', remark = '' } = result;
  const biases = [efficiency.bias, efficiency.correctedBias];
  return [
    quoteField(name),
    quoteField(probe),
    result.probeStage === undefined ? '' : stageText(result.probeStage),
    quoteField(result.probeDefinition ?? ''),
    quoteField(result.reference.map(({ line, prescale }) => `${line}/${prescale}`).join(' ')),
    quoteField(tag),
    quoteField(missing.join(' ')),
    quoteField(selection),
    curve?.variable ?? '',
    curve?.unit ?? '',
    ...edges,
    ...parts.flatMap((part) => {
      const counted = efficiency[part];
      return counted === undefined
        ? ['', '', '', '', '']
        : [counted.selected, counted.fired, counted.efficiency ?? '', counted.low, counted.high];
    }),
    ...biases.flatMap((bias) =>
      bias === undefined ? ['', '', ''] : [bias.value ?? '', bias.low, bias.high],
    ),
    intervalNames[result.interval],
    result.confidence,
    quoteField(remark),
  ].join(',');
}

const labels: Readonly<Record<(typeof parts)[number], string>> = {
  truth: 'truth',
  measured: 'by the reference',
  corrected: 'by the reference, prescales corrected',
};

/** A picture of each reference that is against a variable: truth and what is measured. */
export function referencePlots(
  references: readonly ReferenceResult[],
  caption: string,
): readonly CurvePlot[] {
  return references.flatMap((result, index) => {
    const { curve, remark } = result;
    if (curve === undefined || remark !== undefined) return [];
    const shownParts = parts.filter((part) => result.total[part] !== undefined);
    return {
      file: `reference-${index + 1}`,
      title: `${result.name} (${result.selection})`,
      caption: `${caption}\n${takenText(result)}`,
      series: shownParts.map((part) => ({ label: labels[part], curve: curveOf(result, part) })),
    };
  });
}

function curveOf(result: ReferenceResult, part: (typeof parts)[number]): CurveResult {
  const { variable, label, unit, edges, bins } = result.curve!;
  const counted = bins.map((bin) => bin[part]!);
  return {
    id: result.name,
    title: result.name,
    line: result.probe,
    family: '',
    selection: labels[part],
    stage: 'ftdl',
    variable,
    label,
    description: '',
    unit,
    edges,
    positions: bins.map((_, bin) => (edges[bin]! + edges[bin + 1]!) / 2),
    selected: counted.map(({ selected }) => selected),
    fired: counted.map(({ fired }) => fired),
    efficiency: counted.map(({ efficiency }) => efficiency),
    low: counted.map(({ low }) => low),
    high: counted.map(({ high }) => high),
    selectedSumw: [],
    selectedSumw2: [],
    firedSumw: [],
    firedSumw2: [],
    confidence: result.confidence,
    interval: result.interval,
  };
}
