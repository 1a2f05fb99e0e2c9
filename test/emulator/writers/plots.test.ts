import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudyDocument } from '../../../emulator/studies/document.js';
import { curvesCsv } from '../../../emulator/writers/curves-csv.js';
import { hasFonts, svgToPng } from '../../../emulator/writers/plot-frame.js';
import { type CurvePlot, plotSvg, plotsOf } from '../../../emulator/writers/plots.js';
import { writeResult } from '../../../emulator/writers/result-files.js';
import { writeStudy } from '../../../emulator/writers/study-files.js';
import { showStudy } from '../../../emulator/writers/study-report.js';
import { totalsCsv } from '../../../emulator/writers/totals.js';
import { uhiHistograms } from '../../../emulator/writers/uhi.js';
import { makeCurve } from '../studies/curve-builder.js';

const edges = Array.from({ length: 31 }, (_, edge) => 0.1 * edge);
const selected = edges.slice(1).map(() => 1000);
const rising = (threshold: number) =>
  edges.slice(1).map((edge) => Math.round(1000 / (1 + Math.exp((threshold - edge) / 0.05))));
const curves = [
  makeCurve(edges, selected, rising(1), 'lml6'),
  makeCurve(edges, selected, rising(2), 'lml1'),
];

const plateau = { value: 0.97, low: 0.96, high: 0.98, unit: '' };

const study: StudyDocument = {
  version: '1.2.3',
  seed: 5,
  menu: 'ecl',
  conditions: 'nominal',
  machine: 'none',
  geometry: 'offset',
  card: 'test',
  notes: [],
  provenance: {
    program: 'abc',
    run: 0,
    card: 'test 123',
    menu: 'ecl 1 456',
    conditions: '789',
    parameters: { 'ecl.geometry': '"offset"' },
  },
  title: 'A study',
  events: 30_000,
  eventsPlanned: 40_000,
  weighted: false,
  stage: 'ftdl',
  confidence: 0.6827,
  interval: 'clopper-pearson',
  systematics: [],
  references: [],
  selection: 'all events',
  points: [],
  lines: [
    {
      kind: 'line',
      name: 'lml6',
      family: 'single-photon',
      selection: 'all events',
      stage: 'ftdl',
      selected: 10,
      fired: 0,
      efficiency: 0,
      low: 0,
      high: 0.168,
      confidence: 0.6827,
      interval: 'clopper-pearson',
      sumw: 0,
      sumw2: 0,
      selectedSumw: 10,
      selectedSumw2: 10,
      prescale: 20,
    },
  ],
  families: [],
  probes: [],
  curves,
  readings: [
    { name: 'plateau', ...plateau, atLeast: 0.99, verdict: 'missed' },
    { name: 'edge', ...plateau, atLeast: 0.975, verdict: 'undecided' },
    { name: 'half', value: 1.04, unit: 'GeV', atMost: 1.1, verdict: 'met' },
    { name: 'yield', value: 0.9, unit: '', atLeast: 0.87, atMost: 0.93, tuned: true },
    { name: 'fake', value: 0.2, unit: '', atMost: 0.13, tuned: true },
    { name: 'open', value: 0.12, low: 0.1, high: 0.14, unit: '', atMost: 0.13, tuned: true },
  ],
};

const plot: CurvePlot = {
  file: 'turn-on',
  title: 'Turn-on of <lml6> & lml1',
  caption: 'small print',
  series: curves.map((curve) => ({ label: curve.line, curve })),
};

