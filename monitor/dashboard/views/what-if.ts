import type { ChangeCommand } from '../../ports.js';
import type { WhatIfAnswer, WhatIfQuestion } from '../../what-if.js';
import { byId, setOptions, setText } from '../dom.js';
import type { RunData } from '../messages.js';
import { noToken, sendCommand } from '../send-command.js';
import {
  type FieldProblem,
  fieldOfRefusal,
  questionOf,
  type WhatIfFields,
} from '../what-if-form.js';
import { showAnswer, type WhatIfPick } from '../what-if-table.js';
import type { View } from './view.js';

const fieldNames = ['menu', 'menuText', 'prescales', 'thresholds'] as const;
const picks: readonly (readonly [WhatIfPick, string])[] = [
  ['changed', 'lines that change'],
  ['families', 'families'],
  ['all', 'all lines'],
];

// long: closures over the answer that is shown; each is a few lines.
/** What another menu, prescale or threshold would do, before it is applied. */
export function makeWhatIfView(token: string | undefined): View {
  const form = byId<HTMLFormElement>('whatif-form');
  const ask = byId<HTMLButtonElement>('whatif-ask');
  const apply = byId<HTMLButtonElement>('whatif-apply');
  const pick = byId<HTMLSelectElement>('whatif-pick');
  const search = byId<HTMLInputElement>('whatif-search');
  const field = (name: keyof WhatIfFields) => byId<HTMLTextAreaElement>(`whatif-${name}`);
  let answer: WhatIfAnswer | undefined;
  let isBusy = false;

  const say = (text: string): void => setText(byId('whatif-said'), text);
  const enable = (): void => {
    ask.disabled = token === undefined || isBusy;
    apply.disabled = token === undefined || isBusy || answer === undefined;
  };
  const draw = (): void => {
    byId('whatif-answer').hidden = answer === undefined;
    byId('whatif-none').hidden = answer !== undefined;
    enable();
    if (answer === undefined) return;
    setText(byId('whatif-asked'), askedText(answer.question));
    showAnswer(answer, pick.value as WhatIfPick, search.value);
  };
  const take = (newer: WhatIfAnswer): void => {
    answer = newer;
    draw();
  };
  const showProblem = (problem?: FieldProblem): void => {
    for (const name of [...fieldNames, 'question'] as const) {
      const text = problem?.field === name ? problem.text : '';
      setText(byId(`whatif-${name}-problem`), text);
      if (name !== 'question') field(name).ariaInvalid = text === '' ? null : 'true';
    }
    if (problem !== undefined && problem.field !== 'question') {
      if (problem.field === 'menuText') byId<HTMLDetailsElement>('whatif-text').open = true;
      field(problem.field).focus();
    }
  };

  const busily = async (work: () => Promise<void>): Promise<void> => {
    isBusy = true;
    enable();
    await work();
    isBusy = false;
    enable();
  };
  const send = async (question: WhatIfQuestion): Promise<void> => {
    say('Asking…');
    const reply = await postQuestion(question, token ?? '');
    say('answer' in reply ? 'Answered.' : '');
    if ('answer' in reply) return take(reply.answer);
    showProblem({ field: fieldOfRefusal(reply.code, question), text: reply.message });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (token === undefined || isBusy) return;
    const [menu, menuText, prescales, thresholds] = fieldNames.map((name) => field(name).value);
    const read = questionOf({ menu, menuText, prescales, thresholds } as WhatIfFields);
    showProblem('problem' in read ? read.problem : undefined);
    if ('question' in read) void busily(() => send(read.question));
  });
  const addLine = (): void => {
    const [line, prescale] = ['whatif-line', 'whatif-prescale'].map((id) =>
      byId<HTMLInputElement>(id).value.trim(),
    );
    if (line === '' || prescale === '')
      return byId(line === '' ? 'whatif-line' : 'whatif-prescale').focus();
    const before = field('prescales').value.trimEnd();
    field('prescales').value = `${before}${before === '' ? '' : '\n'}${line} = ${prescale}\n`;
    byId<HTMLInputElement>('whatif-line').value = '';
  };
  byId('whatif-add').addEventListener('click', addLine);
  apply.addEventListener('click', () => {
    const asked = answer?.question;
    if (asked !== undefined) void busily(() => applyQuestion(asked, token ?? '', say));
  });
  setOptions(pick, picks);
  for (const control of [pick, search]) control.addEventListener('input', draw);
  if (token === undefined) setText(byId('whatif-hint'), noToken);
  draw();

  return {
    id: 'what-if',
    title: 'What if',
    element: byId('view-what-if'),
    topics: { run: 1000, whatif: 500 },
    onMessage: (topic, data) => {
      if (topic === 'whatif') take(data as WhatIfAnswer);
      if (topic === 'run') showLines(data as RunData);
    },
  };
}

/** Names of the lines, to be searched while they are typed. */
function showLines({ lines }: RunData): void {
  const list = byId('whatif-lines');
  if (list.children.length === lines.length) return;
  list.replaceChildren(
    ...lines.map(({ name, prescale }) => new Option(`prescale now ${prescale}`, name)),
  );
}

/** What was asked, in words. */
function askedText({ menu, menuText, prescales = {}, thresholds = {} }: WhatIfQuestion): string {
  const parts = [
    ...(menu === undefined ? [] : [`menu ${menu}`]),
    ...(menuText === undefined ? [] : ['the menu of the text']),
    ...Object.entries(prescales).map(([line, value]) => `${line} = ${value}`),
    ...Object.entries(thresholds).map(([path, value]) => `${path} = ${value}`),
  ];
  return `What if ${parts.join(', ')}`;
}

type Reply =
  | { readonly answer: WhatIfAnswer }
  | { readonly code: string; readonly message: string };

/** Asks the server; never throws. */
async function postQuestion(question: WhatIfQuestion, token: string): Promise<Reply> {
  const reply = await fetch('api/whatif', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(question),
  }).catch(() => undefined);
  if (reply?.ok === true) return { answer: (await reply.json()) as WhatIfAnswer };
  const silent = 'The server did not answer; try again when the connection is back.';
  const unknown = 'The server does not know this token: open the link that it printed.';
  if (reply === undefined) return { code: '', message: silent };
  if (reply.status === 401) return { code: '', message: unknown };
  const refusal = { code: '', message: reply.statusText };
  return { ...refusal, ...((await reply.json().catch(() => ({}))) as object) };
}

/** The same as commands: menu, prescales and thresholds, one after the other. */
async function applyQuestion(
  { menu, menuText, prescales, thresholds }: WhatIfQuestion,
  token: string,
  say: (text: string) => void,
): Promise<void> {
  const commands: readonly ChangeCommand[] = [
    ...(menu === undefined ? [] : [{ kind: 'menu', name: menu } as const]),
    ...(menuText === undefined ? [] : [{ kind: 'menu', text: menuText } as const]),
    ...(prescales === undefined ? [] : [{ kind: 'prescales', prescales } as const]),
    ...(thresholds === undefined ? [] : [{ kind: 'thresholds', set: thresholds } as const]),
  ];
  const told: string[] = [];
  for (const command of commands) {
    const { ok, text } = await sendCommand(command, token);
    told.push(`${command.kind}: ${text}`);
    if (!ok) break;
  }
  say(told.join(' '));
}
