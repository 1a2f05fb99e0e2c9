import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** The outermost skipped suites: what lies inside them needs no mention of its own. */
function skippedSuites(parent: TestModule | TestSuite): readonly TestSuite[] {
  return [...parent.children.suites()].flatMap((suite) =>
    suite.options.mode === 'skip' ? suite : skippedSuites(suite),
  );
}

/**
 * Lists what was skipped, with the reason that `describeWith` puts into the title, at the end of
 * the run.
 */
export class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => skippedSuites(module));
    if (skipped.length > 0)
      console.log(`\nskipped:\n${skipped.map(({ fullName }) => `  ${fullName}`).join('\n')}`);
  }
}