describe('a plot', () => {
  const svg = plotSvg(plot);
  const { document } = parseHTML(svg);
  const words = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);

  it('says in words what it shows, for those who cannot see it', () => {
    expect(document.querySelector('svg > title')?.textContent).toBe(plot.title);
    const description = document.querySelector('svg > desc')?.textContent ?? '';
    expect(description).toMatch(/against: Energy in the centre-of-mass frame, E\* \[GeV\]/);
    expect(description).toMatch(
      /lml6 \(all events\): from 0\.0 at 0\.05 GeV to 100\.0 at 2\.95 GeV, half at 0\.95 GeV/,
    );
    expect(document.querySelector('svg')?.getAttribute('role')).toBe('img');
  });

  it('names its axes with their units, its curves and its origin', () => {
    expect(words).toEqual(
      expect.arrayContaining([
        plot.title,
        'lml6',
        'lml1',
        'Efficiency [%]',
        'Energy in the centre-of-mass frame, E* [GeV]',
        'small print',
      ]),
    );
  });

  it('draws points with error bars or bands as asked, else by their number', () => {
    const fine = { ...plot, series: plot.series.slice(0, 1) };
    const few = makeCurve([0, 1, 2], [9, 9], [4, 8], 'lml6');
    const coarse = { ...plot, series: [{ label: 'lml6', curve: few }] };
    const parts = (svg: string) => [
      svg.match(/<circle/g)?.length ?? 0,
      svg.match(/fill-opacity="0\.22"/g)?.length ?? 0,
    ];
    expect(parts(plotSvg(fine))).toEqual([0, 1]);
    expect(parts(plotSvg(fine, 'points'))).toEqual([30, 0]);
    expect(parts(plotSvg(coarse))).toEqual([2, 0]);
    expect(parts(plotSvg(coarse, 'bands'))).toEqual([0, 1]);
  });

  it('tells curves apart by dash as well as by colour, each with its band', () => {
    const strokes = [
      ...document.querySelectorAll('path[stroke-dasharray], g[stroke-dasharray]'),
    ].map((path) => `${path.getAttribute('stroke')} ${path.getAttribute('stroke-dasharray')}`);
    expect(new Set(strokes).size).toBeGreaterThanOrEqual(2);
    expect(document.querySelectorAll('[fill-opacity="0.22"]')).toHaveLength(2);
  });

  it('tells as many as twelve curves apart, in the picture as in its legend', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      label: `line${index}`,
      curve: makeCurve([0, 1, 2], [9, 9], [index % 9, 5], `line${index}`),
    }));
    const drawn = parseHTML(plotSvg({ ...plot, series: many })).document;
    const styles = [...drawn.querySelectorAll('path[stroke-width="2.5"]')].map(
      (path) => `${path.getAttribute('stroke')} ${path.getAttribute('stroke-dasharray')}`,
    );
    expect(styles).toHaveLength(12);
    expect(new Set(styles).size).toBe(12);
  });

  it('breaks a long title into rows that fit, and moves the legend down', () => {
    const title =
      'B → K S, S → μμ: against mean flight (both muons of the S in 17–150° with pT > 0.1 GeV)';
    const drawn = parseHTML(plotSvg({ ...plot, title })).document;
    const rows = [...drawn.querySelectorAll('text[font-weight="600"]')];
    const placeOf = (element: Element | undefined) => Number(element?.getAttribute('y'));
    expect(rows.map(({ textContent }) => textContent).join(' ')).toBe(title);
    expect(rows).toHaveLength(2);
    for (const { textContent } of rows) expect(textContent!.length).toBeLessThan(81);
    const legend = [...drawn.querySelectorAll('text')].find(
      ({ textContent }) => textContent === 'lml6',
    );
    expect(placeOf(legend)).toBeGreaterThan(placeOf(rows[1]) + 20);
  });

  it('shows bins over more than two decades by their logarithm, so that each has room', () => {
    let marks: readonly (string | null)[] = [];
    const [narrow, wide] = [
      [0.05, 0.5, 4.9],
      [0.05, 0.5, 5, 50],
    ].map((borders) => {
      const flights = makeCurve(
        borders,
        borders.slice(1).map(() => 9),
        borders.slice(1).map(() => 5),
      );
      const drawn = parseHTML(plotSvg({ ...plot, series: [{ label: 'all', curve: flights }] }));
      marks = [...drawn.document.querySelectorAll('text')].map(({ textContent }) => textContent);
      return [...drawn.document.querySelectorAll('circle')].map((dot) =>
        Number(dot.getAttribute('cx')),
      );
    });
    const steps = (places: readonly number[]) => places.slice(1).map((x, at) => x - places[at]!);
    const [first, second] = steps(wide!);
    expect(second! / first!).toBeLessThan(1.5);
    expect(narrow).toHaveLength(2);
    expect(marks).toEqual(expect.arrayContaining(['0.1', '1', '10']));
    expect(marks).not.toContain('100m');
    expect(steps(narrow!)[0]).toBeGreaterThan(300);
  });

  it('clips all its marks at once, at the frame: pixels are drawn anew for each clipping', () => {
    const clipped = [...document.querySelectorAll('[clip-path]')];
    expect(clipped).toHaveLength(1);
    expect(clipped[0]!.children.length).toBeGreaterThanOrEqual(2 * curves.length);
    expect(document.querySelectorAll('svg > [fill-opacity="0.22"]')).toHaveLength(0);
  });

  it('takes no text for a pattern, and shows what no XML can hold as a letter of its own', () => {
    const words = ['Photons, $>1$ GeV', '$& $$ $` $1', 'a \x01\x1b\ud800 b\ufffe'];
    for (const title of words) {
      const shown = title.replaceAll(/[\p{Cc}\ufffe\p{Surrogate}]/gu, () => '\ufffd');
      const label = { label: title, curve: curves[0]! };
      const odd = plotSvg({ ...plot, title, caption: title, series: [label] });
      const drawn = parseHTML(odd).document;
      expect(drawn.querySelectorAll('svg')).toHaveLength(1);
      expect(drawn.querySelector('svg > title')?.textContent).toBe(shown);
      const texts = [...drawn.querySelectorAll('text')].map(({ textContent }) => textContent);
      expect(texts.filter((text) => text?.startsWith(shown))).toHaveLength(3);
      expect(() => svgToPng(odd)).not.toThrow();
    }
  });

  it('leaves out bins without events and survives a curve that has none', () => {
    const empty = makeCurve([0, 1, 2], [0, 0], [0, 0]);
    expect(plotSvg({ ...plot, series: [{ label: 'empty', curve: empty }] })).toContain('no events');
  });

  it.skipIf(!hasFonts())('as PNG has twice its size in pixels and is no blank sheet', () => {
    const png = Buffer.from(svgToPng(svg));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1760, 1120]);
    // A white sheet of this size compresses to about 10 kB.
    expect(png.length).toBeGreaterThan(30_000);
  });

  it('is made for each request of curves when the card asks for none', () => {
    expect(plotsOf(study, undefined)).toMatchObject([
      { file: 'curve-1', series: [{ label: 'lml6' }, { label: 'lml1' }] },
    ]);
    expect(plotsOf(study, undefined)[0]!.caption).toMatch(
      /1\.2\.3: 30 000 events, seed 5, menu ecl before prescale, geometry offset/,
    );
  });

  it('says of which bits it is, by each of its curves: input bits have no prescale', () => {
    const input = { ...curves[1]!, id: 'input', line: 'ehigh', stage: 'input' as const };
    const definition = 'clst_1 | clst_2';
    const mixed = { ...study, curves: [curves[0]!, { ...input, definition }] };
    const seriesOf = (...of: readonly (readonly [string, string])[]) =>
      of.map(([curve, subject]) => ({ curve, subject, label: subject }));
    const [both, alone] = plotsOf(mixed, [
      { file: 'a', title: 'A', series: seriesOf(['energy', 'lml6'], ['input', 'ehigh']) },
      { file: 'b', title: 'B', series: seriesOf(['input', 'ehigh']) },
    ]);
    expect(both!.caption).toContain('seed 5, menu ecl before prescale, input bits, geometry');
    expect(alone!.caption).toContain('seed 5, input bits, geometry');
    const drawn = plotSvg(alone!);
    expect(drawn).not.toContain('prescale');
    expect(drawn).toContain('input ehigh: clst_1 | clst_2');
    expect(drawn).toMatch(/<desc>[^<]*input bits/);
    const after = { ...mixed, curves: mixed.curves.map((each) => ({ ...each, stage: 'psnm' })) };
    expect(plotsOf(after as StudyDocument, undefined)[0]!.caption).toContain(
      'menu ecl after prescale',
    );
  });

  it('says it in the pictures of maps, too', async () => {
    const [x, y] = [curves[0]!, { ...curves[0]!, variable: 'theta', edges: [0, 1] }];
    const beyond = { xBelow: 0, xAbove: 0, yBelow: 0, yAbove: 0, undefined: 0 };
    const out = await mkdtemp(join(tmpdir(), 'b2l1-maps-'));
    for (const [stage, told] of [
      ['input', 'seed 5, input bits, geometry'],
      ['psnm', 'seed 5, menu ecl after prescale, geometry'],
    ] as const) {
      const map = { ...curves[0]!, line: 'lml6', stage, x, y, beyond };
      await writeStudy(out, { ...study, curves: [], maps: [map] }, {});
      expect(await readFile(join(out, 'map-1.svg'), 'utf8')).toContain(told);
      expect(await readFile(join(out, 'report.html'), 'utf8')).toContain(told);
    }
    await rm(out, { recursive: true });
  });
});

