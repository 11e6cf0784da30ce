/**
 * Reads as much of a Bicep file as can be held against other files without its compiler: what it declares, what it
 * names, and whether its brackets and strings close.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface BicepFile {
  readonly path: string;
  /** Without comments, and with what is within quotes left as it is. */
  readonly code: string;
  /** By name: whether it has a value of its own. */
  readonly params: ReadonlyMap<string, boolean>;
  readonly outputs: readonly string[];
  readonly modules: readonly {
    readonly name: string;
    readonly path: string;
    readonly params: readonly string[];
  }[];
  /** Types with their API versions. */
  readonly resources: readonly string[];
  /** Files whose text it takes in. */
  readonly loaded: readonly string[];
  readonly faults: readonly string[];
}

export function bicepFile(path: string): BicepFile {
  const code = withoutComments(readFileSync(path, 'utf8'));
  const folder = dirname(path);
  const found = (pattern: RegExp) => [...code.matchAll(pattern)];
  return {
    path,
    code,
    params: new Map(
      found(/^param (\w+) \S+( =)?/gm).map(([, name = '', given]) => [name, given !== undefined]),
    ),
    outputs: found(/^output (\w+) /gm).map(([, name = '']) => name),
    modules: found(/^module (\w+) '([^']+)' = \{/gm).map(({ 1: name = '', 2: file = '', index }) => ({
      name,
      path: join(folder, file),
      params: paramsGiven(code.slice(index)),
    })),
    resources: found(/^resource \w+ '([^']+)'/gm).map(([, type = '']) => type),
    loaded: found(/\bload\w+\('([^']+)'\)/g).map(([, file = '']) => join(folder, file)),
    faults: bracketFaults(code),
  };
}

function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '');
}

/** The names of the parameters that a module is given: those one step within `params: {`. */
function paramsGiven(module: string): string[] {
  const from = /^ {2}params: \{$/m.exec(module)?.index ?? module.length;
  const block = /^ {2}params: \{\n([\s\S]*?)\n {2}\}$/m.exec(module.slice(from))?.[1] ?? '';
  return [...block.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);
}

const OPENED_BY: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function bracketFaults(code: string): string[] {
  const open: string[] = [];
  for (const [i, line] of code.split('\n').entries()) {
    // What is put into a string has brackets of its own, which close on the same line.
    const bare = line.replace(/'(?:[^'\\]|\\.)*'/g, "''");
    if (bare.replaceAll("''", '').includes("'")) return [`line ${i + 1}: a string does not close`];
    for (const sign of bare.replace(/[^()[\]{}]/g, '')) {
      const opener = OPENED_BY[sign];
      if (!opener) open.push(sign);
      else if (open.pop() !== opener) return [`line ${i + 1}: ${sign} closes nothing`];
    }
  }
  return open.length > 0 ? [`${open.join('')} does not close`] : [];
}
