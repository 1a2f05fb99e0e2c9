import { describe, expect, it } from 'vitest';
import { heard, spokenTo, stateTeller } from '../../../emulator/commands/daemon-messages.js';
import type { Message } from '../../../monitor/message-types.js';
import { quietLog, syntheticSnapshot } from '../../monitor/synthetic-run.js';

describe('a command in the message log', () => {
  it('stands with what was asked, from which slice it holds, and the epoch', () => {
    const asked = { kind: 'prescales', prescales: { lml6: 2.5, stt: 0 }, fromSlice: 9 } as const;
    expect(heard(asked, { ok: true, slice: 9, epoch: 2 })).toEqual({
      level: 'info',
      kind: 'command',
      text: 'command "prescales" lml6=2.5 stt=0: from slice 9 on, epoch 2',
    });
    expect(heard({ kind: 'start', menu: 'ecl' }, { ok: true, run: 4 }).text).toBe(
      'command "start" menu ecl: run 4',
    );
    expect(heard({ kind: 'stop' }, { ok: true }).text).toBe('command "stop"');
  });

  it('is a warning with the reason when it is refused', () => {
    const outcome = {
      ok: false,
      code: 'RUN_NOT_PAUSED',
      message: 'the run is not paused',
    } as const;
    expect(heard({ kind: 'resume' }, outcome)).toEqual({
      level: 'warning',
      kind: 'refused',
      text: 'command "resume" refused: the run is not paused',
    });
  });

  it('does not repeat the text of a menu, and is cut when it is long', () => {
    expect(heard({ kind: 'menu', text: 'x'.repeat(5000) }, { ok: true }).text).toBe(
      'command "menu" a menu of 5000 characters',
    );
    const prescales = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`line${n}`, n]));
    const { text } = heard({ kind: 'prescales', prescales }, { ok: true });
    expect(text).toMatch(/\.\.\.$/);
    expect(text.length).toBe('command "prescales" '.length + 300);
  });
});

describe('the states of runs in the message log', () => {
  it('are told when they change: what starts, and why it ends; a failure elsewhere', () => {
    const told: string[] = [];
    const tell = stateTeller({ ...quietLog, info: (text) => void told.push(text) });
    const shown = { id: 'a', reason: '', events: 0, wallSeconds: 1 };
    const { run } = syntheticSnapshot(1, { ...shown, state: 'starting' });
    tell(run);
    for (let times = 0; times < 3; times++) tell({ ...run, state: 'running' });
    tell({ ...run, state: 'failed', reason: 'broken' });
    tell({ ...run, state: 'ended', reason: 'stopped by command' });
    tell({ ...run, number: 2, state: 'running' });
    expect(told).toEqual([
      'run 1 is starting: card single-photon at 20 kHz',
      'run 1 is running',
      'run 1 is ended: stopped by command',
      'run 2 is running',
    ]);
  });
});

describe('messages on standard error', () => {
  it('are lines of their level, with who asked', () => {
    const lines: string[] = [];
    const speak = spokenTo({
      info: (text) => void lines.push(`info ${text}`),
      warn: (text) => void lines.push(`warn ${text}`),
      error: (text) => void lines.push(`error ${text}`),
    });
    const at = { sequence: 0, at: '', run: 1, emulatedSeconds: 0, kind: 'run' } as const;
    const asker = { address: '192.0.2.7', by: 'page' } as const;
    const messages: readonly Message[] = [
      { ...at, level: 'info', text: 'a', asker },
      { ...at, level: 'warning', text: 'b' },
      { ...at, level: 'error', text: 'c' },
    ];
    for (const message of messages) speak(message);
    expect(lines).toEqual(['info a, asked by 192.0.2.7 (page)', 'warn b', 'error c']);
  });
});
