import { axisRange, namesOf, type Trace, traceOf } from './curve-data.js';
import { type DrawnTrace, makeCurvesPlot } from './curves-plot.js';
import { byId, make, setOptions, setText } from './dom.js';
import { formatEfficiency, formatVariable } from './format.js';
import { type CurveData, type EfficienciesData, keyOf } from './messages.js';
import { type CurveStyle, curveStyle } from './palette.js';
import { makeValuesTable } from './values-table.js';

export interface CurvesView {
  readonly show: (data: EfficienciesData) => void;
  readonly restyle: () => void;
}

/** At first the curves of the single-photon programme are shown, eight at most. */
const isShownFirst = ({ family, line }: CurveData): boolean => family === 'single-photon' || line === 'hie';
const shownFirst = 8;

/** The plot, the chips that choose its lines, reading by keyboard and the table of values. */
export function makeCurvesView(): CurvesView {
  let curves: readonly CurveData[] = [];
  let hasEvents = false;
  let shown: Set<string> | undefined;
  let readingIndex: number | null = null;
  const host = byId('plot');
  const variable = byId<HTMLSelectElement>('variable');
  const chips = makeChips((key, isOn) => {
    if (isOn) shown?.add(key);
    else shown?.delete(key);
    redraw();
  });
  const values = makeValuesTable();
  const plot = makeCurvesPlot(host, (index) => {
    readingIndex = index;
    showReading();
  });

  const ofVariable = (): readonly CurveData[] => curves.filter((curve) => curve.variable === variable.value);
  const drawn = (): readonly DrawnTrace[] => {
    const names = namesOf(curves);
    const traces = ofVariable().map((curve, index) => ({ ...traceOf(curve, names.get(keyOf(curve)) ?? ''), style: curveStyle(index) }));
    return traces.filter(({ key }) => shown?.has(key));
  };

  const showReading = (): string => {
    const centre = readingIndex === null ? undefined : plot.axis()[readingIndex];
    const [first] = ofVariable();
    const text =
      centre === undefined || !first ? '' : `${formatVariable(first.variable, '')} ${Number(centre.toPrecision(4))} ${first.unit}`;
    const readings = centre === undefined ? [] : drawn().map((trace) => ({ ...trace, value: valueAt(trace, centre) }));
    showReadout(byId('readout'), text, readings);
    return `${text}: ${readings.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
  };

  const redraw = (): void => {
    const present = ofVariable();
    const [first] = present;
    const traces = drawn();
    plot.draw({ traces, range: axisRange(present), axisLabel: first ? formatVariable(first.variable, first.unit) : '' });
    showEmptiness(curves, traces, hasEvents);
    chips.show(present, shown ?? new Set());
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
    hasEvents = data.lines.some(({ selected }) => selected > 0);
    const variables = [...new Map(curves.map((curve) => [curve.variable, formatVariable(curve.variable, curve.unit)]))];
    setOptions(variable, variables);
    byId('variable-pick').hidden = variables.length < 2;
    if (shown === undefined && curves.length > 0) {
      const first = curves.filter(isShownFirst);
      shown = new Set((first.length > 0 ? first : curves).slice(0, shownFirst).map(keyOf));
    }
    redraw();
  };
  return { show, restyle: () => (plot.restyle(), redraw()) };
}

/** Where a key of the plot leads; undefined for other keys. */
function nextIndex(key: string, index: number | null, length: number): number | null | undefined {
  if (length === 0) return undefined;
  const last = length - 1;
  if (key === 'ArrowRight') return index === null ? 0 : Math.min(last, index + 1);
  if (key === 'ArrowLeft') return index === null ? last : Math.max(0, index - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? null : undefined;
}

function valueAt(trace: Trace, centre: number): string {
  const bin = trace.centres.indexOf(centre);
  const efficiency = trace.efficiency[bin] ?? null;
  return formatEfficiency(efficiency, trace.low[bin] ?? 0, trace.high[bin] ?? 1).value;
}

function showReadout(box: HTMLElement, title: string, readings: readonly { name: string; value: string; style: CurveStyle }[]): void {
  if (readings.length === 0) {
    setText(box, 'Point at the plot, or focus it and press ← →, to read values.');
    return;
  }
  const entries = readings.map(({ name, value, style }) => {
    const entry = make('span', 'reading', `${name} ${value}`);
    entry.style.color = style.color;
    return entry;
  });
  box.replaceChildren(make('strong', '', title), ...entries);
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
      'Its source fills none; efficiencies per line are below. Play a card with curves, such as single-photon.',
    ];
  const isFilled = curves.some(({ selected }) => selected.data.some((count) => (count ?? 0) > 0));
  if (!isFilled) return ['Waiting for the first events', 'Curves appear as soon as the run has decided on some.'];
  return traces.length === 0 ? ['No line is chosen', 'Choose one above to see its curve.'] : undefined;
}

function showEmptiness(...state: Parameters<typeof emptinessOf>): void {
  const box = byId('plot-empty');
  const texts = emptinessOf(...state);
  box.hidden = texts === undefined;
  if (texts) box.replaceChildren(make('strong', '', texts[0]), make('span', '', texts[1]));
}

interface Chips {
  readonly show: (curves: readonly CurveData[], shown: ReadonlySet<string>) => void;
}

/** One check box per curve, with its colour and dashes. */
function makeChips(onChange: (key: string, isOn: boolean) => void): Chips {
  const host = byId('chips');
  let keys = '';
  const chipFor = (curve: CurveData, index: number, name: string, isOn: boolean): HTMLElement => {
    const box = make('input');
    box.type = 'checkbox';
    box.checked = isOn;
    box.addEventListener('change', () => onChange(keyOf(curve), box.checked));
    const chip = make('label', 'chip');
    chip.title = curve.selection;
    chip.append(box, swatch(index), make('span', '', name));
    return chip;
  };
  return {
    show: (curves, shown) => {
      const nextKeys = curves.map(keyOf).join('\n');
      if (nextKeys === keys) return;
      keys = nextKeys;
      const names = namesOf(curves);
      host.replaceChildren(...curves.map((curve, index) => chipFor(curve, index, names.get(keyOf(curve)) ?? '', shown.has(keyOf(curve)))));
    },
  };
}

/** A stroke in the curve's colour and dashes. */
function swatch(index: number): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 26 6');
  svg.setAttribute('class', `swatch curve-${(index % 8) + 1}`);
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', 'M0 3h26');
  line.setAttribute('stroke-dasharray', curveStyle(index).dash.join(' '));
  svg.append(line);
  return svg;
}
