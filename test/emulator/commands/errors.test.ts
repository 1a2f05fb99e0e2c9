import { describe, expect, it } from 'vitest';
import { errorsCommand } from '../../../emulator/commands/errors.js';

async function errors(...args: readonly string[]): Promise<string> {
  let said = '';
  const out = (text: string): void => {
    said += text;
  };
  await errorsCommand({ out })
    .exitOverride()
    .parseAsync(['node', 'errors', ...args]);
  return said;
}

describe('the codes of errors', () => {
  it('are listed with exit status and meaning', async () => {
    const text = await errors();
    expect(text).toMatch(/^code +exit +what it means$/m);
    expect(text).toMatch(/^READER_TRUNCATED +1 +The event file ends inside/m);
    expect(text).toMatch(/^MENU_UNKNOWN_BIT +2 +A formula names an input bit/m);
    expect(text).toMatch(/^WS_UNKNOWN_TOPIC +0 /m);
  });

  it('of one part come by their prefix, in any case', async () => {
    const codes = (await errors('reader'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);
    expect(codes).toContain('READER_MALFORMED');
    expect(codes.every((code) => code?.startsWith('READER_'))).toBe(true);
  });

  it('that do not exist name the nearest', async () => {
    await expect(errors('READER_MALFORMD')).rejects.toThrow(/nearest is "READER_MALFORMED"/);
  });

  it('come as JSON', async () => {
    const document = JSON.parse(await errors('--json')) as {
      readonly errors: readonly { code: string; exit: number; meaning: string }[];
    };
    expect(document.errors.length).toBeGreaterThan(90);
    expect(document.errors).toContainEqual({
      code: 'CONFIG_UNKNOWN_KEY',
      exit: 2,
      meaning: 'A parameter does not exist.',
    });
  });
});
