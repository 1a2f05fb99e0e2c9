import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Monitor } from '../../../monitor/server.js';
import { launchBrowser } from '../../support/browser.js';
import { chromium, describeWith } from '../../support/components.js';
import { startQuietly } from '../support.js';
import { makeSyntheticRun, type SyntheticRun } from '../synthetic-run.js';

/** What the page drew, as text: changes when a curve moves. */
const picture = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.querySelector<HTMLCanvasElement>('.curve-group canvas')?.toDataURL() ??
      'nothing drawn',
  );

const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describeWith(chromium, 'the dashboard in a browser', (executablePath) => {
  let browser: Browser;
  let run: SyntheticRun;
  let monitor: Monitor;
  let page: Page;
  /** Errors of the page's console, and requests to other places. */
  let findings: string[];

  beforeAll(async () => {
    browser = await launchBrowser(executablePath);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    run = makeSyntheticRun({ events: 30_000, wallSeconds: 2 });
    monitor = await startQuietly(run.ports);
    page = await openPage({ width: 1280, height: 900 });
  });
  afterEach(async () => {
    await page.close();
    await monitor.close();
  });

  async function openPage(
    viewport: { width: number; height: number },
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    const opened = await browser.newPage({ viewport, colorScheme });
    const seen: string[] = [];
    findings = seen;
    opened.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') seen.push(message.text());
    });
    opened.on('pageerror', (error) => seen.push(String(error.stack)));
    opened.on('request', (request) => {
      const { hostname } = new URL(request.url());
      if (hostname !== '127.0.0.1') seen.push(`request to ${request.url()}`);
    });
    opened.setDefaultTimeout(10_000);
    return opened;
  }
  const viewUrl = (view: string): string => `${monitor.url}&view=${view}`;
  const announcement = (text: string | RegExp): Promise<void> =>
    page.locator('#announcer').filter({ hasText: text }).waitFor({ state: 'attached' });
  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor({ state: 'attached' });

  it('draws curves that move as events come, and their values', async () => {
    await page.goto(viewUrl('efficiencies'));
    await page.getByText('Values as a table').click();
    const tenth = page.locator('#values-rows tr').nth(9).locator('td').first();
    await shows('#values-rows', '939');
    const [before, selectedBefore] = [await picture(page), await tenth.textContent()];
    run.set({ events: 60_000, wallSeconds: 4 });
    await shows('#figure-events', '60\u202f000');
    await shows('#values-rows', '1\u202f174');
    expect(await tenth.textContent()).not.toBe(selectedBefore);
    await expect.poll(() => picture(page)).not.toBe(before);
    await shows('#figure-rate', '15.0 kHz');
    await shows('#run-state', 'running');
    await shows('#source', 'card single-photon at 20 kHz');
    expect(findings).toEqual([]);
  });

  it('says that it waits while there are no events, and draws when they come', async () => {
    run.set({ events: 0, wallSeconds: 0, state: 'starting' });
    await page.goto(viewUrl('efficiencies'));
    await page.getByText('Waiting for the first of these').first().waitFor();
    await shows('#run-state', 'starting');
    run.set({ events: 5000, wallSeconds: 1, state: 'running' });
    await page.getByText('Waiting for the first of these').first().waitFor({ state: 'hidden' });
    await announcement('The run is running.');
  });

  it('names its parts for assistive technology', async () => {
    await page.goto(viewUrl('efficiencies'));
    await page.getByRole('heading', { name: 'Turn-on curves' }).waitFor();
    await page
      .getByRole('group', { name: /^Lines shown, of generated photon/ })
      .getByRole('checkbox', { name: 'lml13' })
      .waitFor();
    await page
      .getByRole('table', { name: 'Counts and efficiency per trigger line' })
      .getByRole('rowheader', { name: 'lml6' })
      .waitFor();
    await page.getByRole('banner').waitFor();
    await page.getByRole('main').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('works by keyboard: skip link, reading the curves, choosing lines', async () => {
    await page.goto(viewUrl('efficiencies'));
    await shows('.chip-list', 'lml1');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('view-efficiencies-title');
    expect(page.url()).toContain(`#token=${monitor.token}`);

    await page.keyboard.press('Tab');
    const chip = page.getByRole('checkbox', { name: 'lml1', exact: true });
    expect(await chip.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(
      await chip.evaluate((box) => getComputedStyle(box.closest('label') ?? box).outlineStyle),
    ).toBe('solid');
    const withLine = await picture(page);
    await page.keyboard.press('Space');
    expect(await chip.isChecked()).toBe(false);
    await expect.poll(() => picture(page)).not.toBe(withLine);

    await page.locator('.curve-group .plot').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await shows('.readout', 'E* 3.85 GeV');
    await announcement(/E\* 3\.85 GeV: lml2 [\d.]+.%, .*hie/);
    expect(await page.locator('.readout').first().textContent()).not.toContain('lml1 ');
    await page.keyboard.press('Escape');
    await shows('.readout', 'Point at the plot');
  });

  it('draws curves of any card, against the variable that is chosen', async () => {
    const snapshot = run.ports.snapshot();
    const [first, second] = snapshot.efficiencies.curves;
    const curves = [
      { ...first!, line: 'veto', family: '' },
      { ...second!, line: 'veto', family: '', variable: 'theta', label: 'θ', unit: 'deg' },
    ];
    const card = {
      ...snapshot,
      efficiencies: { ...snapshot.efficiencies, confidence: 0.95, curves },
    };
    const other = await startQuietly({ ...run.ports, snapshot: () => card });
    await page.goto(`${other.url}&view=efficiencies`);
    await page.getByLabel('Against').selectOption('θ [deg]');
    await page.locator('.curve-group .plot').first().focus();
    await page.keyboard.press('End');
    await announcement(/θ 3\.95 deg: veto [\d.]+.%; of generated photon/);
    await shows('#curves-hint', /bands are 95\s% intervals/);
    await other.close();
  });

  it('tells selection of each curve, definition of a family, why there is none', async () => {
    await page.goto(viewUrl('efficiencies'));
    const groups = page.locator('.curve-group');
    await groups.nth(1).waitFor();
    // The family's curve is of other events than those of its lines: it has a frame of its own.
    expect(await groups.locator('h4').allTextContents()).toEqual([
      'Of generated photon inside the rings of the line',
      'Of all generated photons',
    ]);
    const definition = 'OR of lml1, lml2, lml6, lml7, lml13, hie';
    await shows('.curve-group >> nth=1', `single photon: ${definition}.`);
    expect(await groups.nth(1).locator('label').getAttribute('title')).toBe(
      `${definition}; of all generated photons`,
    );
    await groups.nth(1).locator('.plot').focus();
    await page.keyboard.press('Home');
    await announcement(/^E\* 0\.05 GeV: single photon [\d.]+.%; of all generated photons$/);
    await page
      .getByRole('table', { name: 'Efficiency per family' })
      .getByRole('row', { name: new RegExp(`single photon ${definition}.*all generated photons`) })
      .waitFor();
    const lines = page.getByRole('table', { name: 'Counts and efficiency per trigger line' });
    await lines.getByRole('row', { name: /lml4.*not simulated: it reads KLM/ }).waitFor();
    await page.getByRole('combobox', { name: 'Show' }).selectOption('all lines');
    await lines.getByRole('row', { name: /elow.*no card that is played counts it/ }).waitFor();
    await page.getByText('Values as a table').click();
    await page.locator('#values-line').selectOption('single photon');
    await shows('#values-selection', `all generated photons. single photon is the ${definition}.`);
    expect(findings).toEqual([]);
  });

  it('filters the table of lines by family', async () => {
    await page.goto(viewUrl('efficiencies'));
    await shows('#line-rows', 'lml6');
    expect(await page.locator('#line-rows').textContent()).not.toContain('bha_veto');
    await page.getByRole('combobox', { name: 'Show' }).selectOption('all lines');
    await shows('#line-rows', 'bha_veto');
    expect(await page.locator('#line-rows tr').count()).toBe(run.ports.snapshot().lines.length);
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [400, 'light'],
    [400, 'dark'],
    [320, 'light'],
  ] as const)('needs no sideways scrolling at %i px (%s)', async (width, scheme) => {
    await page.close();
    page = await openPage({ width, height: 800 }, scheme);
    await page.goto(viewUrl('efficiencies'));
    await shows('#line-rows', 'lml6');
    await page.getByText('Values as a table').click();
    await page.getByRole('combobox', { name: 'Show' }).selectOption('all lines');
    expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    expect(findings).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'keeps text at a contrast of 4.5 and curves at 3 to their ground (%s)',
    async (scheme) => {
      await page.close();
      page = await openPage({ width: 1280, height: 800 }, scheme);
      await page.goto(viewUrl('efficiencies'));
      const ratios = await page.evaluate(() => {
        const property = (name: string): string =>
          getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        const luminance = (hex: string): number => {
          const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
          const [red = 0, green = 0, blue = 0] = parts.map((part) =>
            part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const ratio = (name: string, ground: string): number => {
          const [a, b] = [luminance(property(name)), luminance(property(ground))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        };
        const curves = Array.from({ length: 8 }, (_, index) =>
          ratio(`--curve-${index + 1}`, '--panel'),
        );
        return {
          text: ['--ink', '--muted', '--focus'].flatMap((name) => [
            ratio(name, '--panel'),
            ratio(name, '--page'),
          ]),
          curves,
        };
      });
      expect(Math.min(...ratios.text)).toBeGreaterThanOrEqual(4.5);
      expect(Math.min(...ratios.curves)).toBeGreaterThanOrEqual(3);
    },
  );

  it('survives a restart of the server and says so', async () => {
    await page.goto(viewUrl('overview'));
    await shows('#connection', 'live');
    await monitor.close();
    await announcement(/Connection lost.*retrying in 1 s/);
    await shows('#run-state', 'was running');
    run = makeSyntheticRun({ id: 'run-2', events: 700, wallSeconds: 0.1 });
    monitor = await startQuietly(run.ports, { port: monitor.port });
    await page
      .getByRole('button', { name: 'Retry now' })
      .click({ timeout: 500 })
      .catch(() => undefined);
    await announcement('Reconnected; new run, counts began again.');
    await shows('#connection', 'live');
    await shows('#figure-events', '700');
    await shows('#facts', 'run-2');
  });

  it('says why a run failed, and starts the next one', async () => {
    run.set({ state: 'failed', reason: 'worker 1 stopped' });
    await page.goto(viewUrl('overview'));
    await shows('#notice-text', 'The run failed: worker 1 stopped.');
    await page.getByText('See the server’s log, then start a new run.').waitFor();
    await page.getByRole('button', { name: 'Start a new run…' }).click();
    await page.getByLabel('State of the machine').fill(' 2020 ');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await shows('#control-answer', 'Done.');
    expect(run.commands).toEqual([{ kind: 'start', machine: '2020' }]);
  });

  it('stops the run after asking, for holders of the token', async () => {
    await page.goto(viewUrl('overview'));
    await page.getByRole('button', { name: 'Stop the run' }).click();
    await page.getByRole('button', { name: 'Keep running' }).click();
    expect(run.commands).toEqual([]);
    run.outcome = { ok: false, code: 'RUN_STILL_RUNNING', message: 'the run drains already' };
    await page.getByRole('button', { name: 'Stop the run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop the run' }).click();
    await shows('#control-answer', 'Refused: the run drains already');
    expect(run.commands).toEqual([{ kind: 'stop' }]);
  });

  it('explains to others why they cannot steer', async () => {
    await page.goto(`http://127.0.0.1:${monitor.port}/`);
    await shows('#control-hint', 'open the link printed at start');
    expect(await page.getByRole('button', { name: 'Stop the run' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
  });

  it('pauses and resumes, one of the two at a time', async () => {
    await page.goto(viewUrl('overview'));
    const [pause, resume] = ['Pause', 'Resume'].map((name) => page.getByRole('button', { name }));
    run.outcome = { ok: true, slice: 120 };
    await pause!.click();
    await shows('#control-answer', 'Done, from slice 120 on.');
    expect(await resume!.isVisible()).toBe(false);
    run.set({ state: 'paused' });
    await resume!.click();
    await shows('#run-state', 'paused');
    expect(await pause!.isVisible()).toBe(false);
    expect(run.commands).toEqual([{ kind: 'pause' }, { kind: 'resume' }]);
  });

  it('asks for the token where reading needs it', async () => {
    const shared = await startQuietly(run.ports, {
      host: '0.0.0.0',
      token: 'a-token-that-was-given',
    });
    await page.goto(`http://127.0.0.1:${shared.port}/`);
    await announcement('Open the link that it printed at start');
    await page.goto(`http://127.0.0.1:${shared.port}/#token=a-token-that-was-given`);
    await shows('#connection', 'live');
    await shows('#figure-events', '30\u202f000');
    await shared.close();
  });
});
