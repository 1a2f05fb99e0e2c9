import { readFileSync } from 'node:fs';
import { EmulatorError } from '../../detector/base/errors.js';

/** Where the token may stand, so that it is no argument, which others on the machine can read. */
const tokenVariable = 'B2L1_TOKEN';

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
