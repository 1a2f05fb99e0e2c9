import { axisRange, namesOf, traceOf } from './curve-data.js';
import type { CurveGroup } from './curve-groups.js';
import { type DrawnTrace, makeCurvesPlot } from './curves-plot.js';
import { byId, make, setText } from './dom.js';
import { variableText } from './format.js';
import { makeLineChips } from './line-chips.js';
import { keyOf } from './messages.js';
import { definitionOf, familyName } from './names.js';
import { curveStyle } from './palette.js';
import { nextIndex, showReadout, valueAt } from './reading.js';

/** Curves drawn at first; more are a thicket. */
const maxShownFirst = 8;

/** One frame of curves: what selects its events, its lines, its plot, and what is read off. */
interface CurveGroupView {
  readonly element: HTMLElement;
  readonly show: (group: CurveGroup) => void;
  readonly restyle: () => void;
}

/** The parts of the frame; the label of the plot's axis is what its values are told by. */
function makeParts() {
  const element = make('section', 'curve-group');
  const title = make('h4');
  const chips = make('fieldset', 'chips');
  const legend = make('legend', 'unseen');
  const boxes = make('div', 'chip-list');
  chips.append(legend, boxes);
  const notes = make('p', 'hint curve-notes');
  const stage = make('div', 'stage');
  const host = make('div', 'plot');
  host.tabIndex = 0;
  host.role = 'group';
  host.ariaRoleDescription = 'plot';
  host.setAttribute('aria-describedby', 'plot-help');
  const empty = make('p', 'empty');
  stage.append(host, empty);
  const readout = make('div', 'readout');
  element.append(title, chips, notes, stage, readout);
  return { element, title, legend, boxes, notes, host, empty, readout };
}

// long: closures over the elements and state of one frame.
/** An empty frame, not yet in the page. */
export function makeCurveGroupView(): CurveGroupView {
  const parts = makeParts();
  const { element, host, readout } = parts;
  let group: CurveGroup = { selection: '', curves: [] };
  let shown = new Set<string>();
  let known = '';
  let readingIndex: number | null = null;
  const chips = makeLineChips(parts.boxes, (key, isOn) => {
    if (isOn) shown.add(key);
    else shown.delete(key);
    redraw();
  });
  const plot = makeCurvesPlot(host, (index) => {
    readingIndex = index;
    showReading();
  });

  const drawn = (): readonly DrawnTrace[] => {
    const names = namesOf(group.curves);
    return group.curves
      .map((curve, index) => ({
        ...traceOf(curve, names.get(keyOf(curve)) ?? ''),
        style: curveStyle(index),
      }))
      .filter(({ key }) => shown.has(key));
  };
  const showReading = (): string => {
    const centre = readingIndex === null ? undefined : plot.axis()[readingIndex];
    const [first] = group.curves;
    const readings =
      centre === undefined
        ? []
        : drawn().map((trace) => ({ ...trace, value: valueAt(trace, centre) }));
    const unit = first && first.unit !== '' ? ` ${first.unit}` : '';
    const text = first && centre !== undefined ? `${symbolAt(first, centre)}${unit}` : '';
    showReadout(readout, text, readings);
    const values = readings.map(({ name, value }) => `${name} ${value}`).join(', ');
    return `${text}: ${values}; of ${group.selection}`;
  };
  const redraw = (): void => {
    const [first] = group.curves;
    const traces = drawn();
    plot.draw({
      traces,
      range: axisRange(group.curves),
      axisLabel: first ? variableText(first) : '',
    });
    showEmptiness(parts.empty, group, traces.length);
    chips.show(group.curves, shown);
    showReading();
  };
  host.addEventListener('keydown', (event) => {
    const next = nextIndex(event.key, readingIndex, plot.axis().length);
    if (next === undefined) return;
    event.preventDefault();
    plot.readAt(next);
    readingIndex = next;
    const spoken = showReading();
    setText(byId('announcer'), next === null ? 'Reading ended.' : spoken);
  });
  return {
    element,
    show: (next) => {
      group = next;
      const keys = group.curves.map(keyOf).join('\n');
      if (keys !== known) shown = new Set(group.curves.slice(0, maxShownFirst).map(keyOf));
      known = keys;
      setText(parts.title, `Of ${group.selection}`);
      setText(parts.legend, `Lines shown, of ${group.selection}`);
      showNotes(parts.notes, group);
      host.ariaLabel = `Turn-on curves of ${group.selection}`;
      redraw();
    },
    restyle: plot.restyle,
  };
}

const symbolAt = (curve: CurveGroup['curves'][number], centre: number): string =>
  `${variableText({ ...curve, unit: '' })} ${Number(centre.toPrecision(4))}`;

/** What a reader must know of the curves: what a family is, and why one is not measured. */
function showNotes(box: HTMLElement, { curves }: CurveGroup): void {
  const notes = curves.flatMap(({ line, lines, remark }) => [
    ...(lines === undefined ? [] : [`${familyName(line)}: ${definitionOf(lines)}.`]),
    ...(remark === undefined ? [] : [`${line}: ${remark}.`]),
  ]);
  setText(box, notes.join(' '));
  box.hidden = notes.length === 0;
}

/** Says why there is nothing to see, and what to do about it. */
function showEmptiness(box: HTMLElement, { curves }: CurveGroup, traceCount: number): void {
  const isFilled = curves.some(({ selected }) => selected.data.some((count) => (count ?? 0) > 0));
  const texts = !isFilled
    ? ['Waiting for the first of these events', 'Curves appear as soon as there are some.']
    : traceCount === 0
      ? ['No line is chosen', 'Choose one above to see its curve.']
      : undefined;
  box.hidden = texts === undefined;
  if (texts) box.replaceChildren(make('strong', '', texts[0]), make('span', '', texts[1]));
}
