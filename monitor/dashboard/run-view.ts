import type { RecordingCounts } from '../recording-snapshot.js';
import { byId, setText } from './dom.js';
import { showFactList } from './fact-list.js';
import {
  formatCount,
  formatDuration,
  formatKnownRate,
  formatPower,
  formatRate,
  formatShare,
} from './format.js';
import type { DaqData, MachineFigures, RunData } from './messages.js';
import type { RateHistory } from './rates.js';
import { shareOfRun } from './tick-shares.js';

/** Title of the page while there is no rate of now. */
const idleTitle = 'b2l1 · Level-1 trigger, live';

/** What is shown beside the run's own counts. */
interface Beside {
  readonly history: RateHistory;
  /** Title of the view that is shown. */
  readonly view: string;
  /** The last sample of topic `daq`, once there is one. */
  readonly daq: DaqData | undefined;
}

/** Key figures and source, above all views. */
export function showRunData(data: RunData, { history, view, daq }: Beside): void {
  const { run, events, deadSeconds } = data;
  const isOver = run.state === 'ended' || run.state === 'failed';
  const rate = isOver ? undefined : history.rate();
  const pace = isOver ? undefined : (data.machine?.realTime.recent ?? history.pace());
  const dead = Object.values(deadSeconds).reduce((sum, seconds) => sum + seconds, 0);
  setText(
    byId('source'),
    [`Started with ${run.source}`, ...(run.notes ?? [])].map(asSentence).join(' '),
  );
  setText(byId('figure-pace'), pace === undefined ? '–' : `${pace.toPrecision(3)} ×`);
  const deadShare = run.emulatedSeconds > 0 ? formatShare(dead / run.emulatedSeconds) : '–';
  if (data.machine === undefined) {
    setFigure('figure-rate', 'Event rate', rate === undefined ? '–' : formatRate(rate));
    setFigure('figure-events', 'Events', formatCount(events.processed));
    const { processed } = events;
    const accepted = processed === 0 ? '–' : formatShare(events.accepted / processed);
    setFigure('figure-accepted', 'Accepted', accepted);
    setFigure('figure-dead', 'Dead time', deadShare);
  } else showMachineFigures(data.machine, daq);
  const accepts = isOver ? undefined : history.acceptRate();
  if (data.machine !== undefined)
    setFigure('figure-rate', 'Level-1 rate', formatKnownRate(accepts));
  const lead = data.machine === undefined ? rate : accepts;
  const words = data.machine === undefined ? formatKnownRate(lead) : `L1 ${formatKnownRate(lead)}`;
  document.title = lead === undefined ? `${view} · ${idleTitle}` : `${words} · ${view} · b2l1`;
}

function setFigure(id: string, name: string, value: string): void {
  setText(byId(`${id}-name`), name);
  setText(byId(id), value);
}

function showMachineFigures({ luminosity, rings }: MachineFigures, daq: DaqData | undefined): void {
  setFigure('figure-events', 'Luminosity [1/(cm² s)]', formatPower(luminosity));
  const currents = rings.map(({ current }) => current.toFixed(2)).join(' + ');
  setFigure('figure-accepted', `${rings.map(({ name }) => name).join(' + ')} [A]`, currents);
  const lost = shareOfRun(daq, ['dead', 'vetoed']);
  setFigure('figure-dead', 'Dead or vetoed', lost === undefined ? '–' : formatShare(lost));
}

const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

/** Facts of the run that seldom change. */
export function showFacts({ run, events, recording, machine }: RunData): void {
  const lost = machine ? 'Seeds' : 'Events';
  const facts: readonly (readonly [string, string])[] = [
    ['Run', run.id.length > 16 ? `${run.id.slice(0, 8)}…` : run.id],
    ['Menu', run.menu],
    ['Conditions', run.conditions],
    ['Geometry', run.geometry],
    ['Seed', String(run.seed)],
    ['Pace', run.pace === 'real' ? 'real time' : 'as fast as possible'],
    ['Workers', String(run.workers)],
    ['Emulated time', formatDuration(run.emulatedSeconds)],
    ['Real time', formatDuration(run.wallSeconds)],
    [`${lost} lost, host busy`, formatCount(events.busy)],
    ['Recorded', recording === undefined ? 'no' : recordedText(recording)],
    ['Version', run.version],
  ];
  showFactList('facts', facts);
}

function recordedText({ state, events, bytes, segment, lost }: RecordingCounts): string {
  const megabytes = (bytes / 1e6).toFixed(1);
  const written = `${formatCount(events)} events, ${megabytes} MB, segment ${segment}`;
  return state === 'failed' ? `${written}; stopped, ${formatCount(lost)} lost` : written;
}
