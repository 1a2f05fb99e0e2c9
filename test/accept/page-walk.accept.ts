import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunSnapshot } from '../../monitor/ports.js';
import { launchBrowser, softwareWebGl } from '../support/browser.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { chromium, describeWith } from '../support/components.js';
import { inkOf } from '../support/screenshot.js';

/** What a person does in each view, with a run of a machine that is really played. */
describeWith(chromium, 'a walk through the page', (executablePath) => {
  let browser: Browser;
  let daemon: Daemon;
  let page: Page;
  const findings: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath, softwareWebGl);
    daemon = await startDaemon('--machine', '2020', '--pace', 'max', '--workers', '1');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => findings.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') findings.push(message.text());
    });
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
  const row = (table: string, name: RegExp) =>
    page.getByRole('table', { name: table }).getByRole('row', { name });
  /** Asked of the server, beside what the page says. */
  const snapshot = async (): Promise<RunSnapshot> =>
    (await (await fetch(`${daemon.origin}/api/snapshot`)).json()) as RunSnapshot;
  /** The Level-1 rate of the head of the page [Hz]. */
  const rateNow = async (): Promise<number> =>
    hertzOf((await page.locator('#figure-rate').textContent()) ?? '');

  it('shows how the run stands, and what was told', async () => {
    await shows('#run-state', 'running');
    await shows('#status', /Luminosity2\.\d\d · 10³⁴/);
    await shows('#messages li', 'run 1 is running');
  });

  it('pauses the run: no slice is played; and lets it go on', async () => {
    await button('Pause').click();
    await shows('#control-answer', /^Done/);
    await shows('#run-state', 'paused');
    await shows('#messages li', 'paused');
    const before = await snapshot();
    await page.waitForTimeout(1500);
    const later = await snapshot();
    // The clock of the experiment goes on, and all of it is a pause.
    expect(later.events).toEqual(before.events);
    expect(later.pausedSeconds).toBeGreaterThan(before.pausedSeconds ?? 0);
    expect(later.run.playedSeconds).toBeCloseTo(before.run.playedSeconds, 6);
    await button('Resume').click();
    await shows('#run-state', 'running');
    await expect
      .poll(async () => (await snapshot()).events.processed, { timeout: 60_000 })
      .toBeGreaterThan(before.events.processed);
  });

  it('triples the luminosity, and sees the Level-1 rate follow', async () => {
    await expect.poll(rateNow, { timeout: 120_000 }).toBeGreaterThan(100);
    const before = await rateNow();
    await page.getByRole('spinbutton', { name: /^Luminosity/ }).fill('7');
    await button('Set what is filled in').click();
    await shows('#control-answer', /^Done, from slice \d+ on/);
    await shows('#messages li', /specificLuminosity/);
    await shows('#figure-events', /^7\.0\d? · 10³⁴$/);
    await expect.poll(rateNow, { timeout: 240_000 }).toBeGreaterThan(1.4 * before);
    console.log(`Level 1: ${before} Hz, at 7 · 10³⁴ ${await rateNow()} Hz`);
  });

  it('reads a rate, an efficiency, a background and the ticks', async () => {
    await view('Rates');
    await page.getByLabel('Search').fill('lml6');
    await row('Rates per family and trigger line', /^lml6 single photon 1 /).waitFor();
    await page.getByLabel('First line').selectOption('lml6');
    await shows('#overlap-said', /^lml6 keeps [\d.]+ k?Hz, of which [\d.]+ k?Hz alone/);
    await view('Efficiencies');
    await shows('.curve-group h4', 'probes of card single-photon');
    await row('Efficiency per family', /^single photon OR of /).waitFor();
    await view('Backgrounds');
    await shows('#backgrounds li', 'drift chamber');
    await view('DAQ');
    await page
      .getByRole('table', { name: 'Ticks by state and triggers lost' })
      .getByRole('rowheader', { name: 'live' })
      .waitFor();
  });

  it('asks what a prescale would do, and applies it: the menu has it, all are told', async () => {
    await view('What if');
    await page.getByRole('combobox', { name: 'Line, by its name' }).fill('hie');
    await page.getByRole('spinbutton', { name: /Prescale/ }).fill('4');
    await button('Add').click();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const asked = row('Rates and efficiencies now and as asked', /^hie 1 → 4 /);
    await asked.waitFor();
    // Of the same windows a quarter is kept.
    const [, now, then] = (await asked.locator('td').allTextContents()).map(hertzOf);
    expect(then! / now!).toBeCloseTo(0.25, 2);
    expect((await snapshot()).lines.find(({ name }) => name === 'hie')?.prescale).toBe(1);
    await button('Apply').click();
    await shows('#whatif-said', /^prescales: Done, from slice \d+ on/);
    await expect
      .poll(async () => (await snapshot()).lines.find(({ name }) => name === 'hie')?.prescale, {
        timeout: 60_000,
      })
      .toBe(4);
    await view('Overview');
    await shows('#messages li', /prescales.*hie=4.*asked by page/s);
    await view('Rates');
    await page.getByLabel('Search').fill('hie');
    await row('Rates per family and trigger line', /^hie .* 4 /).waitFor();
  });

  it('finds an lml6 event, steps through it, and sees why it fired', async () => {
    await view('Events');
    await page.locator('#find-line').fill('lml6');
    await button('Find').click();
    await shows('#event-lines', 'lml6');
    const steps: string[] = [];
    for (let step = 0; step < 7; step++) {
      await button('Next step').click();
      steps.push((await page.locator('#explain-title').textContent()) ?? '');
      if (steps.at(-1) === 'Lines (FTDL)') await shows('#explain-formula', /lml6/);
    }
    expect(steps).toContain('Tracks and clusters');
    expect(steps).toContain('Lines (FTDL)');
    expect(new URL(page.url()).hash).toMatch(/view=events&event=1.*line=lml6/);
  });

  it('looks at the same event in three dimensions, and turns it', async () => {
    await button('Show in three dimensions').click();
    const space = page.locator('#space[data-drawn]');
    await space.waitFor();
    const shot = (): Promise<Buffer> => page.screenshot({ fullPage: true });
    expect(await inkOf(page, await shot(), '#space')).toBeGreaterThan(0.02);
    const first = await space.getAttribute('data-view');
    await space.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await space.getAttribute('data-view')).not.toBe(first);
    expect(await inkOf(page, await shot(), '#space')).toBeGreaterThan(0.02);
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
    await shows('#status', /Run number2/);
  });
});

/** A rate as the page writes it [Hz]; NaN where it has none. */
function hertzOf(text: string): number {
  const [, number, kilo] = /^([\d.]+)\s(k?)Hz/.exec(text) ?? [];
  return Number(number) * (kilo === 'k' ? 1000 : 1);
}
