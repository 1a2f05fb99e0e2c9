/** A probability content in percent, as help texts and the page say it: 68.27, 95. */
export const formatConfidence = (confidence: number): string =>
  String(Number((100 * confidence).toPrecision(6)));
