import { describe, expect, it } from 'vitest';
import { runLog } from '../../../emulator/commands/run-log.js';

const said = (isTerminal: boolean, tell: (log: ReturnType<typeof runLog>) => void): string => {
  const texts: string[] = [];
  tell(runLog(isTerminal, { write: (text) => void texts.push(text) }));
  return texts.join('');
};

describe('the log of a daemon', () => {
  it('is plain text on a terminal: time, level and what happened, a line each', () => {
    const text = said(true, (log) => {
      log.info('run 1 starts');
      log.warn('a client said \u001b[2J\nand "more"');
      log.error('the run failed');
    });
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO run 1 starts$/),
      expect.stringMatching(/Z WARN a client said {1,2}\[2J and "more"$/),
      expect.stringMatching(/Z ERROR the run failed$/),
      '',
    ]);
  });

  it('is a record of JSON a line for programs', () => {
    const text = said(false, (log) => log.warn('a client said\nmore'));
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ level: 40, msg: 'a client said\nmore' });
  });
});
