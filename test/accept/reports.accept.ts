import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { b2l1 } from '../support/command.js';
import { chromium, describeWith } from '../support/components.js';
import { inkOf } from '../support/screenshot.js';

/** What is run, and where its page lies in the folder of results. */
const reports = {
  study: ['study', 'mumu-zprime', '--events', '20000'],
  references: ['study', 'reference-triggers', '--menu', 'present', '--events', '6000'],
  scan: ['study', 'nn-single-track', '--scan', 'backgrounds.scale=0,3', '--events', '800'],
  emulate: ['emulate', '--process', 'tautau', '--limit', '1500', '--card', 'three-track'],
} as const;

describeWith(chromium, 'reports in a browser', (path) => {
  let home = '';
  let browser: Browser;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'b2l1-reports-'));
    browser = await launchBrowser(path);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Opens a page; whatever it asks for, or complains about, is gathered. */
  async function open(file: string, width: number, colorScheme: 'light' | 'dark') {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) said.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, said };
  }

  const overflow = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  it.each(Object.entries(reports))(
    '%s: opens, light and dark, wide and narrow',
    async (name, args) => {
      const out = join(home, name);
      const { code, stderr } = await b2l1(...args, '--out', out);
      expect(code, stderr).toBe(0);
      const file = join(out, name === 'scan' ? 'scan.html' : 'report.html');
      for (const [width, scheme] of [
        [1200, 'light'],
        [400, 'dark'],
      ] as const) {
        const { page, said } = await open(file, width, scheme);
        expect(said, `${name} ${width}`).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        for (const details of await page.locator('details > summary').all()) await details.click();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await axeFindings(page)).toEqual([]);
        expect(await page.locator('table').count()).toBeGreaterThan(3);
        const pictures = (await readdir(out)).filter((each) => each.endsWith('.svg')).length;
        expect(pictures).toBeGreaterThan(0);
        expect(await page.locator('figure svg').count()).toBe(pictures);
        await page.locator('figure').first().scrollIntoViewIfNeeded();
        const shot = await page.screenshot({ fullPage: true });
        expect(await inkOf(page, shot, 'figure svg')).toBeGreaterThan(0.02);
        await page.close();
      }
    },
  );

  it('leads from a scan to the study at each of its values', async () => {
    const { page, said } = await open(join(home, 'scan', 'scan.html'), 1000, 'light');
    await page.getByRole('link', { name: 'backgrounds.scale = 3' }).click();
    await page.waitForURL(/backgrounds\.scale(=|%3D)3\/report\.html$/);
    expect(await page.locator('h1').count()).toBe(1);
    expect(said).toEqual([]);
  });
});