describe('the report for people', () => {
  const report = showStudy(study, { curves: [] });

  it('says when a study is incomplete and what is not met; nothing tuned is met', () => {
    expect(report).toMatch(/30000 events of 40000 planned: INTERRUPTED/);
    expect(report).toMatch(/plateau +97\.00 % +96\.00 % – 98\.00 % +≥ 99\.00 % +NOT MET/);
    expect(report).toMatch(/edge +97\.00 % .*≥ 97\.50 % +undecided/);
    expect(report).toMatch(/open +12\.00 % .*≤ 13\.00 % +tuned, undecided/);
    expect(report).toMatch(/undecided: the interval holds the limit, so more events/);
    expect(report).toMatch(/half +1\.040 GeV +≤ 1\.100 GeV +met/);
    expect(report).toMatch(/yield +90\.00 % +87\.00 % – 93\.00 % +tuned *\n/);
    expect(report).toMatch(/fake +20\.00 % +≤ 13\.00 % +tuned, NOT KEPT/);
  });

  it('shows the prescale beside an efficiency that does not contain it', () => {
    expect(report).toMatch(/before prescale \(FTDL bits\)/);
    expect(report).toMatch(/lml6 +single-photon +20 +10 +0 +0\.00 +0\.00 +16\.80/);
  });
});

