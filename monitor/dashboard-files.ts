import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmulatorError } from '../detector/base/errors.js';

/** A file of the page in memory, with the content type that it is sent with. */
export interface DashboardFile {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/schema+json',
};

/**
 * Files of the built dashboard, but for its source map, by request path, `/` being the page; read
 * once.
 * @throws MONITOR_NO_DASHBOARD
 */
export async function readDashboard(): Promise<ReadonlyMap<string, DashboardFile>> {
  const folder = new URL('./', import.meta.resolve('#dashboard'));
  try {
    const names = (await readdir(folder)).filter((name) => extname(name) in types);
    const entries = names.map(async (name) => {
      const file = {
        type: types[extname(name)] ?? '',
        body: await readFile(new URL(name, folder)),
      };
      return [name === 'index.html' ? '/' : `/${name}`, file] as const;
    });
    return new Map(await Promise.all(entries));
  } catch (cause) {
    throw new EmulatorError(
      'MONITOR_NO_DASHBOARD',
      `the dashboard is not built at ${fileURLToPath(folder)}; make it with: npm run build`,
      {
        cause,
      },
    );
  }
}
