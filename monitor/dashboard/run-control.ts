import type { Command, RunState } from '../ports.js';
import { byId, setText } from './dom.js';
import { makeMachineControl } from './machine-control.js';
import type { RunData } from './messages.js';
import { noToken, sendCommand } from './send-command.js';
import { makeStartDialog } from './start-dialog.js';

/** The buttons that steer the run. Only holders of the token may press them. */
interface RunControl {
  readonly show: (data: RunData) => void;
}

/** What may be asked of a run in each state. */
const allowed: Readonly<Record<RunState, readonly ('start' | 'stop' | 'pause' | 'resume')[]>> = {
  starting: ['stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  draining: [],
  ended: ['start'],
  failed: ['start'],
};

const doing: Readonly<Partial<Record<Command['kind'], string>>> = {
  start: 'Starting…',
  stop: 'Stopping…',
  pause: 'Pausing…',
  resume: 'Resuming…',
};

// long: closures over the elements and state of one part of the page.
/** Takes hold of the panel. */
export function makeRunControl(token: string | undefined): RunControl {
  const buttons = {
    start: byId<HTMLButtonElement>('control-start'),
    pause: byId<HTMLButtonElement>('control-pause'),
    resume: byId<HTMLButtonElement>('control-resume'),
    stop: byId<HTMLButtonElement>('control-stop'),
  };
  const confirm = byId<HTMLDialogElement>('confirm');
  let state: RunState = 'starting';
  let isPending = false;

  const enable = (): void => {
    for (const [kind, button] of Object.entries(buttons))
      button.disabled =
        token === undefined || isPending || !allowed[state].includes(kind as keyof typeof buttons);
    // Of pause and resume one at a time means something.
    buttons.resume.hidden = state !== 'paused';
    buttons.pause.hidden = state === 'paused';
    machine.enable(token !== undefined && !isPending && ['running', 'paused'].includes(state));
  };
  const send = async (command: Command): Promise<boolean> => {
    isPending = true;
    enable();
    setText(byId('control-answer'), doing[command.kind] ?? 'Asking…');
    const { ok, text } = await sendCommand(command, token ?? '');
    isPending = false;
    enable();
    byId('control-answer').dataset.ok = String(ok);
    setText(byId('control-answer'), text);
    return ok;
  };
  const machine = makeMachineControl((command) => void send(command));
  const start = makeStartDialog((command) => void send(command));

  buttons.start.addEventListener('click', start.open);
  buttons.pause.addEventListener('click', () => void send({ kind: 'pause' }));
  buttons.resume.addEventListener('click', () => void send({ kind: 'resume' }));
  buttons.stop.addEventListener('click', () => confirm.showModal());
  byId('confirm-no').addEventListener('click', () => confirm.close());
  byId('confirm-yes').addEventListener('click', () => {
    confirm.close();
    void send({ kind: 'stop' });
  });
  setText(byId('control-hint'), token === undefined ? noToken : '');
  byId('control-hint').hidden = token !== undefined;
  return {
    show: (data) => {
      state = data.run.state;
      machine.show(data.machine);
      enable();
    },
  };
}
