import { spawnSync } from 'node:child_process';
import { compilerVersion, TwinFolder } from './compiler.js';

/** The HepMC3 library as a program that reads a file. */
export interface HepmcLibrary {
  /** Why it is not used, if so. */
  readonly skipped: string | undefined;
  /**
   * Processor time [s] that it takes to read a file; undefined where it is not used, or does not
   * find so many events in it.
   */
  read(format: string, path: string, events: number): number | undefined;
  remove(): void;
}

const absent = (skipped: string): HepmcLibrary => ({
  skipped: `comparison with the HepMC3 library is skipped: ${skipped}`,
  read: () => undefined,
  remove: () => undefined,
});

/** Compiles a program around the HepMC3 library, where both it and a compiler are there. */
export function hepmcLibrary(compiler = 'g++'): HepmcLibrary {
  if (compilerVersion(compiler) === undefined) return absent(`no ${compiler} here`);
  const folder = new TwinFolder(compiler);
  let program: string;
  try {
    program = folder.compile('hepmc-reader.cpp', ['HepMC3']);
  } catch {
    folder.remove();
    return absent(`${compiler} finds no HepMC3 (Debian: libhepmc3-dev)`);
  }
  return {
    skipped: undefined,
    read: (format, path, events) => {
      const { stdout } = spawnSync(program, [format, path], { encoding: 'utf8' });
      // The library warns on standard output, too.
      const [found, , seconds] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
      return found === events ? seconds : undefined;
    },
    remove: () => folder.remove(),
  };
}
