import { afterAll, describe, expect, it } from 'vitest';
import { benchTwins } from '../../../../emulator/bench/native/bench-twins.js';
import { compilerVersion, TwinFolder } from '../../../../emulator/bench/native/compiler.js';
import { measureTwin } from '../../../../emulator/bench/native/measure-twin.js';
import type { NamedColumns, Twin } from '../../../../emulator/bench/native/twin.js';
import { twins } from '../../../../emulator/bench/native/twins.js';
import { nominalConfig } from '../../../../emulator/chain/parts.js';

const config = nominalConfig();
const withoutCompiler = compilerVersion('g++') === undefined;

const [network] = twins;
const work = network!.prepare(config, 1);

/** The network's twin, whose own results are changed after each call. */
const changed = (change: (results: NamedColumns) => NamedColumns): Twin => ({
  ...network!,
  prepare: () => ({ ...work, results: () => change(work.results()) }),
});

describe('native twins', () => {
  it('are skipped with a word where there is no compiler', () => {
    expect(benchTwins(config, 1, 0.01, { compiler: 'no-such-compiler' })).toEqual({
      skipped: 'native twins are skipped: no no-such-compiler here',
    });
  });

  it.skipIf(withoutCompiler)('are left out when they are not wanted', () => {
    const report = benchTwins(config, 1, 0.01, { wanted: () => false });
    expect(report).toMatchObject({ rows: [] });
  });

  it('have rows of different names', () => {
    expect(new Set(twins.map(({ name }) => name)).size).toBe(twins.length);
  });
});

describe.skipIf(withoutCompiler)('native twins, with g++', () => {
  const folder = new TwinFolder('g++');
  afterAll(() => folder.remove());

  it('do the same work with the same results, each in its row', () => {
    const report = benchTwins(config, 1, 0.01);
    const rows = 'rows' in report ? report.rows : [];
    expect(rows.map(({ name }) => name)).toEqual(twins.map(({ name }) => name));
    for (const row of rows) {
      expect(row.units, row.name).toBeGreaterThan(100);
      expect(row.nativeNsPerUnit, row.name).toBeGreaterThan(1);
      expect(row.ratioLow, row.name).toBeLessThanOrEqual(row.ratio);
      expect(row.ratioHigh, row.name).toBeGreaterThanOrEqual(row.ratio);
      // A stretch is a hundredth of a second on a crowded machine: only the order of magnitude.
      expect(row.nsPerUnit / row.nativeNsPerUnit / row.ratio, row.name).toBeGreaterThan(0.1);
      expect(row.nsPerUnit / row.nativeNsPerUnit / row.ratio, row.name).toBeLessThan(10);
    }
  });

  it('are refused when one bit of a result differs, or a result is missing', () => {
    const oneBit = changed(({ outputs }) => {
      const copy = outputs!.slice();
      new Uint8Array(copy.buffer)[17]! ^= 1;
      return { outputs: copy };
    });
    const another = changed((results) => ({ ...results, other: results['outputs']! }));
    for (const twin of [oneBit, another])
      expect(() => measureTwin(twin, folder, config, 1, 0.01)).toThrow(
        expect.objectContaining({ code: 'BENCH_NATIVE_DIFFERS' }),
      );
  });

  it('say so when they do not compile or lack an input', () => {
    expect(() => folder.compile('missing.cpp')).toThrow(
      expect.objectContaining({ code: 'BENCH_NATIVE_FAILED' }),
    );
    const { inputs } = work.input;
    const starved: Twin = {
      ...network!,
      prepare: () => ({ ...work, input: { inputs: inputs! } }),
    };
    expect(() => measureTwin(starved, folder, config, 1, 0.01)).toThrow(/no column experts/);
  });
});
