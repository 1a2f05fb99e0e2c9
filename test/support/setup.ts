import v8 from 'node:v8';

/** A warning of Node (leaked listeners, deprecations, late rejections) fails the run. */
function failOnWarning(warning: Error): void {
  throw warning;
}

// Files share a process, and this runs before each of them.
if (!process.listeners('warning').some(({ name }) => name === failOnWarning.name))
  process.on('warning', failOnWarning);

// As the launcher of the command does for its own threads: files of tests are short. See D-481.
if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=200000');
