import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Resvg } from '@resvg/resvg-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { b2l1 } from '../support/command.js';
import { describeWith, duckdb, pdftoppm, pythonWith } from '../support/components.js';

const run = promisify(execFile);
const readme = fileURLToPath(new URL('../../emulator/writers/README.md', import.meta.url));

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-elsewhere-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function command(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await b2l1(...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** The part of the client that is used. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(): Promise<{
      connect(): Promise<{
        runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): readonly Row[] }>;
      }>;
    }>;
  };
}
type Row = Readonly<Record<string, unknown>>;

describeWith(duckdb, 'DuckDB', (path) => {
  let query: (sql: string) => Promise<readonly Row[]>;
  const [parquet, csv] = ['events.parquet', 'events.csv'].map((name) => () => join(home, name));
  beforeAll(async () => {
    const { DuckDBInstance } = (await import(pathToFileURL(path).href)) as DuckDb;
    const connection = await (await DuckDBInstance.create()).connect();
    query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    const events = ['emulate', '--process', 'mumu', '--limit', '400', '--seed', '3'];
    await command(...events, '--events-out', parquet!());
    await command(...events, '--events-out', csv!());
  });

  it('reads from Parquet the sums of the CSV, in every column', async () => {
    const columns = (await query(`DESCRIBE SELECT * FROM '${parquet!()}'`)).map(
      ({ column_name: name }) => String(name),
    );
    expect(columns.length).toBeGreaterThan(170);
    const sums = columns.map((name) => `sum("${name}"::DOUBLE) AS "${name}"`).join(', ');
    const [ofParquet] = await query(`SELECT count(*) AS n, ${sums} FROM '${parquet!()}'`);
    const [ofCsv] = await query(`SELECT count(*) AS n, ${sums} FROM read_csv('${csv!()}')`);
    expect(ofParquet).toEqual(ofCsv);
    expect(Number(ofParquet!['n'])).toBe(400);
    expect(Number(ofParquet!['stt'])).toBeGreaterThan(100);
  });

  it('finds in Parquet what made it, as beside the CSV', async () => {
    const rows = await query(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${parquet!()}')`,
    );
    const pairs = Object.fromEntries(rows.map(({ key, value }) => [String(key), String(value)]));
    const beside = JSON.parse(await readFile(`${csv!()}.json`, 'utf8')) as {
      readonly seed: number;
      readonly menu: string;
      readonly provenance: { readonly parameters: Readonly<Record<string, string>> };
    };
    expect(pairs).toMatchObject({ seed: '3', menu: 'physics', machine: 'none' });
    expect(JSON.parse(pairs['provenance']!)).toEqual(beside.provenance);
    expect(beside.provenance.parameters['ecl.geometry']).toBe('"offset"');
  });
});

describeWith(pythonWith('pandas', 'matplotlib'), 'Python with pandas and matplotlib', (python) => {
  it('draws a curve anew as the page on files says', async () => {
    await command('study', 'single-photon', '--events', '4000', '--out', join(home, 'results'));
    const program = /```python\n([\s\S]*?)```/.exec(await readFile(readme, 'utf8'))![1]!;
    await writeFile(join(home, 'curve.py'), `${program}print(len(curve), curve['fired'].sum())\n`);
    const { stdout } = await run(python, ['curve.py'], { cwd: home });
    const { curves } = JSON.parse(await readFile(join(home, 'results/results.json'), 'utf8')) as {
      readonly curves: readonly { id: string; line: string; selected: number[]; fired: number[] }[];
    };
    const curve = curves.find(({ id, line }) => id === 'energy, ids 6–11' && line === 'lml13')!;
    const bins = curve.selected.filter((count) => count > 0).length;
    const fired = curve.fired.reduce((sum, count) => sum + count, 0);
    expect(stdout.trim()).toBe(`${bins} ${fired}`);
    expect(fired).toBeGreaterThan(100);
    expect((await stat(join(home, 'turn-on.pdf'))).size).toBeGreaterThan(5000);
  });
});

describeWith(pythonWith('jsonschema'), 'Python with jsonschema', (python) => {
  it('finds histograms as the printed schema has them, and not other ones', async () => {
    const out = join(home, 'weighted');
    await command('study', 'single-photon-background', '--events', '600', '--out', out);
    await writeFile(
      join(home, 'schema.json'),
      await command('parameters', '--schema', 'histograms'),
    );
    const program =
      'import json, jsonschema\n' +
      `schema = json.load(open('schema.json'))\n` +
      `data = json.load(open('weighted/histograms.json'))\n` +
      'jsonschema.validate(data, schema)\n' +
      `for each in data.values(): each['storage'].pop('values')\n` +
      'print(len(data), jsonschema.Draft202012Validator(schema).is_valid(data))\n';
    const { stdout } = await run(python, ['-c', program], { cwd: home });
    expect(stdout).toMatch(/^[1-9]\d* False\n$/);
  });
});

/** Pixels of a portable pixmap, red, green, blue. */
function pixelsOf(ppm: Buffer): { readonly width: number; readonly rgb: Buffer } {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.toString('latin1', 0, 64))!;
  return { width: Number(head[1]), rgb: ppm.subarray(head[0].length) };
}

describeWith(pdftoppm, 'Poppler', (program) => {
  it('draws each PDF as the SVG of its name is drawn', async () => {
    const out = join(home, 'pictures');
    for (const card of ['single-photon', 'mumu-zprime', 'material'])
      await command('study', card, '--events', '800', '--out', join(out, card));
    const pdfs = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.pdf'));
    expect(pdfs.length).toBeGreaterThan(6);
    for (const name of pdfs) {
      const stem = join(out, name.slice(0, -4));
      await run(program, ['-r', '96', '-singlefile', `${stem}.pdf`, stem]);
      const drawn = pixelsOf(await readFile(`${stem}.ppm`));
      const svg = new Resvg(await readFile(`${stem}.svg`, 'utf8'), {
        font: { loadSystemFonts: true, sansSerifFamily: 'DejaVu Sans' },
      }).render();
      // Each asking is a copy.
      const { width, height, pixels } = svg;
      expect(drawn.width, name).toBe(width);
      let [far, ink] = [0, 0];
      for (let at = 0; at < width * height; at++) {
        const green = pixels[4 * at + 1]!;
        if (green < 250) ink++;
        if (isFar(green, around(drawn, at))) far++;
      }
      expect(ink, name).toBeGreaterThan(5000);
      // Thin lines and edges are smoothed in another way, a pixel beside.
      expect(far / ink, name).toBeLessThan(0.01);
    }
  });
});

/** Green of a pixel and those about it. */
const around = ({ rgb, width }: ReturnType<typeof pixelsOf>, at: number): readonly number[] =>
  [-1, 0, 1].flatMap((down) =>
    [-1, 0, 1].map((right) => rgb[3 * (at + down * width + right) + 1] ?? 255),
  );

const isFar = (green: number, others: readonly number[]): boolean =>
  others.every((other) => Math.abs(green - other) > 130);

describe('a folder of results', () => {
  it('has the same bytes for one worker and two, all of them', async () => {
    const out = (name: string) => join(home, name);
    const args = ['study', 'mumu-zprime', '--events', '500', '--seed', '5'];
    await command(...args, '--workers', '1', '--out', out('one'));
    await command(...args, '--workers', '2', '--out', out('two'));
    await expect(run('diff', ['-r', out('one'), out('two')])).resolves.toMatchObject({
      stdout: '',
    });
  });
});
