import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Imports of Node's own modules in a bundle of a file for the browser. */
async function nodeImports(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    external: ['node:*'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ path, external }) => external === true || path.startsWith('node:'))
      .map(({ path }) => `${file}: ${path}`),
  );
}

describe('the event chain', () => {
  it.each([
    'emulator/chain/chain.ts',
    'emulator/chain/event-source.ts',
    'emulator/generators/index.ts',
    'emulator/decays/short-lived.ts',
    'triggers/index.ts',
    'detector/index.ts',
  ])('from %s on is bundled for a browser without a module of Node', async (entry) => {
    expect(await nodeImports(entry)).toEqual([]);
  });

  it('is what this looks at: a file that reads files is found', async () => {
    expect(await nodeImports('emulator/settings/conditions.ts')).not.toEqual([]);
  });
});
