import { namesOf } from './curve-data.js';
import { byId, make, setOptions, setText } from './dom.js';
import { formatCount, formatEfficiency, variableText } from './format.js';
import { type CurveData, keyOf } from './messages.js';
import { definitionOf, familyName } from './names.js';

/**
 * The curve of one line in numbers: the text alternative of the plot. Filled only while it is open.
 */
export function makeValuesTable(): { readonly show: (curves: readonly CurveData[]) => void } {
  const details = byId<HTMLDetailsElement>('values');
  const line = byId<HTMLSelectElement>('values-line');
  let curves: readonly CurveData[] = [];
  const fill = (): void => {
    const curve = curves.find((candidate) => keyOf(candidate) === line.value);
    if (!details.open || !curve) return;
    setText(byId('values-selection'), wordsOf(curve));
    setText(byId('values-variable'), variableText(curve));
    setText(
      byId('values-caption'),
      `Efficiency of ${curve.line} per bin of ${variableText(curve)}`,
    );
    fillRows(byId('values-rows'), curve);
  };
  details.addEventListener('toggle', fill);
  line.addEventListener('change', fill);
  return {
    show: (next) => {
      curves = next;
      const names = namesOf(curves);
      setOptions(
        line,
        curves.map((curve) => [keyOf(curve), names.get(keyOf(curve)) ?? '']),
      );
      fill();
    },
  };
}

/** Of which events, what a family is, and why there is nothing where there is nothing. */
function wordsOf({ line, lines, selection, remark }: CurveData): string {
  const definition =
    lines === undefined ? '' : ` ${familyName(line)} is the ${definitionOf(lines)}.`;
  const lacking = remark === undefined ? '' : ` Efficiency ${remark}.`;
  return `Of events with: ${selection}.${definition}${lacking}`;
}

function fillRows(body: HTMLElement, curve: CurveData): void {
  const bins = curve.efficiency.data.length;
  while (body.children.length > bins) body.lastElementChild?.remove();
  for (let bin = 0; bin < bins; bin++) {
    const row = body.children[bin] ?? body.appendChild(makeRow());
    const { value, interval } = formatEfficiency(
      curve.efficiency.data[bin] ?? null,
      curve.low.data[bin] ?? 0,
      curve.high.data[bin] ?? 1,
    );
    const texts = [
      binText(curve, bin),
      formatCount(curve.selected.data[bin] ?? 0),
      formatCount(curve.fired.data[bin] ?? 0),
      value,
      interval,
    ];
    texts.forEach((text, column) => setText(row.children[column] as Element, text));
  }
}

function makeRow(): HTMLElement {
  const row = make('tr');
  const head = make('th');
  head.scope = 'row';
  row.append(head, ...Array.from({ length: 4 }, () => make('td')));
  return row;
}

function binText({ edges: { data } }: CurveData, bin: number): string {
  const edge = (index: number): string => Number((data[index] ?? 0).toPrecision(4)).toString();
  return `${edge(bin)} – ${edge(bin + 1)}`;
}
