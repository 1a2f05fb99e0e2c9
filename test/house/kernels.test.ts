import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../dist/bundle/b2l1.js', import.meta.url));

it.each([
  ['without SIMD', 'WebAssembly.validate=()=>false'],
  ['without WebAssembly', 'delete globalThis.WebAssembly'],
])('an engine %s is refused at the start, with what is missing', async (_, preload) => {
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const started = promisify(execFile)(process.execPath, [...flags, command, '--version']);
  await expect(started).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('Error: belle2-l1 needs WebAssembly with SIMD') as string,
  });
});
