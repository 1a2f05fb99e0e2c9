/** A warning of Node (leaked listeners, deprecations, late rejections) fails the run. */
function failOnWarning(warning: Error): void {
  throw warning;
}

// Files share a process, and this runs before each of them.
if (!process.listeners('warning').some(({ name }) => name === failOnWarning.name))
  process.on('warning', failOnWarning);
