import type { Command, RunState } from '../ports.js';
import { byId, setText } from './dom.js';

/** The button that stops a run, or starts the next one. Only holders of the token may press it. */
export function makeSteering(token: string | undefined): {
  readonly show: (state: RunState) => void;
} {
  const button = byId<HTMLButtonElement>('steer');
  const dialog = byId<HTMLDialogElement>('confirm');
  let state: RunState = 'starting';
  let pending = false;
  const say = (text: string): void => setText(byId('steer-hint'), text);

  const show = (next: RunState): void => {
    if (next !== state) say(hintFor(token));
    state = next;
    const isOver = state === 'ended' || state === 'failed';
    setText(button, isOver ? 'Start a new run' : 'Stop the run');
    button.disabled = token === undefined || pending || !(isOver || state === 'running');
  };
  const send = async (command: Command): Promise<void> => {
    pending = true;
    show(state);
    say(command.kind === 'stop' ? 'Stopping…' : 'Starting…');
    const failure = await post(command, token ?? '');
    pending = false;
    show(state);
    say(failure ?? (command.kind === 'stop' ? 'The run stops.' : 'The run starts.'));
  };

  button.addEventListener('click', () => {
    if (state === 'running') dialog.showModal();
    else void send({ kind: 'start' });
  });
  byId('confirm-no').addEventListener('click', () => dialog.close());
  byId('confirm-yes').addEventListener('click', () => {
    dialog.close();
    void send({ kind: 'stop' });
  });
  say(hintFor(token));
  return { show };
}

const hintFor = (token: string | undefined): string =>
  token === undefined
    ? 'To steer the run, open the link printed at start: it carries the token.'
    : '';

/** Undefined when it was done, else what to tell the user. */
async function post(command: Command, token: string): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reply = await fetch('api/command', {
    method: 'POST',
    headers,
    body: JSON.stringify(command),
  }).catch(() => undefined);
  if (reply === undefined)
    return 'The server did not answer; try again when the connection is back.';
  if (reply.status === 401)
    return (
      'The server does not know this token (it makes a new one at each start): open the link ' +
      'it printed.'
    );
  const outcome = (await reply.json().catch(() => ({ ok: false, message: reply.statusText }))) as {
    ok: boolean;
    message?: string;
  };
  return outcome.ok ? undefined : `Refused: ${outcome.message ?? 'no reason given'}`;
}
