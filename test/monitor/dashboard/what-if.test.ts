import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { fieldOfRefusal, questionOf } from '../../../monitor/dashboard/what-if-form.js';
import {
  differenceText,
  madeOf,
  rateText,
  rowsOf,
} from '../../../monitor/dashboard/what-if-table.js';
import type { Monitor } from '../../../monitor/server.js';
import type { WhatIfQuestion } from '../../../monitor/what-if.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { syntheticAnswer } from '../synthetic-answer.js';
import { makeSyntheticRun, type SyntheticRun } from '../synthetic-run.js';

const fields = { menu: '', menuText: '', prescales: '', thresholds: '' };

describe('the question of the form', () => {
  it('takes prescales and parameters a line each, and leaves out what is empty', () => {
    const read = questionOf({
      ...fields,
      prescales: 'lml6 = 2.5\n\n stt=0 ',
      thresholds: 'bits.ecl.sums.elow: 0.6 GeV',
    });
    expect(read).toEqual({
      question: {
        prescales: { lml6: 2.5, stt: 0 },
        thresholds: { 'bits.ecl.sums.elow': '0.6 GeV' },
      },
    });
    expect(questionOf({ ...fields, menu: ' ecl ' })).toEqual({ question: { menu: 'ecl' } });
  });

  it.each([
    [fields, 'question', 'Nothing is changed yet'],
    [{ ...fields, menu: 'ecl', menuText: 'extends: ecl' }, 'menu', 'not both'],
    [{ ...fields, prescales: 'lml6' }, 'prescales', '“lml6”: expected a line'],
    [{ ...fields, prescales: 'lml6 = -1' }, 'prescales', 'lml6 = -1: expected a number'],
    [{ ...fields, prescales: 'lml6 = two' }, 'prescales', 'expected a number'],
    [{ ...fields, thresholds: 'a b' }, 'thresholds', '“a b”: expected a line'],
  ])('says what is wrong beside the field: %j', (given, field, text) => {
    expect(questionOf(given)).toEqual({ problem: { field, text: expect.stringContaining(text) } });
  });

  it('has a field for each refusal of the server', () => {
    expect(fieldOfRefusal('MENU_UNKNOWN_LINE', { prescales: { a: 1 } })).toBe('prescales');
    expect(fieldOfRefusal('MENU_UNKNOWN', { menu: 'x' })).toBe('menu');
    expect(fieldOfRefusal('MENU_SYNTAX', { menuText: 'x' })).toBe('menuText');
    expect(fieldOfRefusal('WHATIF_NEEDS_PARTICLES', { thresholds: {} })).toBe('thresholds');
    expect(fieldOfRefusal('CONFIG_UNKNOWN_KEY', { thresholds: {} })).toBe('thresholds');
    expect(fieldOfRefusal('WHATIF_NO_WINDOWS', { menu: 'x' })).toBe('question');
  });
});

describe('the table of an answer', () => {
  const estimate = (value: number, half: number) => ({
    value,
    low: value - half,
    high: value + half,
  });

  it('gives rates with their interval and unit, differences with their deviation', () => {
    expect(rateText(estimate(904, 7))).toBe('904.0 Hz (897.0 – 911.0)');
    expect(rateText(estimate(14_200, 36))).toBe('14.200 kHz (14.164 – 14.236)');
    expect(rateText(null)).toBe('–');
    expect(differenceText(estimate(-200, 4))).toBe('−200.0 ± 4.0 Hz');
    expect(differenceText(estimate(0.5, 0.25))).toBe('+0.50 ± 0.25 Hz');
    expect(differenceText(estimate(0, 0))).toBe('none');
  });

  it('shows Level 1 and the lines that change, families, or what is searched', () => {
    const names = (...asked: [Parameters<typeof rowsOf>[1], string]) =>
      rowsOf(syntheticAnswer(), ...asked).map(({ name }) => name);
    const level1 = ['Level 1', 'Level 1 of card single-photon', 'Level 1 of card two-track'];
    expect(names('changed', '')).toEqual([...level1, 'lml6', 'lml1', 'mine']);
    expect(names('families', '')).toEqual([...level1, 'single-photon']);
    expect(names('all', '')).toEqual([...level1, 'lml6', 'lml1', 'mine']);
    expect(names('families', 'lml1')).toEqual(['Level 1', 'lml1']);
  });

  it('says what the answer is made of', () => {
    const text = madeOf(syntheticAnswer());
    expect(text).toContain(
      'in 10.80 s of beam, from 2.00 to 12.80 s of the run (slices 40 to 255). The machine was ' +
        'the same all the time.',
    );
    const { sample, ...answer } = syntheticAnswer();
    const changed = { ...sample, slices: 200, machineChanges: [60, 255] };
    expect(madeOf({ ...answer, sample: changed })).toContain(
      '(slices 40 to 255, without 16 that were not played or are not kept). The machine was ' +
        'changed 2 times within, from slice 60, 255 on: rates are means over all of it.',
    );
    expect(text).toMatch(/53.000 of them are thinned and stand for 1.700.000/);
    expect(text).toContain('Intervals hold 68 %');
  });
});

