import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../detector/base/error-codes.js';
import { EmulatorError } from '../detector/base/errors.js';
import { askerOf } from './asker.js';
import { type Answer, json, readBody } from './http.js';
import type { MonitorPorts } from './ports.js';
import type { WhatIfDesk } from './what-if-desk.js';
import { readWhatIfQuestion, toldOf } from './what-if-question.js';

/** Largest question [bytes]: the text of a whole menu. */
const maxQuestion = 131_072;

interface WhatIfContext {
  readonly whatIf: Pick<WhatIfDesk, 'ask'>;
  /** What the message log is told: what was asked, and by whom. */
  readonly say: MonitorPorts['say'];
}

/** Answers a question that was posted; 400 when it is refused, 409 when there is nothing to ask. */
export async function answerWhatIf(
  request: IncomingMessage,
  { whatIf, say }: WhatIfContext,
): Promise<Answer> {
  const asker = askerOf(request);
  const refused = (status: number, message: string, code: ErrorCode = 'WHATIF_BAD_QUESTION') => {
    say?.({ level: 'warning', kind: 'refused', text: `what-if refused: ${message}`, asker });
    return json(status, { ok: false, code, message });
  };
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return refused(415, 'send Content-Type: application/json');
  const body = await readBody(request, maxQuestion);
  if (body === undefined)
    return {
      ...refused(413, `a question is at most ${maxQuestion} bytes`),
      headers: { Connection: 'close' },
    };
  const { question, problem } = readWhatIfQuestion(body);
  if (question === undefined) return refused(400, problem);
  say?.({ level: 'info', kind: 'what-if', text: `what if ${toldOf(question)}`, asker });
  try {
    return json(200, await whatIf.ask(question));
  } catch (error) {
    if (error instanceof EmulatorError)
      return refused(statusOf(error.code), error.message, error.code);
    throw error;
  }
}

/** Of what a question is refused with: the question's own fault unless it is named here. */
const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  WHATIF_BUSY: 429,
  WHATIF_NO_WINDOWS: 409,
  WHATIF_ENDED: 503,
};

const statusOf = (code: ErrorCode): number => statuses[code] ?? 400;
