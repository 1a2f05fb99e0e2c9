import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { chromium, describeWith } from '../support/components.js';

/** What a person does in each view, with a run that is really played. */
describeWith(chromium, 'a walk through the page', (executablePath) => {
  let browser: Browser;
  let daemon: Daemon;
  let page: Page;
  const findings: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
    daemon = await startDaemon('--machine', '2020', '--pace', 'max', '--workers', '1');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => findings.push(String(error.stack)));
    await page.goto(daemon.url);
  });
  afterAll(async () => {
    await browser.close();
    await daemon.stop();
    expect(findings).toEqual([]);
  });

  const view = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  it('shows how the run stands, and what was told', async () => {
    await shows('#run-state', 'running');
    await shows('#status', /Luminosity2\.\d\d · 10³⁴/);
    await shows('#messages li', 'run 1 is running');
  });

  it('reads a rate, an efficiency, a background and the ticks', async () => {
    await view('Rates');
    await page.getByLabel('Search').fill('lml6');
    await page
      .getByRole('table', { name: 'Rates per family and trigger line' })
      .getByRole('row', { name: /^lml6 single photon 1 / })
      .waitFor();
    await view('Efficiencies');
    await shows('.curve-group h4', 'probes of card single-photon');
    await page
      .getByRole('table', { name: 'Efficiency per family' })
      .getByRole('row', { name: /^single photon OR of / })
      .waitFor();
    await view('Backgrounds');
    await shows('#backgrounds li', 'drift chamber');
    await view('DAQ');
    await page
      .getByRole('table', { name: 'Ticks by state and triggers lost' })
      .getByRole('rowheader', { name: 'live' })
      .waitFor();
  });

  it('finds an event by line, steps through it, and sees why it fired', async () => {
    await view('Events');
    await page.locator('#find-line').fill('hie');
    await page.locator('#find-by-line button').click();
    await shows('#event-lines', 'hie');
    for (let step = 0; step < 7; step++) await button('Next step').click();
    await page.locator('#event-step-on').waitFor();
    expect(page.url()).toContain('view=events');
  });

  it('stops the run after asking, and starts another', async () => {
    await view('Overview');
    await button('Stop the run').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop the run' }).click();
    await shows('#run-state', 'ended');
    await button('Start a new run…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await shows('#control-answer', /^Done/);
    await shows('#run-state', 'running');
  });
});
