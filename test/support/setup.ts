/** A warning of Node (leaked listeners, deprecations, late rejections) fails the run. */
process.on('warning', (warning) => {
  throw warning;
});
