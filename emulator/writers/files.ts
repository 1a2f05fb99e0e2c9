import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { makeDirectory } from '../files/make-directory.js';
import { writeWhole } from '../files/write-whole.js';

/** A file to be written: its name within the folder, and text or bytes. */
export type NamedContent = readonly [name: string, content: string | Uint8Array];

/**
 * Writes files into a folder, which is made when needed; none is ever there in part. @returns their
 * paths.
 * @throws OUTPUT_FAILED
 */
export async function writeFiles(
  folder: string,
  files: readonly NamedContent[],
): Promise<readonly string[]> {
  const paths = files.map(([name]) => join(folder, name));
  try {
    makeDirectory(folder);
  } catch (error) {
    throw new EmulatorError(
      'OUTPUT_FAILED',
      `${folder}: results cannot be written: ${(error as Error).message}`,
      { cause: error },
    );
  }
  await Promise.all(files.map(([, content], index) => writeWhole(paths[index]!, content)));
  return paths;
}