it('CSV has one row per bin of every curve', () => {
  const rows = curvesCsv(curves).trimEnd().split('\n');
  expect(rows).toHaveLength(1 + 60);
  expect(rows[1]!.split(',').slice(0, 9)).toEqual([
    'energy',
    'lml6',
    'single-photon',
    'energyCms',
    'GeV',
    '0',
    '0.1',
    '1000',
    '0',
  ]);
  expect(curvesCsv([makeCurve([0, 1], [0], [0])])).toMatch(
    /,0,1,0,0,0,0,,0,1,all events,before prescale,\n$/,
  );
});

describe('histograms for other programs', () => {
  it('follow version 1 of the UHI schema: as many values as bins, no flow, plain metadata', () => {
    const histograms = uhiHistograms(study, { version: '1.2.3', seed: 5 }) as Record<
      string,
      Record<string, never>
    >;
    expect(Object.keys(histograms)).toEqual([
      'energy/lml6/selected',
      'energy/lml6/fired',
      'energy/lml1/selected',
      'energy/lml1/fired',
    ]);
    expect(histograms['energy/lml6/fired']).toEqual({
      uhi_schema: 1,
      writer_info: { 'belle2-l1': { version: '1.2.3', seed: 5 } },
      metadata: {
        title: 'A curve',
        line: 'lml6',
        selection: 'all events',
        stage: 'before prescale',
        which: 'fired',
      },
      axes: [
        {
          type: 'variable',
          edges,
          underflow: false,
          overflow: false,
          circular: false,
          metadata: { name: 'energyCms', label: 'E* [GeV]' },
        },
      ],
      storage: { type: 'int', values: rising(1) },
    });
  });

  it('of weighted events hold Σw and Σw²', () => {
    const { 'energy/lml6/selected': histogram } = uhiHistograms(
      { ...study, weighted: true },
      { version: '1.2.3' },
    );
    expect(histogram).toMatchObject({
      storage: { type: 'weighted', values: selected, variances: selected },
    });
  });
});

describe('a family', () => {
  const family = { ...makeCurve([0, 1], [9], [4]), line: 'single-photon', lines: ['lml1', 'hie'] };
  const total = {
    ...study.lines[0]!,
    kind: 'family',
    name: 'single-photon',
    lines: family.lines,
    systematic: { error: 0.25, of: ['energy'], low: 0.125, high: 0.5 },
  } as const;

  it('says what it is in curves, histograms, pictures and totals, before or after prescale', () => {
    expect(curvesCsv([family])).toMatch(/,all events,before prescale,lml1 ∨ hie\n$/);
    const [histogram] = Object.values(uhiHistograms({ ...study, curves: [family] }, {}));
    expect(histogram).toMatchObject({ metadata: { definition: 'lml1 ∨ hie' } });
    const [plot] = plotsOf({ ...study, curves: [family] }, undefined);
    expect(plotSvg(plot!)).toContain('>family single-photon: lml1 ∨ hie<');
    const [head, row] = totalsCsv([{ ...total, stage: 'psnm' }])
      .trim()
      .split('\n');
    expect(head!.split(',')).toHaveLength(row!.split(',').length);
    expect(row).toMatch(
      /^family,single-photon,single-photon,lml1 ∨ hie,all events,after prescale,/,
    );
    expect(row).toMatch(/,Clopper–Pearson,0\.6827,0\.25,0\.125,0\.5,$/);
  });

  it('and what is given stand below the totals of a report', () => {
    const given = { name: 'energy', relative: 0.02, lines: ['single-photon'] };
    const text = showStudy({ ...study, families: [total], systematics: [given] }, { curves: [] });
    expect(text).toContain('family single-photon: lml1 ∨ hie, before prescale\n');
    expect(text).toMatch(/family single-photon .* 25\.00 +12\.50 +50\.00 *\n/);
    expect(text).toContain('energy 2.00 % of it (single-photon)');
  });
});

