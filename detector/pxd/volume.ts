/**
 * Bytes of a pixel in the raw data, headers included: 230 000 pixels, 3 % of all, are 0.67 MB in an
 * event.
 * @see derived from arXiv:2011.00067: 20 GB/s at 30 kHz and 3 %
 */
const bytesPerPixel = 2.9;

/** Raw data of an event [bytes], before regions of interest are chosen. */
export const pxdBytes = (pixels: number): number => bytesPerPixel * pixels;
