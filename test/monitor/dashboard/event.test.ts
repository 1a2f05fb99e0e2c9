import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDisplay } from '../../../monitor/dashboard/event-data.js';
import type { Monitor } from '../../../monitor/server.js';
import { codecs } from '../../../monitor/wire.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { syntheticEvent } from '../synthetic-event.js';
import { makeSyntheticRun, type SyntheticRun } from '../synthetic-run.js';

describe('an event that came over the wire', () => {
  it('is the event that was sent, numbers that are not known NaN', () => {
    const json = codecs['b2l1.v1.json'];
    const sent = syntheticEvent();
    const read = readDisplay(JSON.parse(json.encode(sent).toString()));
    expect(Array.from(read.chamber.hits.wire)).toEqual(Array.from(sent.chamber.hits.wire));
    expect(read.chamber.tracks[2]?.cotTheta).toBeNaN();
    expect(read.chamber.tracks[2]?.path.z[3]).toBeNaN();
    expect(read.address).toEqual(sent.address);
  });
});

describeWith(chromium, 'the event panel', (executablePath) => {
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
    run = makeSyntheticRun({ events: 1000, wallSeconds: 2 });
    monitor = await startQuietly(run.ports);
  });
  afterEach(async () => {
    await page.close();
    await monitor.close();
  });

  async function open(width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.setDefaultTimeout(10_000);
    findings = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') findings.push(message.text());
    });
    page.on('pageerror', (error) => findings.push(String(error)));
    await page.goto(`${monitor.url}&view=events`);
  }
  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor({ state: 'attached' });

  it('says that it waits, then shows address, lines and both views', async () => {
    await open();
    await page.getByText('Waiting for the first event', { exact: true }).waitFor();
    run.event = syntheticEvent(17);
    await page
      .getByText('Waiting for the first event', { exact: true })
      .waitFor({ state: 'hidden' });
    await shows('#event-address', '1:3:17 · card synthetic');
    await shows('#event-lines', 'fff, lml1 — accepted after prescale');
    const views = ['Transverse view (r–φ)', 'Longitudinal view (r–z)', 'ECL unrolled (θ–φ)'];
    for (const name of views) await page.getByRole('img', { name }).waitFor();
    const [left, right] = await Promise.all(
      ['#event-r-phi', '#event-r-z'].map((id) => page.locator(id).boundingBox()),
    );
    expect(right!.x).toBeGreaterThan(left!.x + left!.width - 1);
    expect(findings).toEqual([]);
  });

  it('works by keyboard: pause keeps the event, next shows one more, resume goes on', async () => {
    run.event = syntheticEvent(1);
    await open();
    await shows('#event-address', '1:3:1 ');
    await page.locator('#event-pause').focus();
    await page.keyboard.press('Space');
    await shows('#announcer', 'Paused at event 1:3:1.');
    expect(await page.locator('#event-pause').getAttribute('aria-pressed')).toBe('true');
    run.event = syntheticEvent(2);
    run.set({ events: 2000 });
    await shows('#figure-events', '2\u202f000');
    await shows('#event-address', '1:3:1 ');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shows('#event-address', '1:3:2 ');
    await shows('#announcer', 'Event 1:3:2: 5 crystals');
    run.event = syntheticEvent(3);
    await page.locator('#event-pause').press('Enter');
    await shows('#event-address', '1:3:3 ');
    expect(await page.locator('#event-pause').getAttribute('aria-pressed')).toBe('false');
  });

  it('has the same in tables, for those who do not see the picture', async () => {
    run.event = syntheticEvent(4);
    await open();
    await page.getByText('The event as tables').click();
    await page
      .getByRole('table', { name: 'Clusters of the ECL trigger' })
      .getByRole('cell', { name: '2.05' })
      .waitFor();
    await page
      .getByRole('table', { name: 'Full tracks of the CDC trigger' })
      .getByRole('cell', { name: 'C1' })
      .waitFor();
    await page.getByRole('table', { name: 'Particles (truth)' }).getByText('A′').waitFor();
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [400, 'light'],
    [320, 'dark'],
  ] as const)('fits at %i px (%s), with text of at least 8 px', async (width, scheme) => {
    run.event = syntheticEvent(5);
    await open(width, scheme);
    await shows('#event-address', '1:3:5 ');
    await page.getByText('The event as tables').click();
    expect(
      await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),
    ).toBeLessThanOrEqual(0);
    const smallest = await page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll<SVGSVGElement>('#event-drawings svg')].map((svg) => {
          const sizes = [...svg.querySelectorAll('text')].map((text) =>
            Number(text.getAttribute('font-size') ?? 12),
          );
          return (
            Math.min(...sizes) * (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)
          );
        }),
      ),
    );
    expect(smallest).toBeGreaterThanOrEqual(7.9);
    expect(findings).toEqual([]);
  });
});
