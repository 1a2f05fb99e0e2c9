import { formatConfidence } from '../confidence.js';
import { axisRange, namesOf, type Trace, traceOf } from './curve-data.js';
import { type DrawnTrace, makeCurvesPlot } from './curves-plot.js';
import { byId, make, setOptions, setText } from './dom.js';
import { formatVariable } from './format.js';
import { makeLineChips } from './line-chips.js';
import { type CurveData, type EfficienciesData, keyOf } from './messages.js';
import { curveStyle } from './palette.js';
import { nextIndex, showReadout, valueAt } from './reading.js';
import { makeValuesTable } from './values-table.js';

interface CurvesView {
  readonly show: (data: EfficienciesData) => void;
  readonly restyle: () => void;
}

/**
 * At first the curves of the single-photon programme are shown, against each variable eight at
 * most; without any, those there are.
 */
const isShownFirst = ({ family, line }: CurveData): boolean =>
  family === 'single-photon' || line === 'hie';
const maxShownFirst = 8;

function shownFirst(curves: readonly CurveData[]): Set<string> {
  const variables = [...new Set(curves.map(({ variable }) => variable))];
  return new Set(
    variables.flatMap((variable) => {
      const candidates = curves.filter((curve) => curve.variable === variable);
      const first = candidates.filter(isShownFirst);
      return (first.length > 0 ? first : candidates).slice(0, maxShownFirst).map(keyOf);
    }),
  );
}

// long: closures over the elements and state of one part of the page.
/** The plot, the chips that choose its lines, reading by keyboard and the table of values. */
export function makeCurvesView(): CurvesView {
  let curves: readonly CurveData[] = [];
  let hasEvents = false;
  let shown = new Set<string>();
  let known = '';
  let readingIndex: number | null = null;
  const host = byId('plot');
  const variable = byId<HTMLSelectElement>('variable');
  const chips = makeLineChips((key, isOn) => {
    if (isOn) shown.add(key);
    else shown.delete(key);
    redraw();
  });
  const values = makeValuesTable();
  const plot = makeCurvesPlot(host, (index) => {
    readingIndex = index;
    showReading();
  });

  const ofVariable = (): readonly CurveData[] =>
    curves.filter((curve) => curve.variable === variable.value);
  const drawn = (): readonly DrawnTrace[] => {
    const names = namesOf(curves);
    const traces = ofVariable().map((curve, index) => ({
      ...traceOf(curve, names.get(keyOf(curve)) ?? ''),
      style: curveStyle(index),
    }));
    return traces.filter(({ key }) => shown.has(key));
  };

  const showReading = (): string => {
    const centre = readingIndex === null ? undefined : plot.axis()[readingIndex];
    const [first] = ofVariable();
    const text =
      centre === undefined || !first
        ? ''
        : `${formatVariable(first.variable, '')} ${Number(centre.toPrecision(4))} ${first.unit}`;
    const readings =
      centre === undefined
        ? []
        : drawn().map((trace) => ({ ...trace, value: valueAt(trace, centre) }));
    showReadout(byId('readout'), text, readings);
    return `${text}: ${readings.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
  };

  const redraw = (): void => {
    const present = ofVariable();
    const [first] = present;
    const traces = drawn();
    plot.draw({
      traces,
      range: axisRange(present),
      axisLabel: first ? formatVariable(first.variable, first.unit) : '',
    });
    showEmptiness(curves, traces, hasEvents);
    chips.show(present, shown);
    values.show(present);
    showReading();
  };

  variable.addEventListener('change', redraw);
  host.addEventListener('keydown', (event) => {
    const next = nextIndex(event.key, readingIndex, plot.axis().length);
    if (next === undefined) return;
    event.preventDefault();
    plot.readAt(next);
    readingIndex = next;
    const spoken = showReading();
    setText(byId('announcer'), next === null ? 'Reading ended.' : spoken);
  });

  const show = (data: EfficienciesData): void => {
    curves = data.curves;
    setText(byId('curves-confidence'), `${formatConfidence(data.confidence)}\u00a0% `);
    setText(
      byId('curves-stage'),
      data.stage === 'psnm' ? 'after prescale and mask' : 'before prescale',
    );
    hasEvents = data.lines.some(({ selected }) => selected > 0);
    const variables = [
      ...new Map(
        curves.map((curve) => [curve.variable, formatVariable(curve.variable, curve.unit)]),
      ),
    ];
    setOptions(variable, variables);
    byId('variable-pick').hidden = variables.length < 2;
    // Another card, perhaps after a restart: the choice of lines begins again.
    const keys = curves.map(keyOf).join('\n');
    if (keys !== known) shown = shownFirst(curves);
    known = keys;
    redraw();
  };
  return { show, restyle: () => (plot.restyle(), redraw()) };
}

/** Why there is nothing to see, and what to do about it. */
function emptinessOf(
  curves: readonly CurveData[],
  traces: readonly Trace[],
  hasEvents: boolean,
): readonly [title: string, hint: string] | undefined {
  if (curves.length === 0 && hasEvents)
    return [
      'No curves in this run',
      'Its source fills none; efficiencies per line are below. Play a card with curves, such ' +
        'as single-photon.',
    ];
  const isFilled = curves.some(({ selected }) => selected.data.some((count) => (count ?? 0) > 0));
  if (!isFilled)
    return [
      'Waiting for the first events',
      'Curves appear as soon as the run has decided on some.',
    ];
  return traces.length === 0
    ? ['No line is chosen', 'Choose one above to see its curve.']
    : undefined;
}

function showEmptiness(...state: Parameters<typeof emptinessOf>): void {
  const box = byId('plot-empty');
  const texts = emptinessOf(...state);
  box.hidden = texts === undefined;
  if (texts) box.replaceChildren(make('strong', '', texts[0]), make('span', '', texts[1]));
}
