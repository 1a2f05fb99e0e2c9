import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { of } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optimizeCommand } from '../../../emulator/commands/optimize.js';
import { menuCommand } from '../../../emulator/commands/menu.js';
import type { OptimizeDocument } from '../../../emulator/optimize/optimize-document.js';
import { loadConditions } from '../../../emulator/settings/conditions.js';
import { loadMenu } from '../../../emulator/settings/menu-source.js';
import { writeResult } from '../../../emulator/writers/result-files.js';
import { lheText } from '../../support/event-files/texts.js';
import { inProcess } from '../../support/in-process.js';

const optimize = (...args: readonly string[]) => inProcess(optimizeCommand, args);
const small = ['--events', '1000', '--signal-events', '60'];
const threshold = 'bits.single-photon.loneSoft.minEnergyCms';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b2l1-optimize-'));
});
afterAll(() => rm(home, { recursive: true }));

describe('optimize', () => {
  it('writes menu, tables and picture; the same bytes for any number of workers', async () => {
    const asked =
      `--budget 60% --budget single-muon=1.5kHz --signal dark-photon=2 ` +
      `--threshold ${threshold}=0.5GeV,0.9GeV --keep hie`;
    const args = [...asked.split(' '), ...small];
    const folders = [join(home, 'one'), join(home, 'two')];
    const [one, two] = [
      await optimize(...args, '--workers', '1', '--out', folders[0]!, '--json'),
      await optimize(...args, '--workers', '2', '--out', folders[1]!, '--json'),
    ];
    expect(two.out).toBe(one.out);
    const document: OptimizeDocument = JSON.parse(one.out);
    const [total, muons] = document.budgets;
    expect(total!.hz).toBeCloseTo(0.6 * document.present.promised.hz, 6);
    expect(muons).toEqual({ name: 'single-muon', hz: 1500 });
    expect(document.signals).toMatchObject([{ card: 'dark-photon', weight: 2 }]);
    const { optimized, lines, tradeOff, triggers, seeds } = document;
    expect(Math.abs(seeds.training - seeds.unseen)).toBeLessThan(60);
    expect(seeds.training + seeds.unseen).toBeGreaterThan(900);
    expect(triggers).toEqual([[], [`${threshold}=0.9GeV`]]);
    expect(optimized.promised.hz).toBeLessThanOrEqual(total!.hz! * (1 + 1e-9));
    expect(optimized.promised.budgets[0]!.hz).toBeLessThanOrEqual(1500 * (1 + 1e-9));
    const { value } = optimized.unseen.efficiency;
    expect(optimized.difference.efficiency.value).toBeCloseTo(
      value - optimized.promised.efficiency.value,
      12,
    );
    expect(tradeOff.map(({ budgetHz }) => budgetHz)).toContain(total!.hz);
    expect(lines.map(({ name }) => name)).not.toContain('hie');
    const changed = lines.filter(({ present, prescale }) => present !== prescale);
    expect(optimized.prescales).toEqual(
      Object.fromEntries(changed.map(({ name, prescale }) => [name, prescale])),
    );
    expect(document.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['OPTIMIZE_KEPT', 'OPTIMIZE_UNKNOWN', 'RATES_MODEL']),
    );

    const files = (await readdir(folders[0]!)).filter((name) => !name.startsWith('.'));
    for (const name of files)
      expect(await readFile(join(folders[1]!, name)), name).toEqual(
        await readFile(join(folders[0]!, name)),
      );
    expect(files).toEqual(
      expect.arrayContaining([
        'lines.csv',
        'menu.yaml',
        'optimization.provenance.json',
        'results.json',
        'trade-off.csv',
      ]),
    );
    expect(JSON.parse(await readFile(join(folders[0]!, 'results.json'), 'utf8'))).toEqual(document);
    expect(await readFile(join(folders[0]!, 'trade-off.svg'), 'utf8')).toContain('dark-photon (2)');
    const rows = (await readFile(join(folders[0]!, 'trade-off.csv'), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(1 + tradeOff.length);

    const path = join(folders[0]!, 'menu.yaml');
    const checked = await inProcess(menuCommand, ['check', path]);
    expect(checked.out).toContain('menu physics-optimized 0036.2: 175 lines');
    const menu = loadMenu(path);
    for (const [place, line] of loadMenu('physics').lines.entries()) {
      const { prescale, name, formula } = menu.lines[place]!;
      expect([name, formula]).toEqual([line.name, line.formula]);
      expect(prescale, name).toBe(optimized.prescales[name] ?? line.prescale);
    }
    expect(files.includes('conditions.yaml')).toBe(optimized.thresholds.length > 0);
    if (optimized.thresholds.length > 0) {
      const { config } = loadConditions(join(folders[0]!, 'conditions.yaml'));
      expect(config.bits['single-photon'].loneSoft.minEnergyCms).toBeCloseTo(0.9, 12);
    }
  }, 300_000);

  it('prints tables, and says what is left out', async () => {
    const args = ['--budget', '5kHz', '--signal', 'single-photon', '--prescales', '0,1,10'];
    const { out, talk } = await optimize(...args, ...small, '--workers', '2');
    expect(out).toMatch(/^optimized for 5 kHz of Level 1, at machine 2022-peak, menu physics/);
    expect(out).toMatch(/kept \[%\] +weight +events +now +promised .* uniform\nsingle-photon +1 /);
    expect(out).toMatch(/\nLevel 1 +5000 /);
    expect(out).toMatch(/unseen less promised: efficiency .* σ\), rate .* σ\)/);
    expect(out).toMatch(
      /which makes 5000 ± \d+ Hz on what was optimized on: all of the budget of Level 1\n/,
    );
    expect(out).toMatch(/budget \[Hz\] +of now +promised/);
    expect(talk).toMatch(/\d+ lines are kept as they are and count in the rates: .*shem/);
    expect(talk).toMatch(/points of the trade-off are left out: lines that are kept make \d+/);
  });

  it('says who asked for too little, or for no signal there is', async () => {
    const code = (expected: string, message: RegExp) => ({
      code: expected,
      message: expect.stringMatching(message),
    });
    const [budget, signal] = [
      ['--budget', '5kHz'],
      ['--signal', 'dark-photon'],
    ];
    await expect(optimize(...signal)).rejects.toMatchObject({ code: 'USAGE_BUDGET' });
    await expect(optimize(...budget)).rejects.toMatchObject({ code: 'USAGE_SIGNAL' });
    await expect(optimize(...budget, '--signal', 'dark-photno')).rejects.toMatchObject(
      code('CARD_UNKNOWN', /"dark-photon"/),
    );
    for (const weight of ['', '0', '-1', 'much', '1e308', '1e-300'])
      await expect(optimize(...budget, '--signal', `alp=${weight}`)).rejects.toMatchObject(
        code('USAGE_SIGNAL', /alp/),
      );
    await expect(optimize(...budget, ...signal, '--keep', 'hei')).rejects.toMatchObject(
      code('OPTIMIZE_LINE', /--keep hei.*"hie"/),
    );
    await expect(optimize(...budget, ...signal, '--signal', 'dark-photon=2')).rejects.toMatchObject(
      code('USAGE_SIGNAL', /dark-photon is given twice/),
    );
    const twice = ['--signal', 'one/mine.lhe', '--signal', 'two/../one/mine.lhe'];
    await expect(optimize(...budget, ...twice)).rejects.toMatchObject(
      code('USAGE_SIGNAL', /one\/mine\.lhe is given twice/),
    );
    await expect(optimize(...budget, '--signal', 'material')).rejects.toMatchObject(
      code('CARD_UNKNOWN', /"material" is a survey, which has no events of its own/),
    );
    await expect(
      optimize(...budget, '--signal', join(home, 'none.lhe'), ...small),
    ).rejects.toMatchObject(code('READER_OPEN', /none\.lhe/));
    const others = join(home, 'of-a-study');
    await writeResult(others, 'study', [['results.json', '{}']]);
    await expect(
      optimize(...budget, ...signal, '--events', '1000000000', '--out', others),
    ).rejects.toMatchObject(code('OUTPUT_OTHER', /results\.json/));
    const few = ['--events', '1000', '--signal-events', '30', '--workers', '1'];
    const out = join(home, 'refused');
    await expect(
      optimize('--budget', '900Hz', ...signal, ...few, '--out', out),
    ).rejects.toMatchObject(code('OPTIMIZE_BUDGET', /budget of all lines is 900 Hz/));
    await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' });
    const card = join(home, 'nothing.yaml');
    await writeFile(
      card,
      'name: nothing\ntitle: nothing\nlines: all\nfamilies: []\nevents: 10\n' +
        'points: [{ name: one, generator: mumu, share: 1 }]\n' +
        'selections: { none: { energyCms: [90 GeV, 99 GeV] } }\n' +
        'totals: none\ncurves: []\n',
    );
    // So many windows would take hours: it is said before the first of them.
    const many = ['--events', '1000000000', '--signal-events', '30', '--workers', '1'];
    await expect(optimize(...budget, '--signal', card, ...many)).rejects.toMatchObject(
      code('OPTIMIZE_NO_SIGNAL', /nothing: no event is in its selection \(.*90/),
    );
  });

  it('takes events of files by their weights, half of them unseen', async () => {
    const [mass, beam] = [0.511e-3, 5.29];
    const along = (pz: number): readonly [number, number, number, number, number] => [
      0,
      0,
      pz,
      Math.hypot(pz, mass),
      mass,
    ];
    // A photon into the barrel is kept for certain; a neutrino in its place by nothing of its own.
    const event = (pdg: 22 | 12, weight: number, number: number) => ({
      number,
      weight,
      particles: [
        { pdg: 11, kind: 'beam' as const, mothers: [], momentum: along(beam) },
        { pdg: -11, kind: 'beam' as const, mothers: [], momentum: along(-beam) },
        ...([1, -1] as const).map((sign) => ({
          pdg: sign === 1 ? pdg : -12,
          kind: 'final' as const,
          mothers: [1, 2],
          momentum: [sign * 4, sign * 1, 0, Math.hypot(4, 1), 0] as const,
        })),
      ],
    });
    // Of odd numbers photons of weight 1 and neutrinos of weight 3; of even ones photons alone.
    const events = Array.from({ length: 24 }, (_, number) =>
      number % 4 === 3 ? event(12, 3, number) : event(22, 1, number),
    );
    await writeFile(join(home, 'mine.lhe'), lheText(events));
    await writeFile(join(home, 'mine.yaml'), 'lines: all\npoints: [{ file: mine.lhe }]\n');
    const run = async (...more: readonly string[]) => {
      const args = ['--budget', '100%', '--events', '1000', '--workers', '1', '--json', ...more];
      const { out, talk } = await optimize(...args);
      return { document: JSON.parse(out) as OptimizeDocument, talk };
    };
    const file = join(home, 'mine.lhe');
    const { document, talk } = await run(
      '--signal',
      `${file}=2`,
      '--signal',
      join(home, 'mine.yaml'),
    );
    expect(document.signals).toMatchObject([
      { card: 'mine.lhe', weight: 2, events: 24, selected: { training: 12, unseen: 12 } },
      { card: 'mine.yaml', weight: 1, events: 24, selected: { training: 12, unseen: 12 } },
    ]);
    for (const place of [0, 1]) {
      expect(document.present.promised.signals[place]!.value).toBeCloseTo(1, 2);
      expect(document.present.unseen.signals[place]!.value).toBeCloseTo(0.25, 2);
    }
    expect(document.provenance.card).toMatch(/^own-events [0-9a-f]{32}, mine\.yaml [0-9a-f]{32}$/);
    expect(talk).toContain('mine.lhe');
    await writeFile(join(home, 'few.lhe'), lheText(events.slice(0, 6)));
    const few = await run(
      '--signal',
      file,
      '--signal',
      join(home, 'few.lhe'),
      '--signal-events',
      '8',
    );
    expect(few.document.signals).toMatchObject([
      { card: 'mine.lhe', events: 8, selected: { unseen: 4 } },
      { card: 'few.lhe', events: 6, selected: { unseen: 3 } },
    ]);
    expect(few.talk).toMatch(/"few\.lhe": files hold fewer events than their share: .* has 6 of 8/);
    // Two runs of windows.
  }, 300_000);

  it('finds nothing when it is stopped, and says so', async () => {
    const args = ['--budget', '5kHz', '--signal', 'dark-photon', ...small, '--workers', '1'];
    const { out, talk } = await inProcess(optimizeCommand, args, of('SIGTERM' as const));
    expect(out).toBe('');
    expect(talk).toContain('stopped before its end: nothing is found');
  });
});
