import { describe, expect, it } from 'vitest';
import { physicsMenu } from '../../../../triggers/menus/physics.js';
import { compileMenu } from '../../../../triggers/gdl/menu.js';
import { vertex } from '../../../../emulator/studies/cards/vertex.js';
import { lookUpIn } from '../../../../emulator/studies/document.js';
import { readingOf, runCard, runFile } from '../run-card.js';

describe('card vertex', async () => {
  const result = await runCard('vertex', 2400);
  const reading = (name: string): number => readingOf(result, name);

  it('finds its subjects, and makes every variable that its curves read', () => {
    const names = vertex.layout(compileMenu(physicsMenu)).subjects.map(({ name }) => name);
    for (const { subjects } of vertex.curves)
      for (const name of subjects) expect(names).toContain(name);
    for (const { id, selected } of result.curves)
      expect(
        selected.reduce((a, b) => a + b, 0),
        id,
      ).toBeGreaterThan(0);
  });

  it('has impact parameters of the 15 µm class, better with the second layer', () => {
    // Some 240 tracks: 7 % of the width.
    expect(reading('d0, 2 PXD: width at 2.5–5 GeV')).toBeGreaterThan(8);
    expect(reading('d0, 2 PXD: width at 2.5–5 GeV')).toBeLessThan(15);
    expect(reading('d0, 1 PXD: σ = a ⊕ b/(p β sin³ᐟ²θ), a')).toBeGreaterThan(
      reading('d0, 2 PXD: σ = a ⊕ b/(p β sin³ᐟ²θ), a'),
    );
  });

  it('is worse at low momentum by scattering in beam pipe and first layer', () => {
    const b = reading('d0, 2 PXD: σ = a ⊕ b/(p β sin³ᐟ²θ), b');
    // 13.6 MeV · √(1.0 %) · (1 + 0.038 ln 0.010) · 1.2 cm, from the beam pipe and the first layer
    // alone, is 13 µm GeV.
    expect(b).toBeGreaterThan(12);
    expect(b).toBeLessThan(20);
  });

  it('finds vertices of muons to 8 µm across the tracks, of pions in flight to 20', () => {
    expect(reading('vertex of μμ, across the tracks, 2 PXD')).toBeLessThan(12);
    expect(reading('vertex of ππ, along the flight, 2 PXD')).toBeGreaterThan(12);
    expect(reading('vertex of ππ, along the flight, 2 PXD')).toBeLessThan(35);
  });

  it('tells of how many events a track is not fitted, which no distribution has', async () => {
    const options = ['1', '1.5', '2'];
    for (const [place, layers] of ['one', 'one-and-a-half', 'two'].entries()) {
      const { name, selected, fired } = result.probes.at(place - 3)!;
      expect(name).toBe(`not fitted, ${options[place]} PXD`);
      for (const [of, kind] of [
        ['single muons', 'd0'],
        ['μμ', 'z'],
        ['ππ', 'z'],
      ]) {
        const begin = `${of}, ${options[place]} PXD: with a track that is not fitted`;
        const { note } = result.readings.find((one) => one.name === begin)!;
        const [without, all] = note!.split(' of ').map(Number);
        if (of === 'single muons') expect([without, all]).toEqual([fired, selected]);
        if (of === 'single muons') continue;
        const { selected: entries } = result.curves.find(
          ({ id }) => id === `${kind}-${layers}, ${of}`,
        )!;
        // Of those fitted a few are beyond the axis.
        const left = all! - without! - entries.reduce((sum, n) => sum + n, 0);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThan(0.05 * all!);
      }
    }
    // Too flat to cross three sensors, and in the middle.
    const notFitted = async (thetaMin: string, thetaMax: string) => {
      const config = {
        pdg: 13,
        frame: 'lab',
        minimum: '1 GeV',
        maximum: '2 GeV',
        thetaMin,
        thetaMax,
      };
      const { probes } = await runFile({
        variables: 'vertex',
        events: 50,
        points: [{ generator: 'gun', config }],
      });
      return probes.filter((one) => one.name.startsWith('not fitted')).map((one) => one.fired);
    };
    expect(await notFitted('3 deg', '8 deg')).toEqual([50, 50, 50]);
    expect(await notFitted('60 deg', '110 deg')).toEqual([0, 0, 0]);
  });

  it('draws a resolution that falls with momentum', () => {
    const [d0] = vertex.dependences!(lookUpIn(result.curves));
    for (const { points } of d0!.series) expect(points.at(-1)!.y).toBeLessThan(points[0]!.y);
  });
});
