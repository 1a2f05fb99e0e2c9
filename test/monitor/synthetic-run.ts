import { EmulatorError } from '../../detector/base/errors.js';
import type {
  Command,
  Curve,
  Efficiency,
  EventDisplay,
  MonitorPorts,
  Outcome,
  RunSnapshot,
  RunState,
} from '../../monitor/ports.js';
import { syntheticExplanation } from './synthetic-explanation.js';
import { syntheticEvent } from './synthetic-event.js';
import { syntheticDaq } from './synthetic-daq.js';
import { syntheticAccepts, syntheticMachine } from './synthetic-machine.js';

/**
 * Threshold [GeV] and width of the turn-on of each line that the synthetic run pretends to have.
 */
interface LineShape {
  readonly name: string;
  readonly threshold: number;
  readonly width: number;
  readonly reach: number;
}

const lineShapes: readonly LineShape[] = [
  { name: 'lml1', threshold: 2.05, width: 0.09, reach: 0.999 },
  { name: 'lml2', threshold: 2.1, width: 0.14, reach: 0.97 },
  { name: 'lml4', threshold: 2.2, width: 0.2, reach: 0.93 },
  { name: 'lml6', threshold: 1.04, width: 0.06, reach: 0.995 },
  { name: 'lml7', threshold: 1.1, width: 0.1, reach: 0.96 },
  { name: 'lml13', threshold: 0.53, width: 0.04, reach: 0.99 },
  { name: 'hie', threshold: 1.35, width: 0.25, reach: 0.9 },
];

const bins = 40;
const edges = Float64Array.from({ length: bins + 1 }, (_, bin) => (bin * 4) / bins);

/** A logistic turn-on. */
const shape = (energy: number, { threshold, width, reach }: LineShape): number =>
  reach / (1 + Math.exp((threshold - energy) / width));

/** Wilson's interval at one σ: near enough to a real interval for a display. */
function interval(fired: number, selected: number): readonly [low: number, high: number] {
  if (selected === 0) return [0, 1];
  const ratio = fired / selected;
  const centre = (ratio + 0.5 / selected) / (1 + 1 / selected);
  const half =
    Math.sqrt((ratio * (1 - ratio)) / selected + 0.25 / selected ** 2) / (1 + 1 / selected);
  return [Math.max(0, Math.min(ratio, centre - half)), Math.min(1, Math.max(ratio, centre + half))];
}

function curveAt(events: number, line: LineShape): Curve {
  // More photons at low energy; the upper bins fill later, and every bin has its own small
  // fluctuation.
  const selected = Float64Array.from({ length: bins }, (_, bin) =>
    Math.floor((events * (1.4 - bin / bins)) / (1.5 * bins)),
  );
  const fired = selected.map((count, bin) => {
    const expected = count * shape((bin + 0.5) * (4 / bins), line);
    const wave =
      Math.sin(12.9898 * (bin + 1) + line.threshold) *
      Math.sqrt((expected * Math.max(0, count - expected)) / Math.max(1, count));
    return Math.min(count, Math.max(0, Math.round(expected + wave)));
  });
  const ends = Array.from(selected, (count, bin) => interval(fired[bin] ?? 0, count));
  return {
    id: `energy/${line.name}`,
    line: line.name,
    family: 'single-photon',
    selection: 'generated photon inside the rings of the line',
    variable: 'energyCms',
    label: 'E*',
    unit: 'GeV',
    edges,
    selected,
    fired,
    efficiency: selected.map((count, bin) =>
      count === 0 ? Number.NaN : (fired[bin] ?? 0) / count,
    ),
    low: Float64Array.from(ends, ([low]) => low),
    high: Float64Array.from(ends, ([, high]) => high),
  };
}

/** The family is the OR of these; a line of them stands for it in its curve. */
const familyLines = ['lml1', 'lml2', 'lml6', 'lml7', 'lml13', 'hie'];
const allPhotons = 'all generated photons';

const familyCurve = (events: number): Curve => ({
  ...curveAt(2 * events, { ...lineShapes[5]!, reach: 0.91 }),
  id: 'energy, all/single-photon',
  line: 'single-photon',
  lines: familyLines,
  selection: allPhotons,
});

function efficiencyOf(name: string, family: string, curves: readonly Curve[]): Efficiency {
  const sum = (column: 'selected' | 'fired'): number =>
    curves.reduce((total, curve) => total + curve[column].reduce((a, b) => a + b, 0), 0);
  const [selected, fired] = [sum('selected'), sum('fired')];
  const [low, high] = interval(fired, selected);
  return {
    name,
    family,
    selection: curves[0]!.selection,
    selected,
    fired,
    efficiency: selected === 0 ? Number.NaN : fired / selected,
    low,
    high,
  };
}

/** What a test can say about the run it feeds to the monitor. */
export interface SyntheticState {
  readonly id: string;
  readonly state: RunState;
  readonly reason: string;
  readonly events: number;
  readonly wallSeconds: number;
  /** Whether the accelerator is played rather than a card. */
  readonly machine?: boolean;
}

