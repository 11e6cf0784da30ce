/** The package that a Teams administrator uploads: the manifest filled in, its languages and its icons, in one zip. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import AdmZip from 'adm-zip';
import { PackageError, type Settings } from './settings.js';

/** What the files are called in the package, and from what in this folder they are made. */
const TEXTS = ['manifest.json', 'nl.json', 'sv.json'] as const;
/** Teams asks for these widths, in pixels. */
const ICONS = [
  { file: 'color.png', drawing: 'color.svg', width: 192 },
  { file: 'outline.png', drawing: 'outline.svg', width: 32 },
] as const;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
/** The upload refuses what else a version may have, such as 1.2.3-beta, although the schema takes it. */
const VERSION = /^\d+\.\d+\.\d+$/;
const LEFT_OVER = /\{\{|\}\}/;

/** The oldest date that a zip knows: the same sources give the same bytes. A zip has local time. */
const NO_DATE = new Date(1980, 0, 1);

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

/**
 * The files of the package by name, made from a folder with the manifest. `version`: three numbers, as 1.2.3.
 * @throws PackageError where a placeholder is left, with each place, or where Teams does not take the version.
 */
export function packageFiles(folder: string, settings: Settings, version: string): Map<string, Buffer> {
  const values = new Map(Object.entries({ ...settings, VERSION: version }));
  const texts = TEXTS.map((file): [string, string] => [
    file,
    filled(readFileSync(join(folder, file), 'utf8'), values),
  ]);
  const faults = [
    ...(VERSION.test(version) ? [] : [`The version must be three numbers such as 1.2.3, not "${version}".`]),
    ...texts.flatMap(([file, text]) => leftOver(file, text)),
  ];
  if (faults.length > 0) throw new PackageError(faults);
  return new Map([
    ...texts.map(([file, text]): [string, Buffer] => [file, Buffer.from(text)]),
    ...ICONS.map(({ file, drawing, width }): [string, Buffer] => [file, drawn(join(folder, drawing), width)]),
  ]);
}

/** The files in one zip, at its root. The same files give the same zip, whenever and wherever it is made. */
export function zipped(files: ReadonlyMap<string, Buffer>): Buffer {
  const zip = new AdmZip();
  for (const [file, content] of files) zip.addFile(file, content).header.time = NO_DATE;
  return zip.toBuffer();
}

/** The text with each known placeholder filled in. It is JSON, and so is what comes of it, whatever is filled in. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  const fill = (_key: string, value: unknown) =>
    typeof value === 'string'
      ? value.replace(PLACEHOLDER, (found, name: string) => values.get(name) ?? found)
      : value;
  return `${JSON.stringify(JSON.parse(text, fill), undefined, 2)}\n`;
}

/** Where a placeholder is left, a sentence for each line. */
function leftOver(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (LEFT_OVER.test(line) ? [`A placeholder is left in ${file}: ${line.trim()}`] : []));
}

/** A drawing as PNG, so many pixels wide. */
function drawn(file: string, width: number): Buffer {
  const resvg = new Resvg(readFileSync(file, 'utf8'), { fitTo: { mode: 'width', value: width } });
  return Buffer.from(resvg.render().asPng());
}
