import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { b2l1, startDaemon } from '../support/command.js';
import { launchBrowser } from '../support/browser.js';
import { chromium, describeWith } from '../support/components.js';

describeWith(chromium, 'the page of a real run', (executablePath) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
  });
  afterAll(() => browser.close());

  it("shows single-photon curves that move, and survives a server's restart", async () => {
    const first = await startDaemon('--card', 'single-photon', '--rate', '1kHz', '--workers', '1');
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`${first.url}&view=efficiencies`);
    for (const line of ['lml1', 'lml6', 'lml13'])
      await page.getByRole('checkbox', { name: line, exact: true }).waitFor();
    const drawn = (): Promise<string> =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>('.curve-group canvas')]
          .map((canvas) => canvas.toDataURL())
          .join(),
      );
    await page.locator('.curve-group canvas').first().waitFor();
    const before = await drawn();
    await expect.poll(drawn, { timeout: 10_000 }).not.toBe(before);
    await page.locator('#source').filter({ hasText: 'card single-photon at 1 kHz' }).waitFor();

    // One announcement may follow another at once: a run that starts is soon running.
    await page.evaluate(() => {
      const announcer = document.querySelector<HTMLElement>('#announcer')!;
      const note = () => {
        document.body.dataset['said'] += `${announcer.textContent}\n`;
      };
      new MutationObserver(note).observe(announcer, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const said = () => page.evaluate(() => document.body.dataset['said'] ?? '');
    await first.stop();
    await expect.poll(said, { timeout: 10_000 }).toMatch(/lost|retry/i);
    const second = await startDaemon(
      '--port',
      String(first.port),
      '--card',
      'single-photon',
      '--rate',
      '1kHz',
      '--workers',
      '1',
    );
    await expect.poll(said, { timeout: 20_000 }).toMatch(/reconnected/i);
    await page.locator('#run-state').filter({ hasText: 'running' }).waitFor();
    expect(errors).toEqual([]);
    await page.close();
    await second.stop();
    // Four seconds on an idle machine; a daemon and a browser beside others take their time.
  }, 90_000);
});

it('tells its address on stdout, the rest on stderr, ends after --duration', async () => {
  const { code, stdout, stderr } = await b2l1(
    'run',
    '--port',
    '0',
    '--card',
    'single-photon',
    '--rate',
    '500Hz',
    '--workers',
    '1',
    '--duration',
    '300ms',
  );
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+\n$/);
  expect(stderr).toContain('Open the address above in a browser');
  expect([code, stderr]).toEqual([0, expect.stringContaining('duration reached')]);
});
