import type { Command, Outcome } from '../ports.js';

/** What came of a command, in words for whoever gave it. */
interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

/** Why the controls of the page do nothing without a token. */
export const noToken =
  'Disabled: this page has no token. To steer the run, open the link printed at start, which ' +
  'carries it.';

/** Sends a command to the server; never throws. */
export async function sendCommand(command: Command, token: string): Promise<Answer> {
  const reply = await fetch('api/command', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'b2l1-client': 'page',
    },
    body: JSON.stringify(command),
  }).catch(() => undefined);
  if (reply === undefined)
    return refused('The server did not answer; try again when the connection is back.');
  if (reply.status === 401)
    return refused(
      'The server does not know this token (it makes a new one at each start): open the link ' +
        'it printed.',
    );
  const outcome = (await reply.json().catch(() => ({
    ok: false,
    message: reply.statusText,
  }))) as Outcome | { readonly ok: false; readonly message?: string };
  return outcome.ok
    ? { ok: true, text: doneText(outcome) }
    : refused(`Refused: ${outcome.message ?? 'no reason given'}`);
}

const refused = (text: string): Answer => ({ ok: false, text });

/** From where on it holds, and what the server says beside. */
function doneText({ run, slice, epoch, note }: Extract<Outcome, { readonly ok: true }>): string {
  const from = slice === undefined ? '' : `, from slice ${slice} on`;
  const era = epoch === undefined ? '' : ` (epoch ${epoch})`;
  const number = run === undefined ? '' : `, run ${run}`;
  return `Done${number}${from}${era}.${note === undefined ? '' : ` ${note}`}`;
}
