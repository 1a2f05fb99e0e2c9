import type { Dashboard, GridPos, Panel } from '@grafana/schema';

/** One query of a panel, and how its series are called. */
interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** What a panel shows: queries in one unit, and what a person should know of them. */
interface View {
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** A figure alone, of now, instead of a curve. */
  readonly isFigure?: true;
  /** Curves lie on each other and add up. */
  readonly stacks?: true;
}

const source = { type: 'prometheus', uid: '${source}' };
/** Every query is of the daemons that were chosen. */
const chosen = 'instance=~"$instance"';
const of = (metric: string, ...matchers: readonly string[]): string =>
  `${metric}{${[chosen, ...matchers].join(', ')}}`;
const one = (expr: string, legend = '{{instance}}'): readonly Query[] => [{ expr, legend }];

const figures: readonly View[] = [
  {
    title: 'Run',
    description: 'Of the run states the one that holds.',
    unit: 'none',
    queries: one(`${of('b2l1_run_state')} == 1`, '{{state}}'),
    isFigure: true,
  },
  {
    title: 'Level-1 rate',
    description: 'Accepts per played second, over a minute.',
    unit: 'hertz',
    queries: one(of('instance:b2l1_level1:hertz1m')),
    isFigure: true,
  },
  {
    title: 'Dead time',
    description: 'Share of ticks that the read-out is dead; no vetoes, no pauses, not the host.',
    unit: 'percentunit',
    queries: one(of('instance:b2l1_daq_dead:ratio_rate1m')),
    isFigure: true,
  },
  {
    title: 'Luminosity',
    description: 'Instantaneous [1/(b s)]; 1e10 are 1e34/(cm² s).',
    unit: 'sci',
    queries: one(of('b2l1_luminosity_inverse_barns_per_second')),
    isFigure: true,
  },
  {
    title: 'Real-time factor',
    description: 'Emulated seconds played per second of wall time, over ten seconds.',
    unit: 'none',
    queries: one(of('b2l1_real_time_ratio', 'over="10s"')),
    isFigure: true,
  },
  {
    title: 'Events lost by the recorder',
    description: 'Accepted events that were not recorded since writing failed.',
    unit: 'short',
    queries: one(of('b2l1_recording_lost_events_total')),
    isFigure: true,
  },
];

