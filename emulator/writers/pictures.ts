import { type FileOrigin, pngWithOrigin, svgWithOrigin } from './file-origin.js';
import type { NamedContent } from './files.js';
import { svgToPdf } from './pdf.js';
import { hasFonts, svgToPng } from './plot-frame.js';

/** A picture of a result: its file without ending, what it shows, and itself. */
export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

/**
 * Files of pictures: SVG, and on a machine with fonts PNG and PDF; without, their words would be
 * missing. Each says how it was made.
 */
export function pictureFiles(
  pictures: readonly Picture[],
  origin: FileOrigin,
): readonly NamedContent[] {
  const fonts = hasFonts();
  return [
    ...pictures.map(({ name, svg }) => [`${name}.svg`, svgWithOrigin(svg, origin)] as const),
    ...(fonts
      ? pictures.map(
          ({ name, svg }) => [`${name}.png`, pngWithOrigin(svgToPng(svg), origin)] as const,
        )
      : []),
    ...(fonts
      ? pictures.map(
          ({ name, title, svg }) => [`${name}.pdf`, svgToPdf(svg, title, origin)] as const,
        )
      : []),
  ];
}
