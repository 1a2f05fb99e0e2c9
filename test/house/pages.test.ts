import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deriveCommand } from '../../emulator/commands/derive.js';
import { cards } from '../../emulator/studies/cards/index.js';
import { surveys } from '../../emulator/studies/surveys/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  { cwd: root },
)
  .toString()
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(root, page)));

/** Folders that a recipe tells to make: nobody has yet. */
const recipesMake = ['emulator/backgrounds/', 'test/emulator/backgrounds/'];

/** Pages that tell of the past, where a file may be gone. */
const histories = ['CHANGELOG.md', 'DECISIONS.md'];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Relative links of a page, without their fragments. */
function linksOf(page: string): string[] {
  return [...textOf(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => normalize(join(dirname(page), link)));
}

/** Paths from the root that stand in code marks. */
function pathsOf(page: string): string[] {
  const path = /`((?:detector|triggers|emulator|monitor|test|tools)\/[\w./-]*)`/g;
  return [...textOf(page).matchAll(path)]
    .map(([, found]) => found!)
    .filter((found) => !found.includes('NAME'));
}

/** Headings of a page as fragments of links. */
const fragmentsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the pages', () => {
  it('link to what exists', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !existsSync(join(root, link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('link to headings that exist', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([\w./-]*\.md)?#([^)]+)\)/g)]
        .filter(([, to, fragment]) => {
          const target = to === undefined ? page : normalize(join(dirname(page), to));
          return !fragmentsOf(target).includes(fragment!);
        })
        .map(([link]) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('name files and folders that exist', () => {
    const named = pages.filter((page) => !histories.includes(page));
    const gone = named.flatMap((page) =>
      pathsOf(page)
        .filter((path) => !existsSync(join(root, path)) && !recipesMake.includes(path))
        .map((path) => `${page}: ${path}`),
    );
    expect(gone).toEqual([]);
  });

  it('name studies and derived tables that exist, where they say what made a number', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      study: [...cards, ...surveys].map(({ name }) => name),
      derive: deriveCommand({} as never).registeredArguments[0]!.argChoices!,
    };
    const named = pages.filter((page) => !histories.includes(page));
    const commands = named.flatMap((page) =>
      [...textOf(page).matchAll(/b2l1 (study|derive) ([a-z][a-z0-9-]*)(?![\w./-])/g)].map(
        ([command, verb, name]) => ({ page, command, verb: verb!, name: name! }),
      ),
    );
    expect(commands.length).toBeGreaterThan(40);
    const gone = commands
      .filter(({ verb, name }) => !known[verb]!.includes(name))
      .map(({ page, command }) => `${page}: ${command}`);
    expect(gone).toEqual([]);
  });

  it('are reached from README, each of them', () => {
    const seen = new Set(['README.md']);
    for (const page of seen)
      for (const link of linksOf(page))
        if (link.endsWith('.md') && pages.includes(link)) seen.add(link);
    expect(pages.filter((page) => !seen.has(page))).toEqual([]);
  });
});
