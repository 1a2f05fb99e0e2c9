import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Monitor } from '../../../monitor/server.js';
import { launchBrowser, softwareWebGl } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun } from '../synthetic-run.js';

const built = new URL('../../../dist/monitor/dashboard/', import.meta.url);

describe('the program of the picture in three dimensions', () => {
  it('is a file of its own of at most 200 kB on the wire, and the page is none the larger', () => {
    const scripts = readdirSync(built).filter((name) => name.endsWith('.js'));
    const space = scripts.filter((name) => name.startsWith('event-space'));
    expect(space).toHaveLength(1);
    const zipped = gzipSync(readFileSync(new URL(space[0]!, built))).length;
    expect(zipped).toBeGreaterThan(50_000);
    expect(zipped).toBeLessThanOrEqual(200_000);
    expect(readFileSync(new URL('main.js', built), 'utf8')).not.toContain('WebGLRenderer');
  });
});

/**
 * Colours in a picture of the page, how many of its pixels differ from its corner, and the number
 * of those nearly in the colour of what is pointed at.
 */
async function inkOf(page: Page, selector: string) {
  const png = (await page.locator(selector).screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(
      context.getImageData(4, 4, image.width - 8, image.height - 8).data.buffer,
    );
    const inked = pixels.filter((pixel) => pixel !== pixels[0]).length;
    // The colour of what is pointed at, as bytes from the last to the first.
    const name = getComputedStyle(document.documentElement).getPropertyValue('--focus').trim();
    const focus = Number(`0xff${name.slice(5)}${name.slice(3, 5)}${name.slice(1, 3)}`);
    const isNear = (pixel: number): boolean =>
      [0, 8, 16].every((bits) => Math.abs(((pixel >> bits) & 255) - ((focus >> bits) & 255)) < 24);
    const pointed = pixels.filter(isNear).length;
    return { colors: new Set(pixels).size, share: inked / pixels.length, pointed };
  }, png);
}

describeWith(chromium, 'the picture in three dimensions', (executablePath) => {
  let browser: Browser;
  let monitor: Monitor | undefined;
  let opened: Page | undefined;
  const findings: string[] = [];
  const asked: string[] = [];
  afterEach(async () => {
    // A page that outlives its server asks for it, and says so.
    await opened?.close();
    await monitor?.close();
  });

  async function open(): Promise<Page> {
    monitor = await startQuietly(makeSyntheticRun({ events: 1000, wallSeconds: 2 }).ports);
    const page = await browser.newPage({ viewport: { width: 440, height: 600 } });
    opened = page;
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (message.type() === 'error') findings.push(message.text());
    });
    page.on('pageerror', (error) => findings.push(String(error)));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${monitor.url}&view=events&event=1:3:8&stage=tracks`);
    await page.locator('#event-address').getByText('1:3:8').waitFor();
    return page;
  }

  describe('with WebGL', () => {
    beforeAll(async () => {
      browser = await launchBrowser(executablePath, softwareWebGl);
    });
    afterAll(() => browser.close());

    it('is loaded when asked for, drawn in colours, turned by keys and buttons', async () => {
      const page = await open();
      expect(asked.some((url) => url.includes('event-space'))).toBe(false);
      await page.getByRole('button', { name: 'Show in three dimensions' }).click();
      const space = page.locator('#space');
      await page.locator('#space[data-drawn]').waitFor();
      expect(asked.some((url) => url.includes('event-space'))).toBe(true);
      expect(asked.every((url) => url.startsWith('http://127.0.0.1'))).toBe(true);
      expect(await space.getAttribute('aria-label')).toContain('3 full tracks');
      const { colors, share } = await inkOf(page, '#space');
      expect(colors).toBeGreaterThan(20);
      expect(share).toBeGreaterThan(0.02);

      const first = await space.getAttribute('data-view');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('+');
      expect(await space.getAttribute('data-view')).not.toBe(first);
      await page.keyboard.press('Home');
      expect(await space.getAttribute('data-view')).toBe(first);
      await page.getByRole('button', { name: 'Along the beam' }).click();
      expect(await space.getAttribute('data-view')).toBe('0.00 0.00 560');
      await page.getByRole('button', { name: 'Reset the view' }).click();
      expect(await space.getAttribute('data-view')).toBe(first);
      expect(findings).toEqual([]);
    });

    it('sets off what is pointed at in the tables, as the drawings do', async () => {
      const page = await open();
      await page.getByRole('button', { name: 'Show in three dimensions' }).click();
      await page.locator('#space[data-drawn]').waitFor();
      /** Points at an object by its row, or at nothing. */
      const point = async (name: string): Promise<number> => {
        const drawn = Number(await page.locator('#space').getAttribute('data-drawn'));
        const target = name === '' ? '#event' : `#event tr[data-of="${name}"]`;
        await page
          .locator(target)
          .first()
          .evaluate((row) => row.dispatchEvent(new FocusEvent('focusin', { bubbles: true })));
        await page.locator(`#space[data-pointed="${name}"]`).waitFor();
        await expect
          .poll(async () => Number(await page.locator('#space').getAttribute('data-drawn')))
          .toBeGreaterThan(drawn);
        return (await inkOf(page, '#space')).pointed;
      };
      for (const name of ['track-1', 'track-3', 'cluster-1', 'particle-4']) {
        expect([name, (await point(name)) > 20]).toEqual([name, true]);
        expect([name, await point('')]).toEqual([name, 0]);
      }
      // The cell is drawn in its own step, too, in another colour.
      await page.getByRole('button', { name: 'Segments and cells' }).click();
      expect((await inkOf(page, '#space')).share).toBeGreaterThan(0.02);
      expect(await point('cell-181')).toBeGreaterThan(100);
      expect(await point('')).toBe(0);
      expect(findings).toEqual([]);
    });
  });

  describe('without WebGL', () => {
    beforeAll(async () => {
      browser = await launchBrowser(executablePath);
    });
    afterAll(() => browser.close());

    it('is replaced by words, and nothing is loaded', async () => {
      asked.length = 0;
      const page = await open();
      await page.getByRole('button', { name: 'Show in three dimensions' }).click();
      await page.getByText('This browser draws nothing in three dimensions').waitFor();
      expect(asked.some((url) => url.includes('event-space'))).toBe(false);
      expect(findings).toEqual([]);
    });
  });
});