describe('the folder of a study', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'b2l1-study-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('holds results, curves, histograms and plots', async () => {
    const out = join(folder, 'new', 'folder');
    const { written, removed } = await writeStudy(out, study, {});
    const names = [
      'results.json',
      'totals.csv',
      'curves.csv',
      'histograms.json',
      'report.txt',
      'report.html',
      'curve-1.svg',
      ...(hasFonts() ? ['curve-1.png', 'curve-1.pdf'] : []),
      'study.provenance.json',
    ];
    expect(written).toEqual(names.map((name) => join(out, name)));
    expect(removed).toEqual([]);
    expect((await readdir(out)).toSorted()).toEqual(['.b2l1.files.json', ...names].toSorted());
    expect(JSON.parse(await readFile(join(out, 'results.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(study)),
    );
  });

  it('keeps nothing of an earlier study, nor loses what is not of one', async () => {
    const out = join(folder, 'twice');
    const fit = { model: 'erf', status: 'failed', reason: 'few', bins: 1, effective: 1 } as never;
    await writeStudy(out, { ...study, curves: study.curves.map((each) => ({ ...each, fit })) }, {});
    await writeResult(out, 'diff', [['diff.json', '{}']]);
    await writeFile(join(out, 'my-notes.txt'), 'keep');
    expect(await readdir(out)).toEqual(expect.arrayContaining(['fits.csv', 'curve-1.svg']));
    const { written, removed } = await writeStudy(out, { ...study, curves: [] }, {});
    const gone = ['fits.csv', 'curve-1.svg', ...(hasFonts() ? ['curve-1.png', 'curve-1.pdf'] : [])];
    expect(removed.toSorted()).toEqual(gone.map((name) => join(out, name)).toSorted());
    const kept = ['.b2l1.files.json', 'diff.json', 'my-notes.txt'];
    expect((await readdir(out)).toSorted()).toEqual(
      [...kept, ...written.map((path) => basename(path))].toSorted(),
    );
    expect((await writeStudy(out, study, {})).removed).toEqual([]);
  });

  it('is not written where a file of its name is of another result', async () => {
    const out = join(folder, 'others');
    const rates = [['results.json', 'rates']] as const;
    await writeStudy(out, study, {});
    const list = await readFile(join(out, '.b2l1.files.json'), 'utf8');
    const refused = writeResult(out, 'rates', [['sources.csv', ''], ...rates]);
    await expect(refused).rejects.toMatchObject({ code: 'OUTPUT_OTHER' });
    await expect(refused).rejects.toThrow(/others\/results\.json is of another result \(study\), /);
    expect(JSON.parse(await readFile(join(out, 'results.json'), 'utf8'))).toHaveProperty('curves');
    expect(await readdir(out)).not.toContain('sources.csv');
    expect(await readFile(join(out, '.b2l1.files.json'), 'utf8')).toBe(list);
    await rm(join(out, 'results.json'));
    await writeResult(out, 'rates', rates);
    await writeResult(out, 'rates', rates);
    await expect(writeStudy(out, study, {})).rejects.toThrow(
      /another result \(rates\), .*\(study\)/,
    );
  });

  it('has all but a picture that fails, which is named', async () => {
    const out = join(folder, 'failing');
    const broken = [{ file: 'broken', title: 'x', xName: 'x', yName: 'y', series: null as never }];
    await expect(writeStudy(out, study, { dependences: () => broken })).rejects.toThrow(
      /failing: all is written but pictures that cannot be drawn: broken: /,
    );
    const names = await readdir(out);
    expect(names).toEqual(
      expect.arrayContaining(['results.json', 'report.html', 'curve-1.svg', 'totals.csv']),
    );
    expect(names).not.toContain('broken.svg');
    expect(await readFile(join(out, 'study.provenance.json'), 'utf8')).toContain('"curve-1.svg"');
  });

  it('removes nothing outside the folder, whatever its list says', async () => {
    const out = join(folder, 'inside');
    await writeStudy(out, study, {});
    await writeFile(join(folder, 'outside.csv'), 'keep');
    const list = JSON.stringify({ study: ['../outside.csv'] });
    await writeFile(join(out, '.b2l1.files.json'), list);
    expect((await writeStudy(out, { ...study, curves: [] }, {})).removed).toEqual([]);
    expect(await readFile(join(folder, 'outside.csv'), 'utf8')).toBe('keep');
  });

  it('that cannot be made is an error with its name', async () => {
    await expect(writeStudy(join(process.execPath, 'x'), study, {})).rejects.toThrow(
      /results cannot be written/,
    );
  });
});
