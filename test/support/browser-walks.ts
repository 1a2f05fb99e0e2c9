/** Tests that drive the page in a real browser: `npm run accept` runs them, `npm test` does not. */
export const browserWalks: readonly string[] = [
  'test/emulator/dashboard.test.ts',
  'test/monitor/dashboard/browser.test.ts',
  'test/monitor/dashboard/event.test.ts',
  'test/monitor/dashboard/machine.test.ts',
  'test/monitor/dashboard/views.test.ts',
];
