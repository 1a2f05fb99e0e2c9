import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { tokenOf } from '../../../emulator/commands/token.js';

const scratch = mkdtempSync(join(tmpdir(), 'b2l1-token-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => void vi.unstubAllEnvs());
const tokenFile = join(scratch, 'token');
writeFileSync(tokenFile, ' of-the-file\n');
writeFileSync(join(scratch, 'empty'), '\n');

describe('the token of a daemon', () => {
  it('comes from an option, a file, the environment or the settings, in this order', () => {
    const settings = { token: 'of-the-settings' };
    expect(tokenOf({}, { token: '' })).toBeUndefined();
    expect(tokenOf({}, settings)).toBe('of-the-settings');
    vi.stubEnv('B2L1_TOKEN', 'of-the-environment');
    expect(tokenOf({}, settings)).toBe('of-the-environment');
    expect(tokenOf({ tokenFile }, settings)).toBe('of-the-file');
    expect(tokenOf({ token: 'of-the-option' }, settings)).toBe('of-the-option');
  });

  it('is not guessed: two of them, or a file without one, are refused', () => {
    const refused = expect.objectContaining({ code: 'USAGE_TOKEN' }) as Error;
    const settings = { token: 'of-the-settings' };
    expect(() => tokenOf({ token: 'one', tokenFile }, settings)).toThrow(refused);
    for (const name of ['empty', 'nowhere'])
      expect(() => tokenOf({ tokenFile: join(scratch, name) }, settings)).toThrow(refused);
  });
});
