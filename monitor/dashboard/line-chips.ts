import { namesOf } from './curve-data.js';
import { make } from './dom.js';
import { type CurveData, keyOf } from './messages.js';
import { definitionOf } from './names.js';
import { curveStyle } from './palette.js';

interface LineChips {
  readonly show: (curves: readonly CurveData[], shown: ReadonlySet<string>) => void;
}

/** One check box per curve, with its colour and dashes, into `host`. */
export function makeLineChips(
  host: HTMLElement,
  onChange: (key: string, isOn: boolean) => void,
): LineChips {
  let keys = '';
  const chipFor = (curve: CurveData, index: number, name: string, isOn: boolean): HTMLElement => {
    const box = make('input');
    box.type = 'checkbox';
    box.checked = isOn;
    box.addEventListener('change', () => onChange(keyOf(curve), box.checked));
    const chip = make('label', 'chip');
    const definition = curve.lines === undefined ? '' : `${definitionOf(curve.lines)}; `;
    chip.title = `${definition}of ${curve.selection}`;
    chip.append(box, swatch(index), make('span', '', name));
    return chip;
  };
  return {
    show: (curves, shown) => {
      const nextKeys = curves.map(keyOf).join('\n');
      if (nextKeys === keys) return;
      keys = nextKeys;
      const names = namesOf(curves);
      host.replaceChildren(
        ...curves.map((curve, index) =>
          chipFor(curve, index, names.get(keyOf(curve)) ?? '', shown.has(keyOf(curve))),
        ),
      );
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
