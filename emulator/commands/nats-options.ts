import { type Command, Option } from 'commander';
import type { NatsAccess } from '../distributed/access.js';

/** Of commands that meet others over a NATS server. */
export interface NatsOptions {
  readonly nats: string;
  readonly natsCreds?: string;
  readonly natsCa?: string;
  readonly natsCert?: string;
  readonly natsKey?: string;
}

/** Declares `--nats --nats-creds --nats-ca --nats-cert --nats-key` on a command. */
export function withNats(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--nats <url>',
        'NATS server with JetStream: nats://host:port, or tls://host:port for an encrypted ' +
          'connection',
      )
        .env('B2L1_NATS')
        .default('nats://127.0.0.1:4222'),
    )
    .addOption(
      new Option(
        '--nats-creds <file>',
        'file of credentials: one line, user:password or a token, or a .creds file of the tools ' +
          'of NATS; without it B2L1_NATS_USER and B2L1_NATS_PASSWORD, or B2L1_NATS_TOKEN, of ' +
          'the environment. As nats://user:password@host they are seen in lists of processes',
      ).env('B2L1_NATS_CREDS'),
    )
    .addOption(
      new Option(
        '--nats-ca <file>',
        "certificate (PEM) of the authority that signed the server's, where the system does not " +
          'know it; connections are encrypted then',
      ).env('B2L1_NATS_CA'),
    )
    .addOption(
      new Option(
        '--nats-cert <file>',
        'certificate (PEM) by which a server that verifies its clients knows this one; with ' +
          '--nats-key',
      ).env('B2L1_NATS_CERT'),
    )
    .addOption(
      new Option(
        '--nats-key <file>',
        'private key (PEM, without a passphrase) of that certificate; it never leaves this process',
      ).env('B2L1_NATS_KEY'),
    );
}

/** What the options say of a server. */
export const accessOf = ({
  nats,
  natsCreds,
  natsCa,
  natsCert,
  natsKey,
}: NatsOptions): NatsAccess => ({
  url: nats,
  credentialsFile: natsCreds,
  authorityFile: natsCa,
  certificateFile: natsCert,
  keyFile: natsKey,
});
