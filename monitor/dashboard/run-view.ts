import type { RecordingCounts } from '../ports.js';
import { byId, make, setText } from './dom.js';
import {
  formatCount,
  formatDuration,
  formatKnownRate,
  formatPower,
  formatRate,
  formatShare,
} from './format.js';
import type { MachineFigures, RatesData, RunData } from './messages.js';
import type { RateHistory } from './rates.js';

/** Title of the page while there is no rate of now. */
const idleTitle = 'b2l1 · Level-1 trigger, live';

/** Key figures, source, facts of the run and dead time by cause. */
export function showRunData(data: RunData, history: RateHistory): void {
  const { run, events, deadSeconds } = data;
  const isOver = run.state === 'ended' || run.state === 'failed';
  const rate = isOver ? undefined : history.rate();
  const mean = run.wallSeconds > 0 ? run.emulatedSeconds / run.wallSeconds : undefined;
  const pace = isOver ? undefined : (data.machine?.realTime.recent ?? history.pace() ?? mean);
  const dead = Object.values(deadSeconds).reduce((sum, seconds) => sum + seconds, 0);
  setText(byId('source'), [`Playing ${run.source}`, ...(run.notes ?? [])].join('. '));
  setText(byId('figure-pace'), pace === undefined ? '–' : `${pace.toPrecision(3)} ×`);
  byId('event-rate').hidden = data.machine !== undefined;
  const deadShare = run.emulatedSeconds > 0 ? formatShare(dead / run.emulatedSeconds) : '–';
  if (data.machine === undefined) {
    setFigure('figure-rate', 'Event rate', rate === undefined ? '–' : formatRate(rate));
    setFigure('figure-events', 'Events', formatCount(events.processed));
    const accepted = events.processed === 0 ? '–' : formatShare(events.accepted / events.processed);
    setFigure('figure-accepted', 'Accepted', accepted);
    setFigure('figure-dead', 'Dead time', deadShare);
  } else showMachineFigures(data.machine, run.emulatedSeconds, dead);
  byId('rate-plot').ariaLabel =
    'Event rate over the last two minutes; now ' +
    `${rate === undefined ? 'unknown' : formatRate(rate)}`;
  if (data.machine === undefined)
    document.title = rate === undefined ? idleTitle : `${formatRate(rate)} · b2l1`;
  showFacts(data);
  showCauses(deadSeconds, run.emulatedSeconds);
}

function setFigure(id: string, name: string, value: string): void {
  setText(byId(`${id}-name`), name);
  setText(byId(id), value);
}

function showMachineFigures(
  { luminosity, rings, vetoedSeconds }: MachineFigures,
  emulatedSeconds: number,
  deadSeconds: number,
): void {
  setFigure('figure-events', 'Luminosity [1/(cm² s)]', formatPower(luminosity));
  const currents = rings.map(({ current }) => current.toFixed(2)).join(' + ');
  setFigure('figure-accepted', `${rings.map(({ name }) => name).join(' + ')} [A]`, currents);
  const lost = (deadSeconds + vetoedSeconds) / emulatedSeconds;
  setFigure('figure-dead', 'Dead or vetoed', emulatedSeconds > 0 ? formatShare(lost) : '–');
}

/** The leading figure where a machine is played: the Level-1 rate of now. */
export function showLevel1Figure({ machine, acceptHz }: RatesData): void {
  if (!machine) return;
  setFigure('figure-rate', 'Level-1 rate', formatKnownRate(acceptHz));
  document.title = acceptHz === null ? idleTitle : `L1 ${formatKnownRate(acceptHz)} · b2l1`;
}

function showFacts({ run, events, recording, machine }: RunData): void {
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
  const list = byId('facts');
  if (list.children.length !== facts.length)
    list.replaceChildren(...facts.map(([name]) => fact(name)));
  facts.forEach(([name, value], index) => {
    setText(list.children[index]?.firstElementChild as Element, name);
    setText(list.children[index]?.lastElementChild as Element, value);
  });
}

function recordedText({ state, events, bytes, segment, lost }: RecordingCounts): string {
  const megabytes = (bytes / 1e6).toFixed(1);
  const written = `${formatCount(events)} events, ${megabytes} MB, segment ${segment}`;
  return state === 'failed' ? `${written}; stopped, ${formatCount(lost)} lost` : written;
}

function fact(name: string): HTMLElement {
  const entry = make('div');
  entry.append(make('dt', '', name), make('dd'));
  return entry;
}

function showCauses(deadSeconds: RunData['deadSeconds'], emulatedSeconds: number): void {
  const causes = Object.entries(deadSeconds);
  if (causes.length === 0 || emulatedSeconds === 0) return;
  const largest = Math.max(...causes.map(([, seconds]) => seconds), 1e-12);
  const list = byId('causes');
  list.replaceChildren(
    ...causes.map(([cause, seconds]) => {
      const entry = make('li');
      const bar = make('div', 'bar');
      const fill = make('div', 'fill');
      fill.style.width = `${(100 * seconds) / largest}%`;
      bar.append(fill);
      entry.append(
        make('span', '', cause),
        make('span', 'number', formatShare(seconds / emulatedSeconds)),
        bar,
      );
      return entry;
    }),
  );
}
