import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { defer, finalize, from, map, type Observable } from 'rxjs';

const execute = promisify(execFile);

/** Enough for any document of a bench. */
const maxBuffer = 64e6;

/**
 * Runs a program and emits what it wrote to stdout; whoever no longer listens ends it. Fails as
 * `execFile` does.
 */
export function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly shell?: boolean } = {},
): Observable<string> {
  return defer(() => {
    const stop = new AbortController();
    const done = execute(program, args, { ...options, maxBuffer, signal: stop.signal });
    return from(done).pipe(
      map(({ stdout }) => String(stdout)),
      finalize(() => stop.abort()),
    );
  });
}
