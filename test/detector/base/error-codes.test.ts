import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorCodeNames, errorCodes } from '../../../detector/base/error-codes.js';
import { sourceFiles } from '../../../tools/house/circles.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const list = 'detector/base/error-codes.ts';
/** The kernels' module, which says what an engine lacks, is written by a tool. */
const sources = [...sourceFiles(root), 'tools/kernels/build.mjs']
  .filter((file) => file !== list)
  .map((file) => readFileSync(`${root}${file}`, 'utf8'));

/** Codes that `readYaml` composes of what the file is and what is wrong with it. */
const composed = ['CARD', 'CHANGES', 'CONDITIONS', 'CONFIG', 'MACHINE', 'MENU'].flatMap((what) => [
  `${what}_FILE`,
  `${what}_SYNTAX`,
]);

describe('the list of error codes', () => {
  it('holds no code that nothing uses', () => {
    // As a text, or as the key of what is said with it.
    const use = /(?<=')[A-Z]+(_[A-Z0-9]+)+(?=')|(?<=^ +)[A-Z]+(_[A-Z0-9]+)+(?=: [{'])/gm;
    const used = new Set(sources.flatMap((text) => text.match(use)));
    expect(errorCodeNames.filter((code) => !used.has(code) && !composed.includes(code))).toEqual(
      [],
    );
  });

  it('holds every code that a doc comment promises', () => {
    const promised = sources.flatMap((text) =>
      [...text.matchAll(/@throws ([^.\n]*)/g)].flatMap(
        ([, codes]) => codes?.match(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g) ?? [],
      ),
    );
    expect(promised.length).toBeGreaterThan(20);
    expect(
      promised.filter((code) => !Object.hasOwn(errorCodes, code) && !code.startsWith('PREFIX_')),
    ).toEqual([]);
  });

  it('is in alphabetical order, and each meaning is one sentence', () => {
    expect([...errorCodeNames].sort()).toEqual(errorCodeNames);
    for (const code of errorCodeNames)
      expect(errorCodes[code].meaning, code).toMatch(/^(?:[A-Z]|--).*[A-Za-z]\.$/);
  });

  it('ends commands with 2 for what the user wrote, and with 1 for what then went wrong', () => {
    expect(
      (
        ['MENU_SYNTAX', 'CONFIG_BAD_VALUE', 'USAGE_EVENT', 'WRITER_ENDING', 'ONNX_SHAPE'] as const
      ).map((code) => errorCodes[code].exit),
    ).toEqual([2, 2, 2, 2, 2]);
    expect(
      (
        ['READER_TRUNCATED', 'WRITER_FAILED', 'NATS_LOST', 'REPLAY_DIFFERS', 'RUN_FAILED'] as const
      ).map((code) => errorCodes[code].exit),
    ).toEqual([1, 1, 1, 1, 1]);
  });
});
