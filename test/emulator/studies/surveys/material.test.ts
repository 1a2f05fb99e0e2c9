import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import { surveyDocument } from '../../../../emulator/studies/survey-document.js';
import { materialSurvey } from '../../../../emulator/studies/surveys/material.js';
import { writeSurvey } from '../../../../emulator/writers/survey-files.js';
import { showSurvey } from '../../../../emulator/writers/survey-report.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-material-'));
afterAll(() => rmSync(folder, { recursive: true }));

const surveyOf = (assignments: readonly string[] = []) =>
  surveyDocument(materialSurvey, {
    version: 'test',
    conditions: 'nominal',
    config: emulatorConfig({}, assignments),
  });

describe('the material in front of the calorimeter', () => {
  it('is 0.22 to 0.28 radiation lengths at 90° and converts 15 to 21 % of photons there', () => {
    const { readings } = surveyOf();
    expect(readings.map(({ verdict }) => verdict)).toEqual(['met', 'met', undefined, undefined]);
    expect(showSurvey(surveyOf())).toContain('photons converted before the ECL, at 90°');
  });

  it('adds up from its parts at every angle, and follows its parameters', () => {
    const { table } = surveyOf();
    for (const [, pipe, pxd, svd, cdc, top, arich, sum] of table.rows)
      expect(pipe! + pxd! + svd! + cdc! + top! + arich!).toBeCloseTo(sum!, 12);
    const across = (assignments: readonly string[]) =>
      surveyOf(assignments).table.rows.find(([theta]) => theta === 90)!;
    expect(across(['material.scale=2'])[7]).toBeCloseTo(2 * across([])[7]!, 12);
    expect(across(['material.topThickness=0.28'])[7]).toBeCloseTo(across([])[7]! + 0.1, 12);
  });

  it('comes as a table and a picture that says in words what it shows', async () => {
    const { written } = await writeSurvey(folder, surveyOf());
    expect(written.every((file) => existsSync(file))).toBe(true);
    expect(readFileSync(join(folder, 'material.csv'), 'utf8').split('\n')[0]).toMatch(
      /^θ \[deg\],beam pipe \[X0\],/,
    );
    expect(readFileSync(join(folder, 'material.svg'), 'utf8')).toMatch(
      /<desc>.*TOP from 0\.000 to 0\.3/,
    );
  });
});
