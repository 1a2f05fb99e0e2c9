import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readQuestion } from '../../monitor/event-route.js';
import type { Monitor } from '../../monitor/server.js';
import { startQuietly } from './support.js';
import { makeSyntheticRun } from './synthetic-run.js';

const question = (query: string) => readQuestion(new URLSearchParams(query));

describe('a question for an event', () => {
  it('is an address, a line, a probe, or a line of a probe', () => {
    expect(question('address=1:20:3')).toEqual({ run: 1, slice: 20, index: 3 });
    expect(question('address=2147483649:20:3').valueOf()).toMatchObject({ run: 2_147_483_649 });
    expect(question('line=lml6&token=x')).toEqual({ line: 'lml6' });
    expect(question('probe=two-track')).toEqual({ probe: 'two-track' });
    expect(question('probe=two-track&line=fff')).toEqual({ probe: 'two-track', line: 'fff' });
  });

  it.each([
    ['', 'nothing is asked for'],
    ['token=x', 'nothing is asked for'],
    ['lin=lml6', 'there is no parameter "lin"; nearest is "line"'],
    ['line=a&line=b', 'line is given more than once'],
    ['line=', 'a name has 1 to 100 characters'],
    [`line=${'x'.repeat(101)}`, 'a name has 1 to 100 characters'],
    ['address=1:2:3&line=lml6', 'an address stands by itself'],
    ['address=1:2:3&probe=two-track', 'an address stands by itself'],
    ['address=1:2', '"1:2" is no address'],
    ['address=1:2:-3', '"1:2:-3" is no address'],
    ['address=12345678901:2:3', '"12345678901:2:3" is no address'],
    ['address=', '"" is no address'],
  ])('is refused with what is wrong and what is expected: %s', (query, why) => {
    expect(() => question(query)).toThrow(why);
    expect(() => question(query)).toThrow('expected /api/event?address=run:slice:index');
  });

  it('is read or refused in words, whatever it says', () => {
    const name = fc.oneof(fc.constantFrom('address', 'line', 'probe', 'token'), fc.string());
    const pairs = fc.array(fc.tuple(name, fc.string()), { maxLength: 4 });
    fc.assert(
      fc.property(pairs, (entries) => {
        try {
          expect(Object.keys(readQuestion(new URLSearchParams(entries)))).not.toHaveLength(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'MONITOR_BAD_EVENT' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('/api/event', () => {
  let monitor: Monitor | undefined;
  afterEach(() => monitor?.close());
  const start = async () => {
    monitor = await startQuietly(makeSyntheticRun({ events: 1000 }).ports);
    const { port } = monitor;
    return async (query: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/event?${query}`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
  };

  it('answers with the event and its explanation, by address and by line', async () => {
    const ask = await start();
    const byAddress = await ask('address=1:20:3');
    expect(byAddress).toMatchObject({
      status: 200,
      body: { address: { run: 1, slice: 20, index: 3 }, explanation: { ftdl: ['lml1'] } },
    });
    expect(await ask('line=lml6')).toMatchObject({ status: 200, body: { explanation: {} } });
  });

  it('says what is missing with 404 and what is wrong with 400', async () => {
    const ask = await start();
    expect(await ask('line=nothing')).toMatchObject({
      status: 404,
      body: { ok: false, code: 'MENU_UNKNOWN_LINE' },
    });
    expect(await ask('address=2:0:0')).toMatchObject({
      status: 404,
      body: { code: 'USAGE_EVENT' },
    });
    expect(await ask('addres=1:0:0')).toMatchObject({
      status: 400,
      body: { ok: false, code: 'MONITOR_BAD_EVENT' },
    });
  });
});