export function syntheticSnapshot(
  sequence: number,
  { id, state, reason, events, wallSeconds, machine }: SyntheticState,
): RunSnapshot {
  const curves = lineShapes.map((line) => curveAt(events, line));
  const lines = curves.map((curve) => efficiencyOf(curve.line, curve.family, [curve]));
  const family = familyCurve(events);
  const told = lines.map((line) =>
    line.name === 'lml4'
      ? { ...line, efficiency: Number.NaN, remark: 'not simulated: it reads KLM' }
      : line,
  );
  const vetoes = ['bha_veto', 'ecl_mumu', 'elow', 'ehigh'].map((name, index) => ({
    name,
    ftdl: Math.floor(events / (20 * (index + 1))),
  }));
  const played =
    machine === true ? syntheticMachine(wallSeconds * 0.998, state === 'ended') : undefined;
  const windows = played && syntheticAccepts(played);
  const counted = [
    ...lines.map(({ name, family, fired }, index) => {
      const prescale = index === 2 ? 20 : 1;
      return { name, family, prescale, ftdl: fired, psnm: Math.floor(fired / prescale) };
    }),
    ...vetoes.map(({ name, ftdl }) => ({ name, family: '', prescale: 0, ftdl, psnm: 0 })),
  ];
  const counts = counted.map((line, index) => {
    const psnm = windows?.lineAccepts[index] ?? line.psnm;
    const ftdl = windows ? Math.max(1, line.prescale) * psnm : line.ftdl;
    return { ...line, psnm, ftdl };
  });
  return {
    sequence,
    run: {
      state,
      reason,
      id,
      number: 1,
      epoch: 0,
      version: '0.1.0',
      seed: 20_260_701,
      menu: 'ecl',
      conditions: 'default',
      geometry: 'offset',
      source: 'card single-photon at 20 kHz',
      pace: 'real',
      workers: 2,
      emulatedSeconds: wallSeconds * 0.998,
      playedSeconds: wallSeconds * (0.998 - 0.0025),
      wallSeconds,
    },
    events: {
      processed: events,
      sumWeights: events,
      accepted: windows?.accepts ?? Math.floor(events * 0.61),
      busy: Math.floor(events * 0.0021),
    },
    lines: counts,
    overlaps: syntheticOverlaps(counts, windows?.accepts ?? Math.floor(events * 0.61)),
    efficiencies: {
      confidence: 0.6827,
      stage: 'ftdl',
      lines: told,
      families: [
        { ...efficiencyOf('single-photon', 'single-photon', [family]), lines: familyLines },
      ],
      curves: [...curves, family],
    },
    deadSeconds: { host: wallSeconds * 0.0021, latency: wallSeconds * 0.0004 },
    eventLoopLagSeconds: 0.0031,
    workerBusySeconds: wallSeconds * 1.31,
    recording: {
      state: 'recording',
      onFull: 'end',
      pausedSeconds: 0,
      directory: '/data/run-000001',
      events: Math.floor(events * 0.6),
      flushedEvents: Math.floor(events * 0.59),
      freeBytes: 40e9,
      bytes: events * 400,
      eventRate: 1250,
      byteRate: 500e3,
      segment: 3,
      lost: 0,
      flushAgeSeconds: 0.4,
    },
    ...(played && { machine: played, daq: syntheticDaq(wallSeconds * 0.998) }),
  };
}

/** Lines 0 and 3 keep a tenth of the accepts together, 3 and 6 a twentieth; a quarter alone. */
const syntheticOverlaps = (
  lines: RunSnapshot['lines'],
  accepts: number,
): RunSnapshot['overlaps'] => ({
  kept: Float64Array.from(lines, ({ psnm }) => psnm),
  alone: Float64Array.from(lines, ({ psnm }) => Math.floor(psnm / 4)),
  one: Float64Array.of(0, 3),
  other: Float64Array.of(3, 6),
  accepts: Float64Array.of(Math.floor(accepts / 10), Math.floor(accepts / 20)),
});

export interface SyntheticRun {
  readonly ports: MonitorPorts;
  readonly commands: Command[];
  /** Changes what the run says of itself and takes a new snapshot. */
  readonly set: (change: Partial<SyntheticState>) => RunSnapshot;
  outcome: Outcome;
  /** The event that is sampled at present. */
  event: EventDisplay | undefined;
}

/** A run that says what the test wants, through the ports that the real one implements. */
export function makeSyntheticRun(first: Partial<SyntheticState> = {}): SyntheticRun {
  let state: SyntheticState = {
    id: 'run-1',
    state: 'running',
    reason: '',
    events: 0,
    wallSeconds: 0,
    ...first,
  };
  let snapshot = syntheticSnapshot(1, state);
  const commands: Command[] = [];
  const run: SyntheticRun = {
    commands,
    outcome: { ok: true },
    event: undefined,
    set: (change) => {
      state = { ...state, ...change };
      snapshot = syntheticSnapshot(snapshot.sequence + 1, state);
      return snapshot;
    },
    ports: {
      snapshot: () => snapshot,
      sampleEvent: () => Promise.resolve(run.event),
      event: (address) =>
        address.run === 1
          ? Promise.resolve({
              ...syntheticEvent(address.index),
              address,
              explanation: syntheticExplanation(),
              command:
                'b2l1 explain --machine 2022-peak --seed 1 --event ' +
                `${address.run}:${address.slice}:${address.index}`,
            })
          : Promise.reject(
              new EmulatorError('USAGE_EVENT', `run ${address.run} is not the present one`),
            ),
      findEvent: ({ line }) =>
        line === undefined || snapshot.lines.some(({ name, ftdl }) => name === line && ftdl > 0)
          ? Promise.resolve({ ...syntheticEvent(1), explanation: syntheticExplanation() })
          : Promise.reject(new EmulatorError('MENU_UNKNOWN_LINE', `there is no line "${line}"`)),
      command: (command) => {
        commands.push(command);
        return Promise.resolve(run.outcome);
      },
    },
  };
  return run;
}

export const quietLog = { info: () => {}, warn: () => {}, error: () => {} };
