import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Monitor } from '../../monitor/server.js';
import { startQuietly } from '../monitor/support.js';
import { syntheticAnswer } from '../monitor/synthetic-answer.js';
import { syntheticEvent } from '../monitor/synthetic-event.js';
import { makeSyntheticRun } from '../monitor/synthetic-run.js';
import { axeFindings } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { chromium, describeWith } from '../support/components.js';
import { inkOf, sizeOfPng } from '../support/screenshot.js';

/** Views, what is there when they have drawn, and where there must be ink. */
const views = [
  ['overview', '#status div', ['#status', '#run-control', '#past-plot', '#luminosity-plot']],
  ['efficiencies', '#line-rows tr', ['.curve-group .plot', '#family-rows', '#line-rows']],
  ['rates', '#rate-rows tr', ['#level1-plot', '#rate-rows', '#overlap-rows']],
  ['backgrounds', '#backgrounds li', ['#backgrounds', '#phases canvas']],
  ['daq', '#tick-rows tr', ['#ticks-bar', '#tick-rows', '#buffer-rows', '#link-rows']],
  ['events', '#event-drawings svg', ['#event-drawings']],
  ['what-if', '#whatif-rows tr', ['#whatif-form', '#whatif-rows']],
] as const;

/** Steps of an event that are held too, and what is there then. */
const steps = [
  ['tracks', '#explain-tables tr[data-of]'],
  ['lines', '#explain-formula .bit'],
] as const;

const widths = [1280, 400] as const;
const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  widths.map((width) => [scheme, width] as const),
);

const folder = fileURLToPath(new URL('../../test-results/page/', import.meta.url));

describeWith(chromium, 'each view of the page', (executablePath) => {
  let browser: Browser;
  let monitor: Monitor;
  let beat: ReturnType<typeof setInterval>;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await launchBrowser(executablePath);
    const run = makeSyntheticRun({ events: 30_000, wallSeconds: 20, machine: true });
    run.event = syntheticEvent(17);
    let wallSeconds = 20;
    beat = setInterval(() => {
      wallSeconds += 0.1;
      run.set({ wallSeconds, events: 1500 * wallSeconds });
    }, 100);
    const whatIf = () => Promise.resolve(syntheticAnswer());
    monitor = await startQuietly({ ...run.ports, whatIf });
    await askWhatIf(monitor);
  });
  afterAll(async () => {
    clearInterval(beat);
    await browser.close();
    await monitor.close();
  });

  async function open(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.setDefaultTimeout(20_000);
    await page.goto(monitor.url);
    await page.locator('#connection').filter({ hasText: 'live' }).waitFor();
    return page;
  }
  /** Goes to a view and waits until it has drawn. */
  async function show(page: Page, view: string, ready: string): Promise<void> {
    await page.locator(`#views a[data-view="${view}"]`).click();
    await page.locator(ready).first().waitFor();
  }

  it.each(looks)('has nothing that axe finds, and is drawn (%s, %i px)', async (scheme, width) => {
    const page = await open(scheme, width);
    // Two rows of the history make a line.
    await page.waitForTimeout(2500);
    const findings: string[] = [];
    /** Photographs what is shown, and holds it against axe. */
    const hold = async (view: string, inked: readonly string[]): Promise<void> => {
      const png = await page.screenshot({ fullPage: true });
      writeFileSync(`${folder}${view}-${scheme}-${width}.png`, png);
      // Nothing lies beside the page, and it is filled.
      expect(sizeOfPng(png)[0], view).toBe(width);
      expect(sizeOfPng(png)[1], view).toBeGreaterThan(width === 400 ? 1100 : 600);
      for (const selector of inked)
        expect(await inkOf(page, png, selector), selector).toBeGreaterThan(0.005);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      for (const { rule, targets } of await axeFindings(page))
        findings.push(`${view}: ${rule}: ${targets.join('; ')}`);
    };
    for (const [view, ready, inked] of views) {
      await show(page, view, ready);
      await hold(view, inked);
      if (view !== 'events') continue;
      for (const [step, made] of steps) {
        await page.locator(`#event-steps [data-step="${step}"]`).click();
        await page.locator(made).first().waitFor();
        await hold(`events-${step}`, ['#event-drawings', '#explain-values']);
      }
    }
    expect(findings).toEqual([]);
    await page.close();
  });

  it('takes ten updates a second of all that a view shows in its stride', async () => {
    const lines: string[] = [];
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    let samples = 0;
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).startsWith('{"topic":"run"')) samples++;
      }),
    );
    await page.goto(`${monitor.url}&everyMs=100`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    for (const [view, ready] of views.slice(0, 6)) {
      await show(page, view, ready);
      await page.waitForTimeout(500);
      const before = { samples, start: performance.now(), busy: await busyTime(session) };
      const { frames, late, tasks } = await watchFrames(page, 3000);
      const updates = Math.max(1, samples - before.samples);
      const seconds = (performance.now() - before.start) / 1000;
      const perUpdate = (1000 * ((await busyTime(session)) - before.busy)) / updates;
      lines.push(
        `${view}: ${(updates / seconds).toFixed(1)} updates/s, ${perUpdate.toFixed(1)} ms of ` +
          `processor time each, ${frames.toFixed(0)} frames/s, ${late} of them late, ` +
          `${tasks} tasks over 50 ms`,
      );
      // A tenth of a second is what an update has; on a busy host only processor time means much.
      expect(perUpdate, view).toBeLessThan(50);
    }
    await page.close();
    console.log(lines.join('\n'));
  });
});

/** Asks a question whose answer the view then shows to everybody. */
async function askWhatIf({ port, token }: Monitor): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${port}/api/whatif`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(syntheticAnswer().question),
  });
  expect(reply.status).toBe(200);
}

/** Processor time of the page's thread up to now [s]. */
async function busyTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

/** Frames and long tasks over some time. */
const watchFrames = (page: Page, ms: number) =>
  page.evaluate(async (length) => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    const times: number[] = [];
    const start = performance.now();
    await new Promise<void>((resolve) => {
      const frame = (now: number): void => {
        times.push(now);
        if (now - start < length) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    observer.disconnect();
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    return {
      frames: (1000 * gaps.length) / length,
      late: gaps.filter((gap) => gap > 34).length,
      tasks: tasks.length,
    };
  }, ms);
