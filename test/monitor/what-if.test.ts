import { afterEach, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../detector/base/errors.js';
import type { NewMessage } from '../../monitor/message-types.js';
import type { Monitor } from '../../monitor/server.js';
import type { WhatIfAnswer, WhatIfQuestion } from '../../monitor/what-if.js';
import { readWhatIfQuestion, toldOf } from '../../monitor/what-if-question.js';
import { openFeed } from './feed-client.js';
import { startQuietly, until } from './support.js';
import { makeSyntheticRun } from './synthetic-run.js';
import { syntheticAnswer } from './synthetic-answer.js';

const read = (value: unknown) => readWhatIfQuestion(Buffer.from(JSON.stringify(value)));

describe('the body of a what-if question', () => {
  it.each([
    {},
    { menu: 'ecl' },
    { menuText: 'extends: ecl', prescales: { lml6: 2.5, stt: 0 } },
    { thresholds: { 'bits.ecl.sums.elow': '0.6 GeV', 'bits.ecl.sums.physicsIcn': 4, x: true } },
  ])('is read as it stands: %j', (question) => {
    expect(read(question)).toEqual({ question });
  });

  it.each([
    [[], 'found []; expected a question such as'],
    [null, 'found null; expected a question'],
    [{ prescale: {} }, 'key "prescale" is not known; nearest is "prescales"; expected menu'],
    [{ menu: 3 }, 'key "menu": found 3, expected the name of a built-in menu'],
    [{ menuText: '' }, 'key "menuText": found ""'],
    [{ prescales: { lml6: '2' } }, 'key "prescales: lml6": found "2", expected lines with'],
    [{ thresholds: { a: null } }, 'key "thresholds: a": found null, expected parameters'],
  ])('is refused with what was found and expected: %j', (body, problem) => {
    expect(read(body)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('is refused when it is no JSON', () => {
    expect(readWhatIfQuestion(Buffer.from('{')).problem).toContain('the body is not JSON');
  });
});

describe('a what-if question in the message log', () => {
  it.each([
    [{ menu: 'ecl', prescales: { lml6: 2.5 } }, 'menu ecl lml6=2.5'],
    [{ menuText: 'extends: ecl' }, 'a menu of 12 characters'],
    [{ thresholds: { 'bits.ecl.sums.elow': '0.6 GeV' } }, 'bits.ecl.sums.elow=0.6 GeV'],
    [{}, 'nothing is changed'],
  ])('says what is asked for: %j', (question, told) => {
    expect(toldOf(question)).toBe(told);
  });

  it('is cut where it is long', () => {
    const prescales = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`line${at}`, 2]));
    expect(toldOf({ prescales })).toHaveLength(300);
  });
});

describe('what-if over HTTP', () => {
  let monitor: Monitor;
  const said: NewMessage[] = [];
  afterEach(() => {
    said.length = 0;
    return monitor.close();
  });

  const serve = async (whatIf: (question: WhatIfQuestion) => Promise<WhatIfAnswer>) => {
    const run = makeSyntheticRun({ events: 10, wallSeconds: 1 });
    monitor = await startQuietly({ ...run.ports, whatIf, say: (message) => said.push(message) });
  };
  const ask = (question: unknown, token = monitor.token) =>
    fetch(`http://127.0.0.1:${monitor.port}/api/whatif`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });

  it('answers who has the token, and everybody on the feed', async () => {
    await serve((question) => Promise.resolve({ ...syntheticAnswer(), question }));
    expect((await ask({ menu: 'ecl' }, 'wrong-token-0123456789')).status).toBe(401);
    const client = await openFeed(monitor.port, ['b2l1.v1.json']);
    client.say({ subscribe: ['whatif'] });
    const reply = await ask({ menu: 'ecl' });
    expect(reply.status).toBe(200);
    const answer = (await reply.json()) as WhatIfAnswer;
    expect(answer).toEqual({ ...syntheticAnswer(), question: { menu: 'ecl' } });
    const told = await client.first(({ topic }) => topic === 'whatif');
    expect(told.data).toEqual(answer);
    const asker = { address: '127.0.0.1', by: 'api' };
    expect(said).toContainEqual({
      level: 'info',
      kind: 'what-if',
      text: 'what if menu ecl',
      asker,
    });
    client.socket.terminate();
  });

  it.each([
    ['WHATIF_NEEDS_PARTICLES', 400],
    ['MENU_UNKNOWN_LINE', 400],
    ['WHATIF_NO_WINDOWS', 409],
    ['WHATIF_ENDED', 503],
  ] as const)('refuses with the code %s and status %i', async (code, status) => {
    await serve(() => Promise.reject(new EmulatorError(code, 'because')));
    const reply = await ask({ menu: 'ecl' });
    expect(reply.status).toBe(status);
    expect(await reply.json()).toEqual({ ok: false, code, message: 'because' });
    expect(said.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'what-if: what if menu ecl',
      'refused: what-if refused: because',
    ]);
  });

  it('asks one question after the other, and refuses those that would wait too long', async () => {
    const waiting: (() => void)[] = [];
    await serve(() => new Promise((resolve) => waiting.push(() => resolve(syntheticAnswer()))));
    const asked = Array.from({ length: 6 }, () => ask({ menu: 'ecl' }));
    const first = await Promise.race(asked);
    expect(first.status).toBe(429);
    for (let answered = 0; answered < 5; answered++) {
      await until(() => waiting.length > answered, 'the next question');
      expect(waiting.length).toBe(answered + 1);
      waiting[answered]!();
    }
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
