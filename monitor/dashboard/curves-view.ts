import { formatConfidence } from '../confidence.js';
import { makeCurveGroupView } from './curve-group-view.js';
import { groupsOf } from './curve-groups.js';
import { byId, make, setOptions, setText } from './dom.js';
import { variableText } from './format.js';
import type { CurveData, EfficienciesData } from './messages.js';
import { makeValuesTable } from './values-table.js';

interface CurvesView {
  readonly show: (data: EfficienciesData) => void;
  readonly restyle: () => void;
}

/** The curves: one frame for each selection, and the table of values. */
export function makeCurvesView(): CurvesView {
  const host = byId('curve-groups');
  const variable = byId<HTMLSelectElement>('variable');
  const values = makeValuesTable();
  const frames: ReturnType<typeof makeCurveGroupView>[] = [];
  let curves: readonly CurveData[] = [];

  const redraw = (): void => {
    const groups = groupsOf(curves, variable.value);
    while (frames.length < groups.length) frames.push(makeCurveGroupView());
    if (host.children.length !== groups.length)
      host.replaceChildren(...frames.slice(0, groups.length).map(({ element }) => element));
    groups.forEach((group, index) => frames[index]?.show(group));
    values.show(groups.flatMap((group) => group.curves));
  };
  variable.addEventListener('change', redraw);
  return {
    show: (data) => {
      curves = data.curves;
      setText(byId('curves-confidence'), `${formatConfidence(data.confidence)}\u00a0% `);
      setText(
        byId('curves-stage'),
        data.stage === 'psnm' ? 'after prescale and mask' : 'before prescale',
      );
      const variables = [...new Map(curves.map((curve) => [curve.variable, variableText(curve)]))];
      setOptions(variable, variables);
      byId('variable-pick').hidden = variables.length < 2;
      showEmptiness(data);
      redraw();
    },
    restyle: () => {
      for (const frame of frames) frame.restyle();
      redraw();
    },
  };
}

/** Why there is no frame at all, and what to do about it. */
function showEmptiness({ curves, lines }: EfficienciesData): void {
  const box = byId('plot-empty');
  box.hidden = curves.length > 0;
  byId('values').hidden = curves.length === 0;
  const texts = lines.some(({ selected }) => selected > 0)
    ? [
        'No curves in this run',
        'Its source fills none; efficiencies per line are below. Play a card with curves, such ' +
          'as single-photon.',
      ]
    : ['Waiting for the first events', 'Curves appear as soon as the run has decided on some.'];
  box.replaceChildren(make('strong', '', texts[0]), make('span', '', texts[1]));
}
