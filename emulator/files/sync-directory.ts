import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Makes the names in a directory safe against loss of power. */
export type SyncDirectory = (path: string) => Promise<void>;

/**
 * Flushes a directory: a file's content may be safe and its name not. Does nothing where the system
 * opens no directories, as on Windows.
 */
export const syncDirectory: SyncDirectory = async (path) => {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
};

/** The same, waited for. */
export function syncDirectorySync(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
