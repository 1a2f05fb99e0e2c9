import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmulatorError } from '../../../detector/base/errors.js';

/**
 * How twins are compiled: for any x86-64 (or whatever the host is) with what the compiler makes
 * of plain loops, as our kernels are compiled for any host with SIMD of 128 bits. No sums may be
 * reordered and no products fused: the results would differ.
 */
export const compilerFlags = '-std=c++20 -O3 -ffp-contract=off'.split(' ');

/** Where the programs are; package.json names one of them. */
const sources = dirname(fileURLToPath(import.meta.resolve('#twins')));

/** Whether a compiler is there: its name and version, undefined when it is not. */
export function compilerVersion(compiler: string): string | undefined {
  const { status, stdout } = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n', 1)[0] : undefined;
}

/** A temporary folder with compiled twins. */
export class TwinFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'b2l1-twins-'));
  readonly #compiler: string;
  readonly #compiled = new Set<string>();

  constructor(compiler: string) {
    this.#compiler = compiler;
  }

  /**
   * Compiles a program, once; returns its path.
   * @throws BENCH_NATIVE_FAILED
   */
  compile(source: string, libraries: readonly string[] = []): string {
    const program = join(this.path, source.replace(/\.cpp$/, ''));
    if (this.#compiled.has(source)) return program;
    try {
      const links = libraries.map((library) => `-l${library}`);
      execFileSync(
        this.#compiler,
        [...compilerFlags, '-o', program, join(sources, source), ...links],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
    } catch (error) {
      throw new EmulatorError(
        'BENCH_NATIVE_FAILED',
        `${this.#compiler} does not compile ${source}: ${String((error as Error).message)}`,
      );
    }
    this.#compiled.add(source);
    return program;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
