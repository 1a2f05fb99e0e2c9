import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTo } from '../../../emulator/distributed/connection.js';
import {
  b2l1,
  b2l1With,
  type CommandResult,
  startTalking,
  startWorker,
} from '../../support/command.js';
import { describeWith, natsServer, openssl } from '../../support/components.js';
import { type NatsServer, startNats } from '../../support/nats.js';

const secret = 'qX7-hidden-word';
const study = ['study', 'gun', '--events', '10', '--engine', 'nats'];
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-secrets-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function written(name: string, content: string): Promise<string> {
  await writeFile(join(home, name), content);
  return join(home, name);
}

/** A worker of each kind of access gets a study done; all that was said. */
async function done(
  url: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const worker = await startWorker(url, args, env);
  const counted = await b2l1With(env, ...study, '--nats', url, ...args);
  expect(counted.code, counted.stderr).toBe(0);
  return said(counted) + said(await worker.stop('SIGTERM'));
}

/** A worker alone. */
async function connected(...access: Parameters<typeof startWorker>): Promise<string> {
  return said(await (await startWorker(...access)).stop('SIGTERM'));
}

const said = ({ stdout, stderr }: CommandResult): string => stdout + stderr;

describeWith(natsServer, 'a NATS server that wants a password', (program) => {
  let server: NatsServer;
  let withUser: (password: string) => string;
  beforeAll(async () => {
    server = await startNats(program, '-js', '--user', 'me', '--pass', secret);
    withUser = (password) => server.url.replace('//', `//me:${password}@`);
  });
  afterAll(() => server.stop());

  it('gets it from address, file or environment, and no output ever has it', async () => {
    const file = await written('password', `me:${secret}\n`);
    const outputs = [
      await done(withUser(secret)),
      await done(server.url, [], { B2L1_NATS_CREDS: file }),
      await connected(server.url, ['--nats-creds', file]),
      await connected('nats://unused:1', ['--nats', server.url], {
        B2L1_NATS_USER: 'me',
        B2L1_NATS_PASSWORD: secret,
      }),
    ];
    for (const output of outputs) expect(output).not.toContain(secret);
  });

  it('says that it is wrong, with a code, and not what it was', async () => {
    const wrong = withUser(`${secret}-wrong`);
    for (const args of [['worker'], study]) {
      const { code, stdout, stderr } = await b2l1(...args, '--nats', wrong);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /127\.0\.0\.1:\d+ does not accept these credentials.*\[NATS_REFUSED\]/,
      );
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('is named without it to whoever shall start a worker', async () => {
    const lonely = startTalking([...study, '--nats', withUser(secret)]);
    await lonely.says(/no worker has come yet.*b2l1 worker --nats nats:\/\/127/);
    const ended = await lonely.stop('SIGTERM');
    expect(ended.code, ended.stderr).toBe(143);
    expect(said(ended)).not.toContain(secret);
  });
});

describeWith(natsServer, 'a NATS server of users with keys', (program) => {
  it('gets a .creds file of its tools', async () => {
    const { config, creds } = keyedUser();
    const server = await startNats(program, '-c', await written('keyed.conf', config));
    const credentialsFile = await written('user.creds', creds);
    const connection = await connectTo({ url: server.url, credentialsFile }, 'test');
    await connection.close();
    await expect(connectTo({ url: server.url }, 'test')).rejects.toMatchObject({
      code: 'NATS_REFUSED',
    });
    await server.stop();
  });
});

/** An operator, an account and a user of it, each signed by the one before. */
function keyedUser() {
  const [operator, account, user] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const signed = (by: typeof operator, whose: typeof operator, type: string): string => {
    const claims = {
      jti: type,
      iat: 1_700_000_000,
      iss: by.getPublicKey(),
      sub: whose.getPublicKey(),
      name: type,
      nats: { type, version: 2, ...(type === 'account' && { limits: { conn: -1, subs: -1 } }) },
    };
    const encoded = [{ typ: 'JWT', alg: 'ed25519-nkey' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = Buffer.from(by.sign(Buffer.from(encoded))).toString('base64url');
    return `${encoded}.${signature}`;
  };
  const key = account.getPublicKey();
  return {
    config:
      `operator: ${signed(operator, operator, 'operator')}\nresolver: MEMORY\n` +
      `resolver_preload: { ${key}: ${signed(operator, account, 'account')} }\n`,
    creds:
      `-----BEGIN NATS USER JWT-----\n${signed(account, user, 'user')}\n` +
      '------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n' +
      `${Buffer.from(user.getSeed()).toString()}\n------END USER NKEY SEED------\n`,
  };
}

describeWith(openssl, 'with a certificate', (tool) => {
  describeWith(natsServer, 'of an authority of its own, a NATS server', (program) => {
    let server: NatsServer;
    let verifying: NatsServer;
    let authority = '';
    beforeAll(async () => {
      const run = (...args: readonly string[]) =>
        execFileSync(tool, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
      const fresh = ['-newkey', 'rsa:2048', '-nodes'];
      run('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ours');
      run('req', ...fresh, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=server');
      run('req', ...fresh, '-keyout', 'client.key', '-out', 'client.csr', '-subj', '/CN=client');
      await written('names', 'subjectAltName=IP:127.0.0.1\n');
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
      run('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem');
      run('x509', '-req', '-in', 'client.csr', ...signed, '-out', 'client.pem');
      // Of another authority, and a key with a passphrase.
      run('req', '-x509', ...fresh, '-keyout', 'other.key', '-out', 'other.pem', '-subj', '/CN=o');
      run(
        'pkey',
        '-in',
        'client.key',
        '-aes128',
        '-passout',
        `pass:${secret}`,
        '-out',
        'locked.key',
      );
      authority = join(home, 'ca.pem');
      const [certificate, key] = [join(home, 'server.pem'), join(home, 'server.key')];
      const own = ['-js', '--tls', '--tlscert', certificate, '--tlskey', key];
      server = await startNats(program, ...own);
      verifying = await startNats(program, ...own, '--tlsverify', '--tlscacert', authority);
    });
    afterAll(async () => {
      await server.stop();
      await verifying.stop();
    });

    it('that verifies clients gets the certificate of one, and never prints its key', async () => {
      const [certificate, key] = [join(home, 'client.pem'), join(home, 'client.key')];
      const inKey = (await readFile(key, 'utf8')).split('\n')[3]!;
      expect(inKey.length).toBeGreaterThan(40);
      const ca = ['--nats-ca', authority];
      const output = await done(verifying.url, [
        ...ca,
        '--nats-cert',
        certificate,
        '--nats-key',
        key,
      ]);
      const env = { B2L1_NATS_CERT: certificate, B2L1_NATS_KEY: key };
      expect(output + (await connected(verifying.url, ca, env))).not.toContain(inKey);
    });

    it('that verifies its clients says so to one without, or with one of others', async () => {
      const access = { url: verifying.url, authorityFile: authority };
      const other = { certificateFile: join(home, 'other.pem'), keyFile: join(home, 'other.key') };
      for (const more of [{}, other])
        await expect(connectTo({ ...access, ...more }, 'test')).rejects.toMatchObject({
          code: 'NATS_REFUSED',
          message: expect.stringMatching(/--nats-cert.*--nats-key/),
        });
    });

    it('is not asked with what cannot be a certificate and its key, told by file', async () => {
      const [cert, key, locked, ofOther] = [
        'client.pem',
        'client.key',
        'locked.key',
        'other.key',
      ].map((name) => join(home, name));
      const cases: readonly (readonly [RegExp, string?, string?])[] = [
        [/--nats-cert .*client\.pem: it goes together with --nats-key/, cert],
        [/--nats-key .*client\.key: it goes together with --nats-cert/, undefined, key],
        [/--nats-cert .*client\.key: it holds no certificate/, key, key],
        [/--nats-key .*client\.pem: it holds no private key/, cert, cert],
        [/--nats-key .*none\.key: cannot be read/, cert, join(home, 'none.key')],
        [/--nats-key .*locked\.key: the key is encrypted/, cert, locked],
        [/--nats-key .*other\.key: it is not the key of .*client\.pem/, cert, ofOther],
      ];
      for (const [message, certificateFile, keyFile] of cases)
        await expect(
          connectTo({ url: verifying.url, certificateFile, keyFile }, 'test'),
        ).rejects.toMatchObject({ code: 'USAGE_NATS', message: expect.stringMatching(message) });
    });

    it('is reached with --nats-ca, whatever the scheme of its address', async () => {
      const encrypted = server.url.replace('nats:', 'tls:');
      await done(encrypted, ['--nats-ca', authority]);
      const connection = await connectTo({ url: server.url, authorityFile: authority }, 'test');
      await connection.close();
    });

    it('is not trusted without, which is told from one that is away', async () => {
      for (const url of [server.url, server.url.replace('nats:', 'tls:')])
        await expect(connectTo({ url }, 'test')).rejects.toMatchObject({
          code: 'NATS_CERTIFICATE',
          message: expect.stringContaining('--nats-ca FILE'),
        });
      const elsewhere = server.url.replace('127.0.0.1', 'localhost');
      await expect(
        connectTo({ url: elsewhere, authorityFile: authority }, 'test'),
      ).rejects.toMatchObject({ code: 'NATS_CERTIFICATE' });
    });
  });

  describeWith(natsServer, 'asked for, a NATS server without any', (program) => {
    it('is told nothing in clear text', async () => {
      const server = await startNats(program, '-js');
      const url = server.url.replace('nats:', 'tls:');
      await expect(connectTo({ url }, 'test')).rejects.toMatchObject({ code: 'NATS_UNREACHABLE' });
      await server.stop();
    });
  });
});
