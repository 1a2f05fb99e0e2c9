import { expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun } from '../synthetic-run.js';

describeWith(chromium, 'the page', (executablePath) => {
  it('opens in a browser, goes live and finds nothing to complain about', async () => {
    const monitor = await startQuietly(makeSyntheticRun({ events: 1000, wallSeconds: 2 }).ports);
    const browser = await launchBrowser(executablePath);
    const page = await browser.newPage();
    const findings: string[] = [];
    page.on('console', (message) => findings.push(message.text()));
    page.on('pageerror', (error) => findings.push(String(error)));
    await page.goto(monitor.url);
    await page.locator('#connection').filter({ hasText: 'live' }).waitFor();
    expect(findings).toEqual([]);
    await browser.close();
    await monitor.close();
  });
});
