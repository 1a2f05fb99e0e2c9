import { byId, setText } from './dom.js';
import type { ConnectionState } from './feed.js';
import type { RunInfo } from '../ports.js';

/** Says how the connection is, in the header, in a notice and to screen readers. */
interface ConnectionView {
  readonly showConnection: (state: ConnectionState) => void;
  readonly showRun: (run: RunInfo) => void;
}

const stateWords: Readonly<Record<RunInfo['state'], string>> = {
  starting: 'starting',
  running: 'running',
  paused: 'paused',
  draining: 'finishing',
  ended: 'ended',
  failed: 'failed',
};

// long: closures over the elements and state of one part of the page.
/** Takes hold of the page's pill, notice and retry button; a good notice fades after 8 s. */
export function makeConnectionView(): ConnectionView {
  const pill = byId('connection');
  const statePill = byId('run-state');
  const retryButton = byId('retry');
  let countdown: ReturnType<typeof setInterval> | undefined;
  let fading: ReturnType<typeof setTimeout> | undefined;
  let connected = false;
  let isAgain = false;
  let lastRun: RunInfo | undefined;

  const announce = (text: string): void => setText(byId('announcer'), text);
  const notice = (kind: 'bad' | 'good' | 'info' | '', text: string): void => {
    clearTimeout(fading);
    const box = byId('notice');
    box.hidden = kind === '';
    box.dataset.kind = kind;
    setText(byId('notice-text'), text);
  };
  const passing = (text: string): void => {
    notice('good', text);
    announce(text);
    fading = setTimeout(() => showRunNotice(lastRun), 8000);
  };

  /** What a run that does not run means for the reader, and what to do. */
  const showRunNotice = (run: RunInfo | undefined): void => {
    if (run?.state === 'failed') {
      return notice(
        'bad',
        `The run failed: ${run.reason || 'no reason given'}. Counts stay as they were; see ` +
          'the server’s log, then start a new run below.',
      );
    }
    if (run?.state === 'ended')
      return notice(
        'info',
        `The run has ended${run.reason ? `: ${run.reason}` : ''}. Counts are final.`,
      );
    notice('', '');
  };

  const showLost = (retryMs: number, why: string): void => {
    const because = why === '' ? '' : ` (${why})`;
    let left = Math.round(retryMs / 1000);
    const say = (): string =>
      `Connection lost${because}, retrying in ${left} s. The numbers below are the last ones ` +
      'received.';
    notice('bad', say());
    announce(`Connection lost${because}, retrying in ${left} s.`);
    countdown = setInterval(() => {
      left = Math.max(0, left - 1);
      notice('bad', say());
    }, 1000);
  };

  const showConnection = (state: ConnectionState): void => {
    clearInterval(countdown);
    const dead = state.kind === 'lost' || state.kind === 'needs-token';
    if (state.kind !== 'connecting') document.body.classList.toggle('stale', dead);
    pill.dataset.state = state.kind;
    setText(
      pill,
      {
        connecting: 'connecting',
        live: 'live',
        lost: 'connection lost',
        'needs-token': 'token needed',
      }[state.kind],
    );
    retryButton.hidden = state.kind !== 'lost';
    if (state.kind === 'lost') showLost(state.retryMs, state.why);
    if (state.kind === 'needs-token') {
      const text =
        'This server shows its run to holders of its token only. Open the link that it printed ' +
        'at start; it ends in #token=…';
      notice('bad', text);
      announce(text);
    }
    if (state.kind === 'live') {
      isAgain = state.again;
      if (!state.again) notice('', '');
    }
    if (dead && lastRun) {
      statePill.dataset.state = 'unknown';
      setText(statePill, `was ${stateWords[lastRun.state]}`);
    }
    connected = state.kind === 'live';
  };

  const showRun = (run: RunInfo): void => {
    statePill.dataset.state = run.state;
    setText(statePill, stateWords[run.state]);
    const isNew = lastRun !== undefined && lastRun.id !== run.id;
    const changed = lastRun?.state !== run.state || isNew;
    lastRun = run;
    if (!connected) return;
    if (isAgain) passing(isNew ? 'Reconnected; new run, counts began again.' : 'Reconnected.');
    else if (isNew) passing('New run, counts began again.');
    else if (changed) showRunNotice(run);
    if (changed && !isNew && !isAgain) announce(`The run is ${stateWords[run.state]}.`);
    isAgain = false;
  };

  return { showConnection, showRun };
}
