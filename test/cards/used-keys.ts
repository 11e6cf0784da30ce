/**
 * Which messages the code names. Every string and template of the code is read from its syntax tree. A message is
 * named where a string is its key, or where a template comes to it: `refund.${key}` does for "refund.title" where
 * the same file says "title", or a template of that file comes to it, or the domain has that name for something
 * (`refusals.${code}.title`), or it is one of the jobs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from '@swc/core';

const ROOT = resolve(import.meta.dirname, '../..');
const ROOMS = ['cards', 'dialogs', 'bot'];

/** The texts of one file: whole strings, and templates as what stands between their holes. */
interface Texts {
  readonly strings: Set<string>;
  readonly templates: Set<RegExp>;
}

/** True for a key that some file of the code names. */
export function usedKeys(): (key: string) => boolean {
  const files = ROOMS.flatMap((room) => sources(room)).map(textsOf);
  const domain = domainNames();
  return (key) => files.some((texts) => names(texts, key, domain, 0));
}

/** Holes within holes are followed this deep. */
const DEEPEST = 3;

function names(texts: Texts, text: string, domain: ReadonlySet<string>, depth: number): boolean {
  if (texts.strings.has(text)) return true;
  if (depth > 0 && domain.has(text)) return true;
  if (depth === DEEPEST) return false;
  return [...texts.templates].some((template) => {
    const holes = template.exec(text)?.slice(1);
    return holes?.every((hole) => hole === '' || names(texts, hole, domain, depth + 1)) ?? false;
  });
}

function sources(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('webchat'));
}

function textsOf(file: string): Texts {
  const texts: Texts = { strings: new Set(), templates: new Set() };
  for (const node of nodesOf(treeOf(file))) {
    if (node.type === 'StringLiteral') texts.strings.add(String(node.value));
    if (node.type === 'TemplateLiteral') {
      const parts = (node.quasis as { raw: string }[]).map(({ raw }) => escaped(raw));
      if (parts.some((part) => part !== '')) texts.templates.add(new RegExp(`^${parts.join('(.*)')}$`));
    }
  }
  return texts;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** What the domain calls things, and the jobs: the strings and the names of fields in code and data. */
function domainNames(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of [...sources('domain'), join(ROOT, 'cards/views/jobs.ts')]) {
    for (const { type, value } of nodesOf(treeOf(file))) {
      if (type === 'StringLiteral' || type === 'Identifier') found.add(String(value));
    }
  }
  const types = JSON.parse(readFileSync(join(ROOT, 'domain/policy/reservation-types.json'), 'utf8'));
  for (const text of textsIn(types)) found.add(text);
  return found;
}

type Node = Readonly<Record<string, unknown>>;

function treeOf(file: string): unknown {
  return parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' });
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const part of value) yield* nodesOf(part);
  else if (value !== null && typeof value === 'object') {
    yield value as Node;
    for (const part of Object.values(value)) yield* nodesOf(part);
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') {
    for (const part of Object.values(value)) yield* textsIn(part);
  }
}
