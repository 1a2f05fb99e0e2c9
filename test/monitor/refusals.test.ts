import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { makeFeedCounts } from '../../monitor/feed-counts.js';
import { closedTeller, fullTeller, refusalTeller } from '../../monitor/refusals.js';
import { quietLog } from './synthetic-run.js';

describe('refused tokens', () => {
  it('are all counted, and logged once a minute without what they were', () => {
    let now = 0;
    const said: string[] = [];
    const counts = { refusedTokens: 0 };
    const log = { ...quietLog, warn: (text: string) => void said.push(text) };
    const note = refusalTeller(counts, { clock: { now: () => now }, log });
    const knock = (): void =>
      note({
        method: 'GET',
        url: '/metrics?token=nearly-right',
        socket: { remoteAddress: '192.0.2.7' },
      } as unknown as IncomingMessage);
    for (let times = 0; times < 5; times++) knock();
    now = 59_999;
    knock();
    expect(said).toEqual([
      'GET "/metrics" from 192.0.2.7 was refused: a wrong token or none; ' +
        '1 since this was told last',
    ]);
    now = 60_000;
    knock();
    expect(counts.refusedTokens).toBe(7);
    expect(said[1]).toContain('; 6 since');
    expect(said.join()).not.toContain('nearly');
  });
});

describe('clients of the feed that the server closes', () => {
  it('are all counted by reason, and each reason is logged once a minute', () => {
    // A clock that is asked as the browser's and Node's are: by its own method.
    const clock = {
      at: 0,
      now: function (this: { at: number }) {
        return this.at;
      },
    };
    const said: string[] = [];
    const { closed } = makeFeedCounts([]);
    const log = { ...quietLog, warn: (text: string) => void said.push(text) };
    const note = closedTeller({ closed }, { clock, log });
    for (const reason of ['flood', 'behind', 'flood', 'flood'] as const) note(reason, '192.0.2.7');
    expect(said).toEqual([
      'a client of the feed at 192.0.2.7 was closed (flood); 1 since this was told last',
      'a client of the feed at 192.0.2.7 was closed (behind); 1 since this was told last',
    ]);
    clock.at = 60_000;
    note('flood', '192.0.2.8');
    expect(said[2]).toBe(
      'a client of the feed at 192.0.2.8 was closed (flood); 3 since this was told last',
    );
    expect([...closed].filter(([, count]) => count > 0)).toEqual([
      ['flood', 4],
      ['behind', 1],
    ]);
  });
});

describe('clients of the feed for which there is no place', () => {
  it('are logged once a minute, with how many there were', () => {
    const clock = { at: 0, now: () => clock.at };
    const said: string[] = [];
    const note = fullTeller({ clock, log: { ...quietLog, warn: (text) => void said.push(text) } });
    for (const at of [0, 1, 59_999, 60_000, 119_999]) {
      clock.at = at;
      note('192.0.2.7');
    }
    expect(said).toEqual([
      'a client of the feed at 192.0.2.7 was refused (503): all places, or those of its address, ' +
        'are taken; 1 since this was told last',
      'a client of the feed at 192.0.2.7 was refused (503): all places, or those of its address, ' +
        'are taken; 3 since this was told last',
    ]);
  });
});