// long: a list, one entry a panel.
const curves: readonly View[] = [
  {
    title: 'Level-1 rate by what opened the window',
    description: 'Accepts per played second; a thinned window counts for all it stands for.',
    unit: 'hertz',
    queries: one(of('instance_class:b2l1_class_accepts:hertz1m'), '{{class}}'),
    stacks: true,
  },
  {
    title: 'Families',
    description: 'Windows in which an unprescaled line of the family rose, per played second.',
    unit: 'hertz',
    queries: one(of('instance_family:b2l1_family_rises:hertz1m'), '{{family}}'),
  },
  {
    title: 'Ten lines with most accepts',
    description: 'After prescale and mask, per played second.',
    unit: 'hertz',
    queries: one(`topk(10, ${of('instance_line:b2l1_line_accepts:hertz1m')})`, '{{line}}'),
  },
  {
    title: 'Live efficiency by family',
    description: 'Of probe events by the selection that the page tells, with its interval.',
    unit: 'percentunit',
    queries: [
      { expr: of('b2l1_efficiency_ratio', 'line=""'), legend: '{{family}}' },
      { expr: of('b2l1_efficiency_low_ratio', 'line=""'), legend: '{{family}} low' },
      { expr: of('b2l1_efficiency_high_ratio', 'line=""'), legend: '{{family}} high' },
    ],
  },
  {
    title: "What the clock's ticks count as",
    description: 'Shares of all ticks by state but live.',
    unit: 'percentunit',
    queries: one(
      of('instance_state:b2l1_daq_ticks:ratio_rate1m', 'group!="live"'),
      '{{group}}: {{state}}',
    ),
    stacks: true,
  },
  {
    title: 'Level-1 accepts that are lost',
    description: 'Share that was not read out.',
    unit: 'percentunit',
    queries: one(of('instance:b2l1_daq_lost:ratio_rate1m')),
  },
  {
    title: 'Links',
    description: 'Data against what the links of a subdetector may carry.',
    unit: 'percentunit',
    queries: one(of('instance_subdetector:b2l1_daq_link:ratio'), '{{subdetector}}'),
  },
  {
    title: 'Background against its limits',
    description: 'Hits of all sources, against where the experiment stops or warns.',
    unit: 'percentunit',
    queries: one(of('instance_detector:b2l1_background:ratio'), '{{detector}}'),
  },
  {
    title: 'Beam currents',
    description: 'By ring.',
    unit: 'amp',
    queries: one(of('b2l1_ring_current_amperes'), '{{ring}}'),
  },
  {
    title: 'Recorder',
    description: 'Bytes written a second of wall time.',
    unit: 'Bps',
    queries: one(`rate(${of('b2l1_recorded_bytes_total')}[1m])`),
  },
  {
    title: 'Feed',
    description: 'Samples sent and left out a second, by topic.',
    unit: 'ops',
    queries: [
      { expr: `rate(${of('b2l1_ws_sent_total')}[1m])`, legend: '{{topic}}' },
      { expr: `rate(${of('b2l1_ws_dropped_total')}[1m])`, legend: '{{topic}} left out' },
    ],
  },
  {
    title: 'Memory',
    description: 'Resident memory of all threads, used heap of the main thread.',
    unit: 'bytes',
    queries: [
      { expr: of('b2l1_process_resident_memory_bytes'), legend: 'resident' },
      { expr: of('b2l1_process_heap_used_bytes'), legend: 'heap of the main thread' },
    ],
  },
];

const panelOf = (
  { title, description, unit, queries, isFigure, stacks }: View,
  id: number,
  gridPos: GridPos,
): Panel => ({
  id,
  type: isFigure ? 'stat' : 'timeseries',
  title,
  description,
  datasource: source,
  gridPos,
  fieldConfig: {
    defaults: {
      unit,
      ...(stacks && { custom: { fillOpacity: 60, stacking: { mode: 'normal', group: 'A' } } }),
    },
    overrides: [],
  },
  options: isFigure
    ? { textMode: title === 'Run' ? 'name' : 'value', reduceOptions: { calcs: ['lastNotNull'] } }
    : { legend: { displayMode: 'list', placement: 'bottom', showLegend: true } },
  targets: queries.map(({ expr, legend }, at) => ({
    refId: String.fromCodePoint(65 + at),
    datasource: source,
    expr,
    legendFormat: legend,
  })),
});

const panels: Panel[] = [
  ...figures.map((view, at) => panelOf(view, at + 1, { x: 4 * at, y: 0, w: 4, h: 4 })),
  ...curves.map((view, at) =>
    panelOf(view, figures.length + at + 1, {
      x: 12 * (at % 2),
      y: 4 + 8 * Math.floor(at / 2),
      w: 12,
      h: 8,
    }),
  ),
];

/** What is written to `monitor/deploy/grafana-dashboard.json`. */
export const dashboard: Dashboard = {
  uid: 'belle2-l1',
  title: 'belle2-l1',
  description: 'A daemon of belle2-l1, by the rules of prometheus-rules.yml. Untested in Grafana.',
  tags: ['belle2-l1'],
  schemaVersion: 41,
  refresh: '5s',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [
      { name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
      {
        name: 'instance',
        label: 'Daemon',
        type: 'query',
        datasource: source,
        query: 'label_values(b2l1_run_info, instance)',
        includeAll: true,
        multi: true,
        current: { text: ['All'], value: ['$__all'] },
      },
    ],
  },
  panels,
};
