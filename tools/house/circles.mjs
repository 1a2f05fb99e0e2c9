// Circles of imports: of files, and of folders. Prints each and exits 1 when there is one.
// Type-only imports count. A folder and the folders inside it are one family: a list beside its
// parts imports them, and they import what stands beside the list; that this closes no circle is
// what the check of files shows.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const specifier = /(?:from|import)\s*\(?\s*['"](\.\.?\/[^'"]+)\.js['"]/g;

/** Files of the product below `root`, relative to it. */
export function sourceFiles(root, folders = ['detector', 'triggers', 'monitor', 'emulator']) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, name).replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.ts')),
  );
}

/** Imports of each file, as paths relative to `root`. */
export function importsOf(root, files) {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const found = [...text.matchAll(specifier)].map(
        ([, path]) => `${normalize(join(dirname(file), path)).replaceAll('\\', '/')}.ts`,
      );
      return [file, [...new Set(found)].filter((path) => known.has(path))];
    }),
  );
}

const isWithin = (inner, outer) => inner === outer || inner.startsWith(`${outer}/`);

/** Imports between folders of different families, each with one example. */
export function folderImports(imports) {
  const folders = new Map([...imports.keys()].map((file) => [dirname(file), new Map()]));
  for (const [file, targets] of imports) {
    for (const target of targets) {
      const [from, to] = [dirname(file), dirname(target)];
      if (!isWithin(from, to) && !isWithin(to, from))
        folders.get(from).set(to, `${file} → ${target}`);
    }
  }
  return folders;
}

/** Strongly connected groups of more than one node (Tarjan). */
export function circlesOf(graph) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const circles = [];
  const visit = (node) => {
    order.set(node, order.size);
    low.set(node, order.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node), order.get(next)));
      }
    }
    if (low.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || graph.get(node)?.includes(node)) circles.push(group);
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}

function main(root) {
  const files = sourceFiles(root);
  const imports = importsOf(root, files);
  const folders = folderImports(imports);
  const fileCircles = circlesOf(imports);
  const folderCircles = circlesOf(
    new Map([...folders].map(([folder, targets]) => [folder, [...targets.keys()]])),
  );
  for (const circle of fileCircles) console.log(`circle of files: ${circle.join(', ')}`);
  for (const circle of folderCircles) {
    console.log(`circle of folders: ${circle.join(', ')}`);
    for (const folder of circle) {
      for (const [target, example] of folders.get(folder))
        if (circle.includes(target)) console.log(`  ${folder} → ${target}: ${example}`);
    }
  }
  console.log(
    `${files.length} files, ${folders.size} folders: ` +
      `${fileCircles.length + folderCircles.length} circles`,
  );
  process.exitCode = fileCircles.length + folderCircles.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main(process.argv[2] ?? relative(process.cwd(), join(dirname(process.argv[1]), '../..')));
