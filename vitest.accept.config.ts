import { defineConfig } from 'vitest/config';
import { browserWalks } from './test/support/browser-walks.js';
import { SkippedReporter } from './test/support/skipped-reporter.js';

/** What is longer than `npm test` allows: `npm run accept`. */
export default defineConfig({
  test: {
    include: [
      'test/accept/**/*.accept.ts',
      ...browserWalks,
      // The same hostile inputs as in `npm test`, more of them.
      'test/emulator/readers/fuzz.test.ts',
      'test/emulator/neuro/onnx.test.ts',
      'test/monitor/websocket.test.ts',
      'test/monitor/server.test.ts',
      'test/monitor/history.test.ts',
    ],
    env: { B2L1_MORE_RUNS: '10' },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    setupFiles: ['test/support/setup.ts'],
    reporters: [
      'default',
      new SkippedReporter(),
      ['json', { outputFile: 'test-results/accept.json' }],
    ],
  },
});
