import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { EmulatorError } from '../../detector/base/errors.js';

/** Where the token may stand, so that it is no argument, which others on the machine can read. */
const tokenVariable = 'B2L1_TOKEN';

/** Declares `--token --token-file` on a command. */
export function withToken(command: Command): Command {
  return command
    .option(
      '--token <token>',
      'token for changes, and for reading on other than loopback addresses; B2L1_TOKEN of the ' +
        'environment where neither this nor --token-file is given',
    )
    .option(
      '--token-file <file>',
      'file that holds the token, so that no list of processes shows it',
    );
}

interface TokenOptions {
  readonly token?: string;
  readonly tokenFile?: string;
}

/**
 * The token that was given: by an option, a file, the environment or the settings, in this order.
 * @throws USAGE_TOKEN
 */
export function tokenOf(
  { token, tokenFile }: TokenOptions,
  settings: { readonly token: string },
): string | undefined {
  if (token !== undefined && tokenFile !== undefined)
    throw new EmulatorError('USAGE_TOKEN', 'give --token or --token-file, not both');
  if (token === undefined && tokenFile !== undefined) {
    const read = readToken(tokenFile);
    if (read !== '') return read;
    throw new EmulatorError('USAGE_TOKEN', `--token-file ${tokenFile}: the file is empty`);
  }
  return [token, process.env[tokenVariable], settings.token].find(
    (given) => given !== undefined && given !== '',
  );
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new EmulatorError(
      'USAGE_TOKEN',
      `--token-file ${file}: cannot be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
