import type { Page } from 'playwright-core';

/** Width and height that the head of a PNG says [px]. */
export const sizeOfPng = (png: Buffer): readonly [width: number, height: number] => [
  png.readUInt32BE(16),
  png.readUInt32BE(20),
];

/**
 * Share of the pixels of an element's region of a screenshot that are not of its most frequent
 * color: 0 where nothing is drawn.
 */
export async function inkOf(page: Page, png: Buffer, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) return 0;
  const top = await page.evaluate(() => scrollY);
  return page.evaluate(
    async ({ data, left, y, width, height }) => {
      const blob = new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))]);
      const picture = await createImageBitmap(blob, left, y, width, height);
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) return 0;
      context.drawImage(picture, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      const counts = new Map<number, number>();
      for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      return 1 - Math.max(...counts.values()) / pixels.length;
    },
    {
      data: png.toString('base64'),
      left: Math.round(box.x),
      y: Math.round(box.y + top),
      width: Math.round(box.width),
      height: Math.round(box.height),
    },
  );
}
