import type { RecordingCounts } from '../ports.js';
import { byId, make, setText } from './dom.js';
import { formatCount, formatDuration, formatRate, formatShare } from './format.js';
import type { RunData } from './messages.js';
import type { RateHistory } from './rates.js';

/** Key figures, source, facts of the run and dead time by cause. */
export function showRunData(data: RunData, history: RateHistory): void {
  const { run, events, deadSeconds } = data;
  const isOver = run.state === 'ended' || run.state === 'failed';
  const rate = isOver ? undefined : history.rate();
  const mean = run.wallSeconds > 0 ? run.emulatedSeconds / run.wallSeconds : undefined;
  const pace = (isOver ? undefined : history.pace()) ?? mean;
  const dead = Object.values(deadSeconds).reduce((sum, seconds) => sum + seconds, 0);
  setText(byId('source'), [`Playing ${run.source}`, ...(run.notes ?? [])].join('. '));
  setText(byId('figure-rate'), rate === undefined ? '–' : formatRate(rate));
  setText(byId('figure-events'), formatCount(events.processed));
  setText(
    byId('figure-accepted'),
    events.processed === 0 ? '–' : formatShare(events.accepted / events.processed),
  );
  setText(byId('figure-pace'), pace === undefined ? '–' : `${pace.toPrecision(3)} ×`);
  setText(
    byId('figure-dead'),
    run.emulatedSeconds > 0 ? formatShare(dead / run.emulatedSeconds) : '–',
  );
  byId('rate-plot').ariaLabel =
    'Event rate over the last two minutes; now ' +
    `${rate === undefined ? 'unknown' : formatRate(rate)}`;
  document.title =
    rate === undefined ? 'b2l1 · Level-1 trigger, live' : `${formatRate(rate)} · b2l1`;
  showFacts(data);
  showCauses(deadSeconds, run.emulatedSeconds);
}

function showFacts({ run, events, recording }: RunData): void {
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
    ['Events lost, host busy', formatCount(events.busy)],
    ['Recorded', recording === undefined ? 'no' : recordedText(recording)],
    ['Version', run.version],
  ];
  const list = byId('facts');
  if (list.children.length !== facts.length)
    list.replaceChildren(...facts.map(([name]) => fact(name)));
  facts.forEach(([, value], index) =>
    setText(list.children[index]?.lastElementChild as Element, value),
  );
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
