import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { menuCommand } from '../../../emulator/commands/menu.js';

/** A directory for the menus of a file of tests, gone after them, and what writes into it. */
export function menuFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'b2l1-menu-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  /** Path of a file of that name with that content. */
  const fileWith = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return { folder, fileWith };
}

/** What `b2l1 menu ARGUMENTS` prints and what it says on stderr. */
export function menuOutput(...options: readonly string[]) {
  let printed = '';
  let said = '';
  const command = menuCommand({ out: (text) => (printed += text), talk: (text) => (said += text) });
  for (const part of [command, ...command.commands])
    part.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  command.exitOverride().parse(options, { from: 'user' });
  return { printed, said };
}

/** What `b2l1 menu ARGUMENTS` prints. */
export const menu = (...options: readonly string[]): string => menuOutput(...options).printed;

/** Code and message of the error that something ends with. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} ${error.message}`;
    if (error instanceof CommanderError) return `usage ${error.message}`;
    throw error;
  }
  return 'no error';
}
