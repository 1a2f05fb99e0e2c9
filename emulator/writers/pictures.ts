import { EmulatorError } from '../../detector/base/errors.js';
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

/** A picture that is yet to be drawn. */
export interface AskedPicture {
  readonly name: string;
  readonly title: string;
  readonly draw: () => string;
}

/** What became of pictures: each is there with all of its files, or has failed. */
interface DrawnPictures {
  readonly pictures: readonly Picture[];
  readonly files: readonly NamedContent[];
  readonly failed: readonly { readonly name: string; readonly error: Error }[];
}

/** Draws pictures; one that fails costs neither the others nor the tables. */
export function drawPictures(asked: readonly AskedPicture[], origin: FileOrigin): DrawnPictures {
  const pictures: Picture[] = [];
  const files: NamedContent[] = [];
  const failed: DrawnPictures['failed'][number][] = [];
  for (const { name, title, draw } of asked) {
    try {
      const picture = { name, title, svg: draw() };
      files.push(...pictureFiles([picture], origin));
      pictures.push(picture);
    } catch (error) {
      failed.push({ name, error: error as Error });
    }
  }
  return { pictures, files, failed };
}

/**
 * Says which pictures of a folder are missing, after all else is written there.
 * @throws PICTURE_FAILED
 */
export function tellFailed(folder: string, { failed }: DrawnPictures): void {
  const [first] = failed;
  if (first === undefined) return;
  const told = failed.map(({ name, error }) => `${name}: ${error.message}`).join('; ');
  throw new EmulatorError(
    'PICTURE_FAILED',
    `${folder}: all is written but pictures that cannot be drawn: ${told}`,
    { cause: first.error },
  );
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
