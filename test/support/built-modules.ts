import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ofTests = resolve(root, 'test') + sep;
/** Of the page there is one file for all of its modules. */
const isOurs = /^(detector|triggers|monitor(?!\/dashboard)|emulator)\/.*\.js$/;

/** Files that Node loads by itself, as it does in the command: nothing of them is transformed. */
export const builtModules = /\/dist\/(detector|triggers|monitor|emulator|kernels)\//;

/**
 * Tests import modules as they were built, where there are such: they load in a fifth of the time,
 * and run as they do in the command. See D-510.
 */
export function importBuilt(): Plugin {
  return {
    name: 'import-built',
    enforce: 'pre',
    resolveId(source, importer) {
      // One memory for all, whoever imports them.
      if (source === '#kernels') return resolve(root, 'dist/kernels/module.js');
      if (!source.startsWith('.') || importer?.startsWith(ofTests) !== true) return undefined;
      const path = relative(root, resolve(dirname(importer), source)).replaceAll(sep, '/');
      const built = resolve(root, 'dist', path);
      // What was built of a module that is there no more is not taken.
      const places = [built, resolve(root, path.replace(/js$/, 'ts'))];
      return isOurs.test(path) && places.every((place) => existsSync(place)) ? built : undefined;
    },
  };
}
