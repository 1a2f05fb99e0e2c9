import { type Browser, chromium } from 'playwright-core';

/** Draws in three dimensions without a graphics card. */
export const softwareWebGl = ['--use-gl=angle', '--use-angle=swiftshader'] as const;
/** Draws nothing in three dimensions. */
const noWebGl = ['--disable-gpu', '--disable-3d-apis'] as const;

/** A headless browser that asks nobody else for anything. */
export const launchBrowser = (
  executablePath: string,
  drawing: readonly string[] = noWebGl,
): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      ...drawing,
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
