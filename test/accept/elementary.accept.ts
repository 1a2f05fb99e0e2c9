import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cxx, describeWith } from '../support/components.js';
import { drawArguments, type Elementary, elementaryRows } from '../support/elementary-arguments.js';

const source = fileURLToPath(new URL('../support/ulp.cpp', import.meta.url));
const count = 1_000_000;

describeWith(cxx, 'the elementary functions against quadruple precision', (compiler) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'b2l1-ulp-'));
    execFileSync(compiler, ['-O2', source, '-lquadmath', '-o', join(folder, 'ulp')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.keys(drawArguments) as readonly Elementary[])(
    `%s is within one unit in the last place for ${count} arguments`,
    (name) => {
      const input = Buffer.from(elementaryRows(name, count).buffer);
      const [worst, ...where] = execFileSync(join(folder, 'ulp'), [name], { input })
        .toString()
        .trim()
        .split(' ')
        .map(Number);
      expect(worst, `at ${where.join(', ')}`).toBeGreaterThan(0.4);
      expect(worst, `at ${where.join(', ')}`).toBeLessThanOrEqual(1);
    },
  );
});
