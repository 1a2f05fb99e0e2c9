import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventSteps } from '../../../monitor/explanation.js';
import type { Monitor } from '../../../monitor/server.js';
import { axeFindings } from '../../support/axe.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { syntheticEvent } from '../synthetic-event.js';
import { makeSyntheticRun, type SyntheticRun } from '../synthetic-run.js';

describeWith(chromium, 'an event is explained', (executablePath) => {
  let browser: Browser;
  let run: SyntheticRun;
  let monitor: Monitor;
  let page: Page;
  let findings: string[];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    run = makeSyntheticRun({ events: 1000, wallSeconds: 2, machine: true });
    run.event = syntheticEvent(5);
    monitor = await startQuietly(run.ports);
  });
  afterEach(async () => {
    await page.close();
    await monitor.close();
  });

  async function open(place = '', width = 1280): Promise<void> {
    page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    page.setDefaultTimeout(10_000);
    findings = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') findings.push(message.text());
    });
    page.on('pageerror', (error) => findings.push(String(error)));
    await page.goto(`${monitor.url}&view=events${place}`);
  }
  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor({ state: 'attached' });
  const step = (name: string) =>
    page.locator('#event-steps').getByRole('button', { name, exact: true });
  /** How strongly a part of the transverse view is drawn. */
  const strengthOf = (part: string): Promise<number> =>
    page
      .locator(`#event-r-phi [data-part~="${part}"]`)
      .first()
      .evaluate((element) => Number(getComputedStyle(element).opacity));

  it('step by step: buttons and arrow keys, drawings that stand out, tables', async () => {
    await open();
    await shows('#event-address', '1:3:5 ');
    expect(await step('Hits').getAttribute('aria-current')).toBe('false');
    await step('Hits').click();
    await shows('#explain-title', 'Hits');
    // The event that passed by is kept and asked for again, with its explanation.
    expect(await page.locator('#event-pause').textContent()).toBe('Resume');
    await page
      .getByRole('table', { name: /^CDC hits/ })
      .getByText('24')
      .waitFor();
    expect(await strengthOf('hits')).toBe(1);
    expect(await strengthOf('segments')).toBeLessThan(0.2);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await shows('#explain-title', 'Tracks and clusters');
    expect(await step('Tracks and clusters').getAttribute('aria-current')).toBe('step');
    expect(await strengthOf('tracks')).toBe(1);
    expect(await strengthOf('hits')).toBeLessThan(0.2);
    await page.getByRole('button', { name: 'Next step' }).click();
    await shows('#explain-tables', 'GRL: none');
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('table', { name: 'Input bits: 1 of 3 are set' }).waitFor();
    expect(await strengthOf('hits')).toBe(1);
    await page.locator('#event-pause').click();
    await page.locator('#explain').waitFor({ state: 'hidden' });
    expect(page.url()).not.toContain('event=');
    expect(findings).toEqual([]);
  });

  it('sets off what is pointed at, in drawings and tables', async () => {
    await open('&event=1:3:8&stage=tracks');
    const rows = page.getByRole('table', { name: /^full tracks/ }).locator('tbody tr');
    await rows.first().waitFor();
    const pointed = page.locator('.event-drawings .pointed');
    await rows.first().hover();
    // Its path in both views.
    expect(await pointed.count()).toBe(2);
    expect(await pointed.first().getAttribute('data-of')).toBe('track-1');
    expect(await rows.first().getAttribute('class')).toBe('pointed');
    await shows('#event-pointed', /^track T1: pT .* charge 1, pt \[GeV\] 1\.5/);
    const strength = await pointed.first().evaluate((path) => getComputedStyle(path).strokeWidth);
    expect(strength).toBe('3.5px');

    await page.locator('#event-r-phi path[data-of="track-2"]').dispatchEvent('pointerover');
    expect(await rows.nth(1).getAttribute('class')).toBe('pointed');
    expect(await rows.first().getAttribute('class')).toBe('');
    await page.locator('#event-title').hover();
    expect(await pointed.count()).toBe(0);
    await shows('#event-pointed', 'Point at a row');

    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await pointed.first().getAttribute('data-of')).toBe('track-2');
    expect(await rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    expect(findings).toEqual([]);
  });

  it('says of a line why it fired, or why it did not, bit by bit', async () => {
    await open('&event=1:3:8&stage=lines&line=lml1');
    await shows('#explain-formula', 'lml1 fired: ecl_lml_1 = 1, veto = 0.');
    const bit = page.locator('#explain-formula .bit');
    expect(await bit.allTextContents()).toEqual([
      'ecl_lml_1 = 1 (settles it)',
      'veto = 0 (settles it)',
    ]);
    expect(await bit.first().getAttribute('title')).toContain('cluster with E* > 2 GeV');
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('#explain-line').fill('lml6');
    await page.keyboard.press('Tab');
    await shows('#explain-formula', 'lml6 did not fire: ecl_lml_6 = 0.');
    expect(await bit.last().textContent()).toBe('veto = 0');
    expect(page.url()).toContain('event=1:3:8&stage=lines&line=lml6');
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByRole('row', { name: /lml1/ }).getByText('kept').waitFor();
  });

  it('is found by its address and by line; what is not there is told in words', async () => {
    await open();
    await page.locator('#find-address').fill('1:20:3');
    await page.keyboard.press('Enter');
    await shows('#event-address', '1:20:3');
    expect(await page.locator('#find-lines option').count()).toBeGreaterThan(5);
    await page.locator('#find-line').fill('lml6');
    await page.getByRole('button', { name: 'Find' }).click();
    await shows('#event-address', '1:3:1 ');
    expect(await page.locator('#explain-line').inputValue()).toBe('lml6');
    await page.locator('#find-address').fill('2:0:0');
    await page.keyboard.press('Enter');
    await shows('#event-problem', 'run 2 is not the present one');
    await page.locator('#find-address').fill('a <b>');
    await page.keyboard.press('Enter');
    await shows('#event-problem', '"a <b>" is no address');
  });

  it('has a link without the token, and the command that makes it again', async () => {
    await open('&event=1:20:3&stage=tracks');
    await shows('#explain-title', 'Tracks and clusters');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await shows('#event-copied', 'Copied: ');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('#view=events&event=1:20:3&stage=tracks&line=lml1');
    expect(link).not.toContain('token');
    await page.getByRole('button', { name: 'Copy the command' }).click();
    await shows('#event-copied', 'b2l1 explain --machine 2022-peak --seed 1 --event 1:20:3');
  });

  it('fits at 400 px in every step, each named for those who do not see it', async () => {
    await open('&event=1:20:3&stage=particles', 400);
    for (const name of eventSteps) {
      await page.locator(`#event-steps [data-step="${name}"]`).click();
      await page.locator(`#event-drawings[data-step="${name}"]`).waitFor();
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, name).toBeLessThanOrEqual(0);
    }
    const unnamed = await page
      .locator('#explain-values .scroll')
      .evaluateAll((frames) => frames.filter((frame) => !frame.ariaLabel).length);
    expect(unnamed).toBe(0);
    expect(findings).toEqual([]);
  });
});

describe('steps', () => {
  it('are those of the hardware, from hits to the prescale', () => {
    expect(eventSteps.slice(1)).toEqual([
      'hits',
      'segments',
      'tracks',
      'matches',
      'bits',
      'lines',
      'prescale',
    ]);
  });
});
