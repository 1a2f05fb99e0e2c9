import { configDefaults, defineConfig } from 'vitest/config';
import { browserWalks } from './test/support/browser-walks.js';
import { builtModules, importBuilt } from './test/support/built-modules.js';
import { SkippedReporter } from './test/support/skipped-reporter.js';

// What is covered is told of sources, which are transformed then.
const ofSources = process.argv.includes('--coverage');

export default defineConfig({
  plugins: ofSources ? [] : [importBuilt()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...browserWalks],
    // A busy host is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // Files share what is loaded: a third of the time of the suite is loading. No test may leave
    // something behind in a module.
    isolate: false,
    server: { deps: { external: [builtModules] } },
    globalSetup: ['test/support/build.ts'],
    setupFiles: ['test/support/setup.ts'],
    reporters: [
      'default',
      new SkippedReporter(),
      ['json', { outputFile: 'test-results/vitest.json' }],
    ],
    coverage: {
      provider: 'v8',
      include: ['detector/**', 'triggers/**', 'monitor/**', 'emulator/**'],
      exclude: ['**/*.json'],
    },
  },
});
