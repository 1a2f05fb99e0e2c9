import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RatesDocument } from '../../../emulator/rates/rates-document.js';
import { scanSvg, writeRates, writeScan } from '../../../emulator/rates/rates-files.js';
import { scannedRates } from '../../../emulator/rates/scanned-rates.js';

const source = (name: string, origin: 'collision' | 'stray' | 'user', l1Hz: number) => ({
  name,
  sender: name,
  tier: 'anchor' as const,
  origin,
  generator: origin === 'stray' ? 'stray' : 'mumu',
  events: 10,
  seedHz: 100,
  windowHz: 90,
  l1Hz,
  errorHz: 1,
});

/** A small document of rates. */
function documentOf(collisionHz: number): RatesDocument {
  const known = { ftdlHz: 10, errorHz: 1, modelLowHz: 5, modelHighHz: 20, psnmHz: 5 };
  return {
    version: '1',
    seed: 1,
    menu: 'physics',
    conditions: 'nominal',
    machine: '2022-peak + backgrounds.scale=1',
    lines: [
      {
        name: 'one',
        family: 'two-track',
        prescale: 2,
        ...known,
        exclusiveHz: 1,
        sources: [{ name: 'μμ, all', sender: 'μμ, all', hz: 10, errorHz: 1 }],
      },
      {
        name: 'unknown',
        family: '',
        prescale: 1,
        ftdlHz: null,
        errorHz: null,
        modelLowHz: null,
        modelHighHz: null,
        psnmHz: null,
        exclusiveHz: null,
        sources: [],
      },
    ],
    families: [{ name: 'two-track', hz: 5, errorHz: 0.5, lowHz: 3, highHz: 9, exclusiveHz: 4 }],
    overlaps: { lines: [{ one: 'a', other: 'b', hz: 2 }], families: [] },
    totalHz: collisionHz + 20,
    totalErrorHz: 1,
    modelLowHz: 10,
    modelHighHz: 40,
    model: [],
    backgroundTracks: { hz: 1, errorHz: 1 },
    diffuse: { chamberHz: 1, topHz: 1 },
    luminosity: { delivered: 4e34, live: 3.9e34, vetoed: 1e33 },
    sources: [source('μμ, all', 'collision', collisionHz), source('Touschek, LER', 'stray', 20)],
    bounds: [],
    notes: [],
    provenance: {
      program: 'f00d',
      run: 0,
      menu: 'physics 1 beef',
      conditions: `${collisionHz}`,
      parameters: { 'ecl.noise': '1', 'machine.her.current': String(collisionHz) },
    },
  };
}

const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

describe('files of rates', () => {
  it('have a row a line, source and pair; the unknown is empty, commas are quoted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'b2l1-rates-'));
    const { written } = await writeRates(folder, documentOf(10));
    const read = (name: string): readonly string[] =>
      readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
    expect(written).toHaveLength(6);
    expect(read('lines.csv').slice(1)).toStrictEqual([
      'one,two-track,2,10,1,5,20,5,1',
      'unknown,,1,,,,,,',
    ]);
    expect(read('sources.csv')[1]).toBe('"μμ, all",anchor,collision,100,90,10,1,10');
    expect(read('line-sources.csv')[1]).toBe('one,"μμ, all",10,1');
    expect(read('overlaps.csv')[1]).toBe('lines,a,b,2');
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))).toMatchObject({
      totalHz: 30,
      provenance: { program: 'f00d' },
    });
  });

  it('say how they were made, with the hash of each', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'b2l1-rates-'));
    await writeRates(folder, documentOf(10));
    const beside = JSON.parse(readFileSync(join(folder, 'rates.provenance.json'), 'utf8'));
    expect(beside).toMatchObject({
      writer: 'belle2-l1',
      version: '1',
      seed: 1,
      program: 'f00d',
      menu: 'physics 1 beef',
      conditions: 'nominal 10',
      machine: '2022-peak + backgrounds.scale=1',
      parameters: { 'ecl.noise': '1', 'machine.her.current': '10' },
    });
    const names = readdirSync(folder).filter((name) => !/provenance|^\./.test(name));
    expect(Object.keys(beside.sha256).toSorted()).toStrictEqual(names.toSorted());
    for (const name of names) expect(beside.sha256[name]).toBe(sha256(join(folder, name)));
  });

  it('of a scan before are gone from the folder of one state', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'b2l1-rates-'));
    const points = ['2', '1'].map((value) => ({ value, rates: documentOf(Number(value)) }));
    await writeScan(folder, scannedRates('currents', ['2', '1'], points));
    const { removed } = await writeRates(folder, documentOf(10));
    expect(removed).toContain(join(folder, 'scan.svg'));
    expect(readdirSync(folder)).not.toContain('scan.csv');
  });

  it('of a scan have a row a value and a picture by source, values in order', async () => {
    const points = [
      { value: '2', rates: documentOf(30) },
      { value: '1', rates: documentOf(10) },
    ];
    const folder = mkdtempSync(join(tmpdir(), 'b2l1-rates-'));
    await writeScan(folder, scannedRates('currents', ['2', '1'], points));
    const picture = readFileSync(join(folder, 'scan.svg'), 'utf8');
    expect(picture).toMatch(/<metadata>.*"program":"f00d".*<\/metadata>/);
    const { machine, provenance } = JSON.parse(
      readFileSync(join(folder, 'results.json'), 'utf8'),
    ) as { machine: string; provenance: { parameters: object } };
    expect(machine).toBe('2022-peak + backgrounds.scale=1 + currents=2,1');
    // What differs between the values is of none of them; what is scanned has all.
    expect(provenance.parameters).toStrictEqual({
      'ecl.noise': '1',
      currents: 'scanned: 2, 1',
    });
    expect(readdirSync(folder)).toContain('rates.provenance.json');
    expect(readFileSync(join(folder, 'scan.csv'), 'utf8').split('\n')).toStrictEqual([
      'currents,luminosity,totalHz,totalErrorHz,modelLowHz,modelHighHz,two-track',
      '2,4e+34,50,1,10,40,5',
      '1,4e+34,30,1,10,40,5',
      '',
    ]);
    const svg = scanSvg('currents', points);
    expect(svg).toContain('other collisions from 10.000 to 30.000');
    expect(svg).toContain('Touschek from 20.000 to 20.000');
    expect(svg).not.toContain('cosmic muons');
    expect(svg).toContain('machine 2022-peak');
    const rates = documentOf(10);
    const sources = [...rates.sources, source('overlay mine.lhe', 'user', 7)];
    const own = scanSvg('currents', [{ value: '1', rates: { ...rates, sources } }]);
    expect(own).toContain('a file of one’s own from 7.000 to 7.000');
    expect(own).not.toContain('background of luminosity');
  });
});
