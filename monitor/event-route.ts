import type { IncomingMessage } from 'node:http';
import { EmulatorError, nearestHint } from '../detector/base/errors.js';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { queryOf } from './access.js';
import { type Answer, json, jsonText } from './http.js';
import type { EventAddress, EventDisplay, EventQuery, MonitorPorts } from './ports.js';
import { plainJson } from './topics.js';

/** What `/api/event` is asked for: an address, or the latest event that did something. */
type EventQuestion = EventAddress | EventQuery;

const usage =
  'expected /api/event?address=run:slice:index, such as 1:20:3, or ?line=lml6, the latest ' +
  'event in which a line fired; with &probe=CARD of the events of a card beside the machine';
const parameters = ['address', 'line', 'probe', 'token'];
/** Longest name of a line or card that is looked for. */
const maxName = 100;

/** Errors of a question that the run has no answer to. */
const missing: readonly ErrorCode[] = ['USAGE_EVENT', 'MENU_UNKNOWN_LINE', 'CARD_UNKNOWN'];

/**
 * One event of the present run as the display shows it, with its explanation: made again from its
 * address, or the latest in which a line fired.
 */
export async function eventAnswer(
  request: IncomingMessage,
  ports: Pick<MonitorPorts, 'event' | 'findEvent'>,
): Promise<Answer> {
  try {
    const question = readQuestion(queryOf(request));
    return jsonText(200, plainJson(await askFor(question, ports)));
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    const { code, message } = error;
    const refused = (status: number): Answer => json(status, { ok: false, code, message });
    if (code === 'MONITOR_BAD_EVENT') return refused(400);
    if (missing.includes(code)) return refused(404);
    if (code === 'DISPLAY_ENDED') return refused(503);
    throw error;
  }
}

const askFor = (
  question: EventQuestion,
  { event, findEvent }: Pick<MonitorPorts, 'event' | 'findEvent'>,
): Promise<EventDisplay> => ('run' in question ? event(question) : findEvent(question));

const bad = (why: string): EmulatorError =>
  new EmulatorError('MONITOR_BAD_EVENT', `${why}: ${usage}`);

/** @throws MONITOR_BAD_EVENT */
export function readQuestion(query: URLSearchParams): EventQuestion {
  for (const name of query.keys()) {
    const shown = name.slice(0, maxName);
    if (!parameters.includes(name))
      throw bad(`there is no parameter "${shown}"${nearestHint(shown, parameters)}`);
    if (query.getAll(name).length > 1) throw bad(`${name} is given more than once`);
  }
  const address = query.get('address');
  const line = query.get('line');
  const probe = query.get('probe');
  const names = { ...(line !== null && { line }), ...(probe !== null && { probe }) };
  for (const { length } of Object.values(names))
    if (length === 0 || length > maxName) throw bad(`a name has 1 to ${maxName} characters`);
  const isNamed = Object.keys(names).length > 0;
  if (address === null && !isNamed) throw bad('nothing is asked for');
  if (address === null) return names;
  if (isNamed) throw bad('an address stands by itself, without line and probe');
  return readAddress(address);
}

/** Runs of probes have ten digits. */
function readAddress(text: string): EventAddress {
  const match = /^(\d{1,10}):(\d{1,9}):(\d{1,9})$/.exec(text);
  if (match === null) throw bad(`"${text.slice(0, maxName)}" is no address`);
  return { run: Number(match[1]), slice: Number(match[2]), index: Number(match[3]) };
}
