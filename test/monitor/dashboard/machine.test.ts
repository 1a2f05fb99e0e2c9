import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Monitor } from '../../../monitor/server.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun, type SyntheticRun } from '../synthetic-run.js';

describeWith(chromium, 'the machine on the page', (executablePath) => {
  let browser: Browser;
  let run: SyntheticRun;
  let monitor: Monitor;
  let page: Page;
  let findings: string[];
  let beat: ReturnType<typeof setInterval>;

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
    run = makeSyntheticRun({ events: 30_000, wallSeconds: 20, machine: true });
    let wallSeconds = 20;
    beat = setInterval(() => {
      wallSeconds += 0.25;
      run.set({ wallSeconds, events: 1500 * wallSeconds });
    }, 250);
    // Half a minute passes in each second, so that there is a past to look at.
    monitor = await startQuietly(run.ports, { clock: { now: () => 30 * performance.now() } });
    page = await openPage(1280);
    await page.goto(monitor.url);
  });
  afterAll(async () => {
    clearInterval(beat);
    await browser.close();
    await monitor.close();
  });
  afterEach(() => expect(findings).toEqual([]));

  async function openPage(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const opened = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    findings = [];
    opened.on('console', (message) => findings.push(message.text()));
    opened.on('pageerror', (error) => findings.push(String(error.stack)));
    opened.setDefaultTimeout(10_000);
    return opened;
  }
  /** Goes to a view, by the navigation. */
  const view = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor({ state: 'attached' });
  /** Share of the pixels of a canvas that are drawn and not of its most frequent colour. */
  const drawnShare = (selector: string): Promise<number> =>
    page.evaluate((query) => {
      const canvas = document.querySelector<HTMLCanvasElement>(query);
      if (!canvas || canvas.width === 0) return 0;
      const { width, height } = canvas;
      const copy = Object.assign(document.createElement('canvas'), { width, height });
      const context = copy.getContext('2d', { willReadFrequently: true });
      if (!context) return 0;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const counts = new Map<number, number>();
      for (let at = 0; at < data.length; at += 4) {
        const color = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
      return 1 - Math.max(...counts.values()) / (data.length / 4);
    }, selector);

  it('shows luminosity, currents, the L1 rate by source and what is thinned', async () => {
    await shows('#figure-rate-name', 'Level-1 rate');
    await shows('#figure-rate', /3\.7\d kHz/);
    await shows('#figure-events', '4.65 · 10³⁴');
    await shows('#figure-accepted', /1\.\d\d \+ 1\.\d\d/);
    // Of the ticks: those of vetoes, 1.6 %, and of all causes of dead time, 1.4 %.
    await shows('#figure-dead', /^3\.00.%$/);
    await shows('#machine-facts', 'one in 20');
    await shows('#machine-facts', /11\.1 shots\/s/);
    expect(await page.locator('#machine-empty').isVisible()).toBe(false);
    await page.getByRole('img', { name: /Luminosity.*now 4\.65 · 10³⁴/ }).waitFor();
    await view('DAQ');
    expect(await page.locator('#event-rate').isVisible()).toBe(false);
    await view('Rates');
    await shows('#level1-legend', /bhabha.*1\.28 kHz/);
    await page
      .getByRole('img', { name: /Level-1 rate over the last .*bhabha 1\.28 kHz/ })
      .waitFor();
    await expect.poll(() => drawnShare('#level1-plot canvas')).toBeGreaterThan(0.02);
  });

  it('has the dead time in its head with the first sample of the ticks', async () => {
    const other = await openPage(1280);
    let runs = 0;
    // No second sample of the run ever comes.
    await other.routeWebSocket(/\/ws/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        const { topic } = JSON.parse(String(message)) as { readonly topic?: string };
        if (topic !== 'run' || runs++ === 0) socket.send(message);
      });
    });
    await other.goto(monitor.url);
    await other
      .locator('#figure-dead')
      .filter({ hasText: /^3\.00.%$/ })
      .waitFor();
    await other.close();
  });

  it('shows where the ticks went, what triggers were lost, buffers, links, clients', async () => {
    await view('DAQ');
    const ticks = page.getByRole('table', { name: 'Ticks by state and triggers lost' });
    await ticks
      .getByRole('row', {
        name: /^client of decisions behind \(dead\) 1\.00.% 1\.00.% [\d\s]+/,
      })
      .waitFor();
    await ticks.getByRole('row', { name: /^live 97\.0.% 97\.0.% 0 0$/ }).waitFor();
    // Bars are scaled to the whole: the live part takes 97 % of its track, dead time a hundredth.
    for (const [name, width] of [
      [/^live/, 97],
      [/^client/, 1],
    ] as const) {
      const fill = ticks.getByRole('row', { name }).locator('.fill').nth(2);
      const drawn = await fill.evaluate((element) => element.style.width);
      expect(Number.parseFloat(drawn)).toBeCloseTo(width, 1);
    }
    await shows('#ticks-legend', /live97\.0.%dead1\.4\d.%vetoed1\.6\d.%paused0/);
    await shows('#triggers', /Latency, collision to front ends4\.00 µs/);
    await page.getByRole('row', { name: /^ECL fine [\d\s]+ 0\.400 ns 6\.20 ns$/ }).waitFor();
    await page.getByRole('row', { name: 'APV25 of the SVD 1.50 30.0 32 cells' }).waitFor();
    await page.getByRole('row', { name: 'latency: accepts in flight 0.0360 4.00 never' }).waitFor();
    await page.getByRole('row', { name: /^CDC 14\.0 kB 126 MB\/s 0\.331.% 300$/ }).waitFor();
    await page.getByRole('row', { name: /^PXD \* 210 kB/ }).waitFor();
    await shows('#recorder', /\/data\/run-000001/);
    await shows('#clients', /Connected now1/);
    await page.getByRole('row', { name: /^daq \d+ 0$/ }).waitFor();
  });

  it('tells what a line keeps alone, and what two lines keep both', async () => {
    await view('Rates');
    await page.getByLabel('Search').fill('lml6');
    await page
      .getByRole('table', { name: 'Rates per family and trigger line' })
      .getByRole('row', { name: /^lml6 single photon 1( 1\.1\d kHz){3} 2[78]\d Hz / })
      .waitFor();
    await page.getByLabel('Search').fill('');
    await page.locator('#rate-pick').selectOption('families');
    await page.getByLabel('First line').selectOption('lml6');
    const overlaps = page.getByRole('table', { name: 'Lines that keep the same accepts' });
    await overlaps.getByRole('row', { name: /^lml1 37\d Hz 33\.\d.% 28\.\d.%$/ }).waitFor();
    await overlaps.getByRole('row', { name: /^hie 18\d Hz / }).waitFor();
    await page.getByLabel('Second line').selectOption('hie');
    await shows('#overlap-said', /^lml6 and hie keep 18\d Hz both/);
    expect(await overlaps.getByRole('row').count()).toBe(2);
  });

  it('orders luminosity, currents and injections, and says what the server answers', async () => {
    await view('Overview');
    run.outcome = { ok: true, slice: 80, epoch: 1, note: 'Rates follow.' };
    await page.getByLabel('Luminosity [10³⁴/(cm² s)]').fill('2');
    await page.getByLabel('LER current [A]').fill('1');
    await page.getByLabel('HER current [A]').fill('0.5');
    await page.getByRole('button', { name: 'Set what is filled in' }).click();
    await shows('#control-answer', 'Done, from slice 80 on (epoch 1). Rates follow.');
    await page.getByRole('button', { name: 'Switch injection into the LER off' }).click();
    await expect
      .poll(() => run.commands)
      .toEqual([
        {
          kind: 'machine',
          set: { 'her.current': '0.5 A', 'ler.current': '1 A', specificLuminosity: 4e34 },
        },
        { kind: 'machine', set: { 'ler.injection.on': false } },
      ]);
  });

  it('raises alarms with their cause, since when, and what to do', async () => {
    await view('Overview');
    await shows('.alarm', 'Background of the TOP: 5.53 MHz/tube, limit 5.00 MHz/tube');
    await shows('.alarm', /since before \d\d:\d\d:\d\d, when this page was opened/);
    await shows('.alarm', 'Lower a current or switch an injection off');
    await shows('#alarms-count', '1');
    await shows('#status', /Dead time, last minute of beam1\.4\d.%/);
    await shows('#status', /L1 now \(mean of 10 s\)3\.7\d kHz/);
  });

  it('shows one line, before and after its prescale, and the families', async () => {
    await view('Rates');
    await shows('#level1-what', 'lml4');
    await page.locator('#level1-what').selectOption('lml4');
    await shows('#level1-legend', /before prescale.*1\.4[89] kHz/);
    await shows('#level1-legend', /after prescale.*7\d\.\d Hz/);
    await expect.poll(() => drawnShare('#level1-plot canvas')).toBeGreaterThan(0.01);
    await page.locator('#level1-what').selectOption('families');
    await shows('#level1-legend', /single photon.*2\.9[78] kHz/);
  });

  it('lists rates of families and lines with their sources', async () => {
    const rows = page.getByRole('table', { name: 'Rates per family and trigger line' });
    await rows
      .getByRole('row', { name: /single photon OR of lml1, lml2, .*2\.9[78] kHz/ })
      .waitFor();
    await rows
      .getByRole('row', { name: /three tracks no line of the family is kept whole 1 – – –/ })
      .waitFor();
    await rows.getByRole('cell', { name: /bhabha 1\.0[23] kHz, Touschek, LER 72\d Hz/ }).waitFor();
    await page.locator('#rate-pick').selectOption('lines with a rate');
    await rows.getByRole('rowheader', { name: 'lml4' }).waitFor();
    // The strongest line comes first; one that never fired is not there.
    expect(await rows.getByRole('rowheader').first().textContent()).toBe('lml1');
    expect(await rows.getByRole('rowheader', { name: 'elow' }).count()).toBe(0);
    await page.locator('#rate-pick').selectOption('families');
    await page.getByLabel('Search').fill('photon LML1');
    // It looks among all lines: lml1 and lml13.
    await expect.poll(() => rows.getByRole('rowheader').allTextContents()).toHaveLength(2);
    await page.getByLabel('Search').fill('muon');
    await page.getByText('None of 11 rows has “muon” in its name or family').waitFor();
    await page.getByLabel('Search').fill('');
    await rows.getByRole('rowheader', { name: 'elow' }).waitFor();
  });

  it('shows background by source against its limits, and says where one is exceeded', async () => {
    await view('Backgrounds');
    await shows('#backgrounds li', /CDC22\.5 kHz\/wire.*11\.\d.% of 200 kHz\/wire/);
    await shows(
      '#backgrounds li[data-over="true"]',
      /TOP5\.53 MHz\/tube.*of 5\.00 MHz\/tube: the shift alarm$/,
    );
    await shows('#backgrounds li[data-over="false"]', /ECL.*no limit known/);
    // 22.5 of 1.05 times 200 kHz a wire are drawn.
    const widths = await page
      .locator('#backgrounds li')
      .first()
      .locator('.part')
      .evaluateAll((parts) =>
        parts.map((part) => Number.parseFloat((part as HTMLElement).style.width)),
      );
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo((100 * 22.5) / 210, 1);
    await page.getByText('Background as a table').click();
    const table = page.getByRole('table', { name: 'Background by source and subdetector' });
    await table.getByRole('row', { name: 'Touschek LER 9.80 0.900 0.200' }).waitFor();
    await table.getByRole('row', { name: 'limit 200 5.00 –' }).waitFor();
  });

  it('draws the phase pictures, says them in words and counts them in a table', async () => {
    await shows(
      '#phases',
      /LER: within 0\.75 µs of the injected bunch lie \d+\.\d.% of the windows/,
    );
    await expect.poll(() => drawnShare('#phases canvas')).toBeGreaterThan(0.05);
    const windows = await drawnShare('#phases canvas');
    await page.getByLabel('Count').selectOption('L1 accepts');
    await shows('#phases', /% of the L1 accepts/);
    await expect.poll(() => drawnShare('#phases canvas')).not.toBe(windows);
    await page.getByText('The pictures as a table').click();
    const table = page.getByRole('table', { name: 'Windows and accepts after an injection' });
    await table.getByRole('row', { name: /^LER, 0\.5 – 1 ms [\d\s\u202f]+$/ }).waitFor();
  });

  it('has the past again after a reload', async () => {
    await view('Rates');
    const oldest = async (): Promise<number> =>
      Number.parseInt((await page.locator('#level1-rows th').first().textContent()) ?? '', 10);
    await page.getByText('Rates as a table').click();
    await expect.poll(oldest).toBeGreaterThanOrEqual(2);
    const answer = page.waitForResponse(/api\/history/);
    await page.reload();
    const { rows } = (await (await answer).json()) as { rows: number };
    expect(rows).toBeGreaterThan(3);
    await shows('#level1-legend', 'bhabha');
    await page.getByText('Rates as a table').click();
    await expect.poll(oldest).toBeGreaterThanOrEqual(2);
    await shows('#level1-rows tr', /^\d+:\d\d – \d+:\d\d1\.28 kHz/);
    await shows('#level1-caption', /^Rates of the last \d+ min \d\d s, means/);
  });

  it('is reached by keyboard in the order that it is read', async () => {
    await page.locator('#level1').focus();
    const reached: string[] = [];
    for (let press = 0; press < 3; press++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.id || 'summary'));
    }
    expect(reached).toEqual(['level1-what', 'level1-span', 'summary']);
  });

  it.each([400, 320])('needs no sideways scrolling at %i px', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.locator('#rate-pick').selectOption('all lines');
    for (const name of ['Overview', 'Efficiencies', 'Rates', 'Backgrounds', 'DAQ', 'Events']) {
      await view(name);
      const overflow = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        return document.documentElement.scrollWidth - document.documentElement.clientWidth;
      });
      expect(overflow, name).toBeLessThanOrEqual(0);
    }
    await view('Rates');
  });

  it('tells when the history cannot be read', async () => {
    await page.route('**/api/history*', (route) =>
      route.fulfill({ status: 200, contentType: 'text/plain', body: 'no JSON' }),
    );
    await page.reload();
    await page.getByText(/The history could not be read/).waitFor();
    await page.unroute('**/api/history*');
    await page.getByText('The history could not be read').waitFor({ state: 'hidden' });
  });

  it('shows no pace and no rate of a run that is over, but means; counts lost seeds', async () => {
    await view('Overview');
    await shows('#figure-pace', '1.02 ×');
    await shows('#machine-facts', '1.02 (10 s), 0.980 (run)');
    await shows('#facts', /Seeds lost, host busy/);
    run.set({ state: 'ended' });
    await shows('#figure-pace', /^–$/);
    await shows('#figure-rate', /^–$/);
    expect(await page.title()).toBe('Overview · b2l1 · Level-1 trigger, live');
    await shows('#machine-facts', 'Played / real time0.980 (run)');
    run.set({ state: 'running' });
  });

  it('says that there is no machine where a card is played', async () => {
    clearInterval(beat);
    run.set({ machine: false, wallSeconds: 60, id: 'run-2' });
    await shows('#machine-empty', 'No machine: a card is played.');
    await view('Rates');
    await shows('#level1-hint', 'No machine: a card is played');
    await view('Backgrounds');
    for (const empty of ['#backgrounds-empty', '#phase-empty'])
      await page.locator(empty).filter({ hasText: 'No machine: a card is played.' }).waitFor();
    await shows('#figure-rate-name', 'Event rate');
    await view('DAQ');
    expect(await page.locator('#event-rate').isVisible()).toBe(true);
  });
});
