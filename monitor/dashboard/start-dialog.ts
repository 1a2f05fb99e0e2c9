import type { Command } from '../ports.js';
import { byId } from './dom.js';

type StartCommand = Extract<Command, { readonly kind: 'start' }>;

/** The dialog that asks what the next run plays. */
export function makeStartDialog(send: (command: StartCommand) => void): {
  readonly open: () => void;
} {
  const dialog = byId<HTMLDialogElement>('start');
  const form = byId<HTMLFormElement>('start-form');
  byId('start-no').addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    send(startOf(new FormData(form)));
  });
  return { open: () => dialog.showModal() };
}

/** The command for what was filled in; what was left empty stays as it was given at start. */
export function startOf(fields: Pick<FormData, 'get'>): StartCommand {
  const given = <K extends string>(key: K): Partial<Record<K, string>> => {
    const value = fields.get(key);
    return typeof value === 'string' && value.trim() !== ''
      ? ({ [key]: value.trim() } as Partial<Record<K, string>>)
      : {};
  };
  return {
    kind: 'start',
    ...given('machine'),
    ...given('card'),
    ...given('rate'),
    ...given('menu'),
    ...given('conditions'),
  };
}