describeWith(chromium, 'what if on the page', (executablePath) => {
  let browser: Browser;
  let run: SyntheticRun;
  let monitor: Monitor;
  let page: Page;
  const asked: WhatIfQuestion[] = [];
  const findings: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
    run = makeSyntheticRun({ events: 30_000, wallSeconds: 20, machine: true });
    const whatIf = (question: WhatIfQuestion) => {
      asked.push(question);
      return question.thresholds === undefined
        ? Promise.resolve({ ...syntheticAnswer(), question })
        : Promise.reject(
            new EmulatorError('WHATIF_NEEDS_PARTICLES', 'what-if: "ler.current" is of the machine'),
          );
    };
    monitor = await startQuietly({ ...run.ports, whatIf });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', (error) => findings.push(String(error.stack)));
    page.setDefaultTimeout(10_000);
    await page.goto(`${monitor.url}&view=what-if`);
  });
  afterAll(async () => {
    await browser.close();
    await monitor.close();
    expect(findings).toEqual([]);
  });

  it('asks by the name of a line, shows now and as asked, and applies it', async () => {
    await page.getByText('Nothing has been asked yet').waitFor();
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Line, by its name' }).fill('lml6');
    await page.getByRole('spinbutton', { name: /Prescale/ }).fill('2');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('What if lml6 = 2').waitFor();
    expect(asked.at(-1)).toEqual({ prescales: { lml6: 2 } });
    const table = page.getByRole('table', { name: 'Rates and efficiencies now and as asked' });
    await table
      .getByRole('row', { name: /^lml6 1 → 2 400\.0 Hz .* −200\.00 ± 0\.75 Hz/ })
      .waitFor();
    await table.getByRole('row', { name: /^mine .*not known: reads top/ }).waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(/prescales: Done/).waitFor();
    expect(run.commands).toEqual([{ kind: 'prescales', prescales: { lml6: 2 } }]);
  });

  it('puts a refusal beside its field, and keeps the answer before', async () => {
    await page.getByLabel(/Thresholds and networks/).fill('ler.current = 1 A');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const problem = page.locator('#whatif-thresholds-problem');
    await problem.filter({ hasText: '"ler.current" is of the machine' }).waitFor();
    expect(await page.locator('#whatif-thresholds').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByText('What if lml6 = 2').isVisible()).toBe(true);
  });

  it('fits 400 px without scrolling sideways', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    if (process.env.B2L1_SCREENSHOTS !== undefined) {
      await page.screenshot({ path: `${process.env.B2L1_SCREENSHOTS}-400.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.screenshot({ path: `${process.env.B2L1_SCREENSHOTS}-1280.png`, fullPage: true });
    }
  });

  it('can only be read without the token, and says why', async () => {
    const reader = await browser.newPage();
    await reader.goto(`http://127.0.0.1:${monitor.port}/#view=what-if`);
    await reader.getByText('What if lml6 = 2').waitFor();
    expect(await reader.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await reader.locator('#whatif-hint').filter({ hasText: 'no token' }).waitFor();
    await reader.close();
  });
});
