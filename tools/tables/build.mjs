// Writes the tables that every thread would make for itself, cold, beside the kernels, which hand
// them on: dist/tables. Made by the compiled code, whenever any of it has changed.
//   node tools/tables/build.mjs
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep, compiledBelow, filesBelow } from '../build-step.mjs';
import { moduleText, tableFiles } from './tables.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
await buildStep({
  name: 'tables',
  files: [
    ...(await compiledBelow('kernels', 'detector', 'triggers', 'emulator')),
    ...(await filesBelow('tools/tables', () => true)),
    'tools/build-step.mjs',
  ],
  make: async () => {
    const path = join(root, 'dist/tables/module.js');
    // The kernels import it, so that it has to be there before anything runs.
    if (!existsSync(path)) {
      await mkdir(join(root, 'dist/tables'), { recursive: true });
      await writeFile(path, moduleText([], 'none.bin', 0));
    }
    return tableFiles();
  },
});
