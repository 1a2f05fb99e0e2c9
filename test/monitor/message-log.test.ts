import { describe, expect, it } from 'vitest';
import { keptMessages, MessageLog, messagesFrom } from '../../monitor/message-log.js';
import type { Message } from '../../monitor/message-types.js';

const asker = { address: '127.0.0.1', by: 'page' } as const;

function logAt(date: number, told: Message[] = []): MessageLog {
  return new MessageLog({
    runTime: () => ({ run: 3, emulatedSeconds: 1.5 }),
    date: () => date,
    told: (message) => told.push(message),
  });
}

describe('the message log', () => {
  it('says what happened, when by the wall and by the beam, and who asked', () => {
    const told: Message[] = [];
    const log = logAt(Date.UTC(2026, 6, 1, 12), told);
    log.say({ level: 'info', kind: 'command', text: 'command "pause"', asker });
    const message = {
      sequence: 0,
      at: '2026-07-01T12:00:00.000Z',
      run: 3,
      emulatedSeconds: 1.5,
      level: 'info',
      kind: 'command',
      text: 'command "pause"',
      asker,
    };
    expect(log.state).toEqual({ next: 1, messages: [message] });
    expect(told).toEqual([message]);
  });

  it('keeps the last thousand and counts on', () => {
    const log = logAt(0);
    for (let n = 0; n < keptMessages + 5; n++)
      log.say({ level: 'info', kind: 'run', text: `${n}` });
    const { next, messages } = log.state;
    expect(next).toBe(1005);
    expect(messages).toHaveLength(1000);
    expect(messages[0]).toMatchObject({ sequence: 5, text: '5' });
    expect(messages.at(-1)).toMatchObject({ sequence: 1004 });
    expect(messagesFrom(log.state, 1003).messages.map(({ text }) => text)).toEqual([
      '1003',
      '1004',
    ]);
  });

  it('is the same object until there is news, and what was given stays as it was', () => {
    const log = logAt(0);
    log.say({ level: 'info', kind: 'run', text: 'first' });
    const before = log.state;
    expect(log.state).toBe(before);
    log.say({ level: 'info', kind: 'run', text: 'second' });
    expect(log.state).not.toBe(before);
    expect(before.messages).toHaveLength(1);
  });
});
