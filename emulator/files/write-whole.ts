import { rename, writeFile } from 'node:fs/promises';
import { EmulatorError } from '../../detector/base/errors.js';

/**
 * A file that is not whole has this ending; what a killed program left of it is written over by the
 * next.
 */
export const unfinishedEnding = '.part';

/**
 * Writes a file under another name and renames it, so that under its own name it is always whole.
 * @throws OUTPUT_FAILED
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path + unfinishedEnding, content);
    await rename(path + unfinishedEnding, path);
  } catch (error) {
    throw new EmulatorError(
      'OUTPUT_FAILED',
      `${path}: cannot be written: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
