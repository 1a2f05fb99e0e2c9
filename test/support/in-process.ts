import type { Command } from 'commander';
import { NEVER, type Observable } from 'rxjs';
import type { CommandContext } from '../../emulator/commands/context.js';

export interface Said {
  /** What would be on stdout and on stderr. */
  readonly out: string;
  readonly talk: string;
}

/**
 * Runs a command in this process: half a second less than the program itself, where its exit code
 * and its signals are not the point. Rejects with what the program would report.
 */
export async function inProcess(
  make: (context: CommandContext) => Command,
  args: readonly string[],
  stop$: CommandContext['stop$'] = NEVER,
): Promise<Said> {
  const said = { out: '', talk: '' };
  const command = make({
    out: (text) => void (said.out += text),
    talk: (text) => void (said.talk += text),
    terminal: false,
    clock: performance,
    stop$,
    execute: (work: Observable<unknown>) =>
      new Promise((resolve, reject) => void work.subscribe({ error: reject, complete: resolve })),
  });
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(args, { from: 'user' });
  return said;
}
