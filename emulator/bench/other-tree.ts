import { mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { outputOf } from './child.js';

/** Another commit, built in a folder of its own. */
interface OtherTree {
  /** Its command, to be run by Node. */
  readonly command: string;
  readonly remove: () => Promise<void>;
}

const shell = process.platform === 'win32';
const run = (program: string, args: readonly string[], cwd: string): Promise<string> =>
  firstValueFrom(outputOf(program, args, { cwd, shell: shell && program === 'npm' }));

/**
 * The commit that `ref` names, in full.
 * @throws BENCH_NO_REPOSITORY where `root` is not the top of a repository, BENCH_UNKNOWN_COMMIT
 */
export async function commitOf(root: string, ref: string): Promise<string> {
  const top = await run('git', ['rev-parse', '--show-toplevel'], root).catch(() => '');
  if (top === '' || (await realpath(top.trim())) !== (await realpath(root))) {
    throw new EmulatorError(
      'BENCH_NO_REPOSITORY',
      `bench --compare builds another commit of the repository of belle2-l1, and ${root} is not ` +
        'a clone of it (or git is not installed): clone the repository and run it there',
    );
  }
  try {
    // `--end-of-options`: whatever it is called, it is no option.
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
    return (await run('git', args, root)).trim();
  } catch (error) {
    throw new EmulatorError(
      'BENCH_UNKNOWN_COMMIT',
      `bench --compare: "${ref}" is no commit, branch or tag of ${root}; see git log --oneline`,
      { cause: error },
    );
  }
}

/**
 * Checks a commit out beside the temporary files and builds it; the packages of `root` serve where
 * both have the same lockfile, else its own are installed.
 * @throws BENCH_BUILD_FAILED; the folder is gone then
 */
export async function buildCommit(root: string, commit: string): Promise<OtherTree> {
  const home = await mkdtemp(join(tmpdir(), 'b2l1-compare-'));
  const tree = join(home, 'tree');
  const remove = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    // A clone that shares the objects: nothing is left in the repository when it is removed.
    await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, tree], home);
    await run('git', ['checkout', '--quiet', '--detach', commit], tree);
    if ((await lockfileOf(tree)) === (await lockfileOf(root)))
      await symlink(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
    else await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], tree);
    await run('npm', ['run', '--silent', 'build'], tree);
    const { bin } = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')) as {
      readonly bin: { readonly b2l1: string };
    };
    return { command: join(tree, bin.b2l1), remove };
  } catch (error) {
    await remove();
    throw new EmulatorError(
      'BENCH_BUILD_FAILED',
      `bench --compare: commit ${commit} cannot be built: ` +
        `${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

const lockfileOf = (folder: string): Promise<string> =>
  readFile(join(folder, 'package-lock.json'), 'utf8');
