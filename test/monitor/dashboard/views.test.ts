import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fragmentOf, placeOf, tokenOf } from '../../../monitor/dashboard/fragment.js';
import type { Monitor } from '../../../monitor/server.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun } from '../synthetic-run.js';

it('a link to a view keeps the token and what the view shows, and reads back', () => {
  const parameters = new URLSearchParams({ event: '1:3:17' });
  const link = fragmentOf({ view: 'events', parameters }, 'a+b&c');
  expect(link).toBe('#token=a%2Bb%26c&view=events&event=1:3:17');
  expect(tokenOf(link)).toBe('a+b&c');
  expect(placeOf(link).view).toBe('events');
  expect(placeOf(link).parameters.toString()).toBe('event=1%3A3%3A17');
  expect(fragmentOf({ view: 'events', parameters })).toBe('#view=events&event=1:3:17');
  expect([tokenOf(''), placeOf('#').view]).toEqual([undefined, undefined]);
});

describeWith(chromium, 'the views of the page', (executablePath) => {
  let browser: Browser;
  let monitor: Monitor;
  let page: Page;
  const findings: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
    const run = makeSyntheticRun({ events: 30_000, wallSeconds: 20, machine: true });
    monitor = await startQuietly(run.ports);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => findings.push(message.text()));
    page.on('pageerror', (error) => findings.push(String(error.stack)));
  });
  afterAll(async () => {
    await browser.close();
    await monitor.close();
  });
  afterEach(() => expect(findings).toEqual([]));

  const heading = (name: string): Promise<void> =>
    page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
  const link = (name: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });

  it('are reached by the navigation and by the back button, one shown at a time', async () => {
    await page.goto(monitor.url);
    await heading('Overview');
    await link('Rates').click();
    await heading('Rates');
    expect(await page.locator('main > section:visible').count()).toBe(1);
    expect(await link('Rates').getAttribute('aria-current')).toBe('page');
    expect(await link('Overview').getAttribute('aria-current')).toBeNull();
    expect(page.url()).toContain(`#token=${monitor.token}&view=rates`);
    await link('DAQ').click();
    await heading('DAQ');
    await page.goBack();
    await heading('Rates');
    await page.goForward();
    await heading('DAQ');
    expect(await page.title()).toContain('DAQ');
  });

  it('open by their address; one that does not exist leads to the first', async () => {
    await page.goto(`${monitor.url}&view=backgrounds`);
    await heading('Backgrounds');
    await page.goto(`${monitor.url}&view=nonsense`);
    await heading('Overview');
  });

  it('keep the token of the page when a link without it is followed', async () => {
    await page.goto(monitor.url);
    await heading('Overview');
    await page.evaluate(() => {
      location.hash = '#view=daq';
    });
    await heading('DAQ');
    expect(page.url()).toContain(`#token=${monitor.token}&view=daq`);
  });

  it('are walked by keyboard', async () => {
    await page.goto(monitor.url);
    await heading('Overview');
    await link('Overview').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading('Efficiencies');
    expect(await page.locator('#announcer').textContent()).toBe('View: Efficiencies.');
  });

  it('are in sight in a navigation that is too narrow, and Tab starts at the top', async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    const lefts: number[] = [];
    for (const [view, name] of [
      ['what-if', 'What if'],
      ['overview', 'Overview'],
    ] as const) {
      await page.goto(`${monitor.url}&view=${view}`);
      await page.reload();
      await heading(name);
      const box = await link(name).boundingBox();
      lefts.push(box?.x ?? -1);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('skip');
    }
    expect(Math.min(...lefts)).toBeGreaterThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('tell the number of alarms, with the way to them', async () => {
    await page.goto(`${monitor.url}&view=events`);
    await page.reload();
    const alarms = page.getByRole('banner').getByRole('link', { name: '1 alarm', exact: true });
    await alarms.waitFor();
    expect(await alarms.getAttribute('title')).toMatch(/^Background of the TOP: /);
    await alarms.click();
    await heading('Overview');
    await page.getByText('Lower a current or switch an injection off').waitFor();
    expect(page.url()).toContain(`#token=${monitor.token}`);
  });

  it('subscribe to their topics only while they are shown', async () => {
    const sent: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => sent.push(String(payload))),
    );
    await page.goto(`${monitor.url}&view=rates`);
    await page.reload();
    await expect.poll(() => sent).toContain('{"subscribe":["rates"],"everyMs":1000}');
    // Each sample until it is seen that there is beam.
    expect(sent.find((message) => message.includes('rates'))).toBe(
      '{"subscribe":["rates"],"everyMs":100}',
    );
    // Alarms are watched in every view.
    expect(sent).toContain('{"subscribe":["backgrounds"],"everyMs":5000}');
    expect(sent.join()).not.toMatch(/efficiencies|events|metrics/);
    sent.length = 0;
    await link('Efficiencies').click();
    await expect.poll(() => sent).toContain('{"unsubscribe":["rates"]}');
    expect(sent.join()).not.toMatch(/unsubscribe.*(run|messages|backgrounds)/);
    expect(sent.join()).toContain('{"subscribe":["efficiencies"],"everyMs":500}');
  });
});
