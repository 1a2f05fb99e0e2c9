import { byId } from './dom.js';
import { showFactList } from './fact-list.js';
import { formatCount, formatPower, formatShare, formatThree } from './format.js';
import { binned, binWidth, spanOf } from './history-series.js';
import type { MachineFigures, RunData } from './messages.js';
import type { PageHistory } from './page-history.js';
import { cssColor, curveStyle } from './palette.js';
import { makeTimePlot } from './time-plot.js';

/** The panel of the accelerator: luminosity, currents, what is lost to the veto, thinning. */
interface MachineView {
  readonly show: (data: RunData) => void;
  readonly drawHistory: () => void;
  readonly restyle: () => void;
}

/** One hour [min]. */
const longest = 60;
/** Unit of the luminosity on the axis, whose numbers reach no higher than 1e16. */
const axisUnit = 1e34;

/** Takes hold of the panel; `history` tells the past. */
export function makeMachineView(history: PageHistory): MachineView {
  const span = (): number => spanOf(history.times(), longest);
  const shared = { span };
  const luminosity = makeTimePlot(byId('luminosity-plot'), {
    ...shared,
    format: formatThree,
    least: 1e-4,
  });
  const currents = makeTimePlot(byId('currents-plot'), {
    ...shared,
    format: (ampere) => `${formatThree(ampere)} A`,
    least: 0.01,
  });
  let rings: readonly string[] = [];
  return {
    show: ({ machine }) => {
      byId('machine-empty').hidden = machine !== undefined;
      byId('machine-body').hidden = machine === undefined;
      if (machine === undefined) return;
      rings = machine.rings.map(({ name }) => name);
      showFacts(machine);
      const now = machine.rings.map(({ name, current }) => `${name} ${current.toFixed(3)} A`);
      byId('luminosity-plot').ariaLabel =
        'Luminosity over the last hour; now ' + `${formatPower(machine.luminosity)} /(cm² s)`;
      byId('currents-plot').ariaLabel = `Beam currents over the last hour; now ${now.join(', ')}`;
    },
    drawHistory: () => {
      if (byId('machine-body').hidden) return;
      const columns = [
        history.column('luminosity'),
        ...rings.map((r) => history.column(`current:${r}`)),
      ];
      const bins = binned(history.times(), columns, {
        span: 60 * span(),
        width: binWidth(span()),
      });
      const values = (bins.columns[0] ?? []).map((value) =>
        value === null ? null : value / axisUnit,
      );
      const trace = (label: string, index: number, values: readonly (number | null)[]) => ({
        label,
        color: cssColor(`--curve-${index}`),
        dash: curveStyle(index - 1).dash,
        filled: false,
        values,
      });
      luminosity.draw(bins.minutes, [trace('luminosity', 3, values)]);
      currents.draw(
        bins.minutes,
        rings.map((name, index) => trace(name, index + 1, bins.columns[index + 1] ?? [])),
      );
    },
    restyle: () => {
      luminosity.restyle();
      currents.restyle();
    },
  };
}

/** Of the last seconds, until the run is over, and of the run. */
const ratios = ({ recent, run }: MachineFigures['realTime']): string =>
  [
    ...(recent === null ? [] : [`${formatThree(recent)} (10 s)`]),
    `${run === null ? '–' : formatThree(run)} (run)`,
  ].join(', ');

function showFacts(machine: MachineFigures): void {
  const { thinning, realTime, delivered, live, vetoed, rings, probes } = machine;
  const part = (value: number): string =>
    delivered > 0 ? ` (${formatShare(value / delivered)})` : '';
  const facts: readonly (readonly [string, string])[] = [
    ['State', machine.epoch === 0 ? machine.name : `${machine.name}, epoch ${machine.epoch}`],
    ['Luminosity', `${formatPower(machine.luminosity)} /(cm² s)`],
    ...rings.map(({ name, current, shotRate }): readonly [string, string] => [
      name,
      `${current.toFixed(3)} A, ${formatThree(shotRate)} shots/s`,
    ]),
    ['Delivered', `${formatThree(delivered)} /nb`],
    ['Live', `${formatThree(live)} /nb${part(live)}`],
    ['Vetoed', `${formatThree(vetoed)} /nb${part(vetoed)}`],
    ['Played / real time', ratios(realTime)],
    [
      'Thinned windows',
      `${formatCount(thinning.windows)} stand for ${formatCount(thinning.weighted)} ` +
        `(one in ${thinning.factor})`,
    ],
    ['Thinned, yet fired unprescaled', formatCount(thinning.unprescaledFires)],
    ...probes.map(({ card, rate, events }): readonly [string, string] => [
      `Probe ${card}`,
      `${formatCount(events)} at ${formatThree(rate)} Hz`,
    ]),
  ];
  showFactList('machine-facts', facts);
}
