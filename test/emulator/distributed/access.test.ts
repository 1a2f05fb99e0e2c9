import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dialled, shownAddress } from '../../../emulator/distributed/access.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-access-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

async function fileOf(content: string): Promise<string> {
  const file = join(home, `credentials-${content.length}`);
  await writeFile(file, content);
  return file;
}

const secret = 'qX7-hidden';
const url = 'nats://server:5000';

describe('credentials for a NATS server', () => {
  it('stand in its address, percent-encoded where they must be', () => {
    expect(dialled({ url: 'nats://me:a%40b@server' })).toEqual({
      server: 'server:4222',
      tls: undefined,
      credentials: { user: 'me', pass: 'a@b' },
    });
    expect(dialled({ url: `nats://${secret}@server` }).credentials).toEqual({ token: secret });
    expect(dialled({ url }).credentials).toEqual({});
  });

  it('stand in a file: user and password, whatever signs it has, or a token', async () => {
    const read = async (content: string) =>
      dialled({ url, credentialsFile: await fileOf(content) }).credentials;
    expect(await read('me:p:w/@# x\n')).toEqual({ user: 'me', pass: 'p:w/@# x' });
    expect(await read(`${secret}\n`)).toEqual({ token: secret });
  });

  it('stand in the environment, where neither address nor file has any', async () => {
    vi.stubEnv('B2L1_NATS_USER', 'me');
    vi.stubEnv('B2L1_NATS_PASSWORD', secret);
    expect(dialled({ url }).credentials).toEqual({ user: 'me', pass: secret });
    expect(dialled({ url: 'nats://you:other@server' }).credentials).toEqual({
      user: 'you',
      pass: 'other',
    });
    const credentialsFile = await fileOf('token');
    expect(dialled({ url, credentialsFile }).credentials).toEqual({ token: 'token' });
    vi.unstubAllEnvs();
    vi.stubEnv('B2L1_NATS_TOKEN', 'word');
    expect(dialled({ url }).credentials).toEqual({ token: 'word' });
  });

  it('are in no message, whatever is wrong with them', async () => {
    const torn = [`nats://me:${secret}#x@server:4222`, `nats://me:12/${secret}@server:4222`];
    const urls = [
      ...torn,
      `me:${secret}@server`,
      `http://me:${secret}@server`,
      `nats://me:${secret}%@h`,
    ];
    const files = [`${secret}\n${secret}`, `-----BEGIN NATS USER JWT-----\n${secret}\n`, ''];
    const asked = [
      ...urls.map((each) => ({ url: each })),
      { url: `nats://me:${secret}@server`, credentialsFile: await fileOf('a:b') },
      ...(await Promise.all(files.map(fileOf))).map((credentialsFile) => ({
        url,
        credentialsFile,
      })),
      { url, credentialsFile: join(home, 'absent') },
      { url, authorityFile: join(home, 'absent') },
      { url, authorityFile: await fileOf('no certificate') },
    ];
    for (const access of asked) {
      const told = thrown(() => dialled(access));
      expect(told, JSON.stringify(access)).toMatchObject({ code: 'USAGE_NATS' });
      expect(String(told)).not.toContain(secret);
    }
    vi.stubEnv('B2L1_NATS_PASSWORD', secret);
    expect(String(thrown(() => dialled({ url })))).toMatch(/B2L1_NATS_USER and .* go together/);
  });

  it('are left out of an address that is shown', () => {
    expect(shownAddress(`nats://me:${secret}@server:4222`)).toBe('nats://server:4222');
    expect(shownAddress(`tls://${secret}@a@server`)).toBe('tls://server');
    expect(shownAddress(`me:${secret}@server`)).toBe('server');
    expect(shownAddress('nats://server')).toBe('nats://server');
  });
});

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
