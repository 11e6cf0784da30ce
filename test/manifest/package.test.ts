/** The package that an administrator uploads to Teams: what is in it, and why it is not made. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Resvg } from '@resvg/resvg-wasm';
import AdmZip from 'adm-zip';
import { packageFiles, zipped } from '../../manifest/package.js';
import { PackageError, readSettings } from '../../manifest/settings.js';
import { ENVIRONMENT, MANIFEST_FOLDER, madeFiles, manifestIn, ROOT } from './sources.js';

/** The width and height of a PNG, in pixels, from its header. */
function sizeOf(png: Buffer | undefined): number[] {
  expect(png?.subarray(0, 16).toString('latin1')).toBe('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
  return [png?.readUInt32BE(16) ?? 0, png?.readUInt32BE(20) ?? 0];
}

/** The pixels of a PNG as red, green, blue and alpha from 0 to 255; the colours are multiplied by alpha. */
function pixelsOf(png: Buffer, size: number): number[][] {
  const uri = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><image href="${uri}" width="${size}" height="${size}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  return Array.from({ length: size * size }, (_, i) => [...pixels.subarray(i * 4, i * 4 + 4)]);
}

/** Why the package is not made. */
function faultsOf(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof PackageError) return error.faults;
    throw error;
  }
  return [];
}

describe('The package', () => {
  const zip = new AdmZip(zipped(madeFiles()));
  const content = (file: string) => zip.readFile(file) ?? Buffer.alloc(0);

  it('has the manifest, its languages and its icons at the root, and nothing else', () => {
    const names = zip.getEntries().map(({ entryName }) => entryName);
    const { icons, localizationInfo } = manifestIn(content('manifest.json').toString());
    const named = [
      icons.color,
      icons.outline,
      ...localizationInfo.additionalLanguages.map(({ file }) => file),
    ];
    expect(names.sort()).toEqual(['manifest.json', ...named].sort());
    expect(zip.test()).toBe(true);
  });

  it('has no placeholder left in any text', () => {
    for (const file of ['manifest.json', 'nl.json', 'sv.json'])
      expect(content(file).toString()).not.toMatch(/\{\{|\}\}/);
  });

  it('has icons of the sizes that Teams asks for', () => {
    expect(sizeOf(content('color.png'))).toEqual([192, 192]);
    expect(sizeOf(content('outline.png'))).toEqual([32, 32]);
  });

  it('has an outline of white on nothing', () => {
    const pixels = pixelsOf(content('outline.png'), 32);
    expect(pixels.filter(([r, g, b, alpha]) => r !== alpha || g !== alpha || b !== alpha)).toEqual([]);
    const white = pixels.filter(([, , , alpha]) => alpha === 255).length;
    expect(white).toBeGreaterThan(80);
    expect(pixels.filter(([, , , alpha]) => alpha === 0).length).toBeGreaterThan(500);
  });

  it('has a colour icon that fills its square', () => {
    const pixels = pixelsOf(content('color.png'), 192);
    expect(pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    for (const corner of [0, 191, 191 * 192, 192 * 192 - 1])
      expect(pixels[corner]).toEqual([0x0f, 0x6c, 0xbd, 255]);
  });
});

describe('The settings', () => {
  it('are the app id, and the address of the desk with what follows from it', () => {
    expect(readSettings(ENVIRONMENT)).toEqual({
      APP_ID: '12345678-1234-1234-1234-123456789abc',
      DOMAIN: 'desk.example',
      PUBLISHER: 'Reservation Desk',
      WEBSITE_URL: 'https://desk.example',
      PRIVACY_URL: 'https://desk.example/privacy',
      TERMS_URL: 'https://desk.example/terms',
    });
  });

  it('take pages elsewhere, a name, and an address with a port and a path', () => {
    const given = {
      MicrosoftAppId: ' 12345678-1234-1234-1234-123456789ABC ',
      PUBLIC_URL: 'https://partner.example:8443/desk/',
      PUBLISHER_NAME: 'Northbridge Cloud Distribution',
      WEBSITE_URL: 'https://www.partner.example/',
      PRIVACY_URL: 'https://www.partner.example/privacy',
      TERMS_URL: '',
    };
    expect(readSettings(given)).toEqual({
      APP_ID: '12345678-1234-1234-1234-123456789abc',
      DOMAIN: 'partner.example',
      PUBLISHER: 'Northbridge Cloud Distribution',
      WEBSITE_URL: 'https://www.partner.example',
      PRIVACY_URL: 'https://www.partner.example/privacy',
      TERMS_URL: 'https://partner.example:8443/desk/terms',
    });
  });

  it('that are missing are all named at once', () => {
    expect(faultsOf(() => readSettings({ PUBLIC_URL: ' ' }))).toEqual([
      'MicrosoftAppId is missing: the app id of the bot.',
      'PUBLIC_URL is missing: the https address of the desk, such as https://desk.example.',
    ]);
  });

  it.each([
    ['MicrosoftAppId', '1234'],
    ['MicrosoftAppId', '12345678-1234-1234-1234-123456789abg'],
    ['PUBLIC_URL', 'http://desk.example'],
    ['PUBLIC_URL', 'desk.example'],
    ['PUBLIC_URL', 'https://localhost:3978'],
    ['PUBLIC_URL', 'https://127.0.0.1'],
    ['PUBLIC_URL', 'https://[::1]'],
    ['PUBLIC_URL', 'https://desk'],
    ['PUBLIC_URL', 'https://anna:secret@desk.example'],
    ['WEBSITE_URL', 'http://partner.example'],
    ['PRIVACY_URL', 'javascript:alert(1)'],
    ['TERMS_URL', 'https://'],
    ['PUBLISHER_NAME', 'A company with a name that is too long'],
  ])('refuse %s=%s, by its name', (name, value) => {
    const faults = faultsOf(() => readSettings({ ...ENVIRONMENT, [name]: value }));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} must be .*, not ".*"\\.$`));
  });
});

describe('A placeholder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifest-'));
    await cp(MANIFEST_FOLDER, folder, { recursive: true });
  });
  afterEach(async () => await rm(folder, { recursive: true }));

  const change = async (file: string, from: string, to: string) => {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  };
  const make = (env: Record<string, string> = {}) =>
    packageFiles(folder, readSettings({ ...ENVIRONMENT, ...env }), '1.2.3');

  it('that nobody fills is an error that names its place', async () => {
    await change('manifest.json', '{{TERMS_URL}}', '{{TERMS_ADDRESS}}');
    await change('sv.json', '"köp"', '"{{KÖP}}"');
    expect(faultsOf(make)).toEqual([
      'A placeholder is left in manifest.json: "termsOfUseUrl": "{{TERMS_ADDRESS}}"',
      'A placeholder is left in sv.json: "bots[0].commandLists[0].commands[0].title": "{{KÖP}}",',
    ]);
  });

  it('that comes from the environment is one too', () => {
    expect(faultsOf(() => make({ PUBLISHER_NAME: '{{COMPANY}}' }))).toEqual([
      'A placeholder is left in manifest.json: "name": "{{COMPANY}}",',
    ]);
  });

  it('for the version takes three numbers and nothing more, as the upload does', () => {
    for (const version of ['1.2', '1.2.3-beta.1', 'v1.2.3', ''])
      expect(faultsOf(() => packageFiles(folder, readSettings(ENVIRONMENT), version))).toEqual([
        `The version must be three numbers such as 1.2.3, not "${version}".`,
      ]);
  });

  it('is filled with the very text, whatever signs it has', () => {
    const manifest = manifestIn(make({ PUBLISHER_NAME: '"A" \\ $& Co' }).get('manifest.json')?.toString());
    expect(manifest.developer.name).toBe('"A" \\ $& Co');
  });
});

describe('npm run package:teams', () => {
  const folders: string[] = [];
  afterAll(async () => await Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  const run = async (env: Record<string, string>, ...args: string[]) => {
    const { PATH = '', HOME = '' } = process.env;
    return await promisify(execFile)('npm', ['run', '--silent', 'package:teams', '--', ...args], {
      cwd: ROOT,
      env: { PATH, HOME, ...env },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        stdout,
        stderr,
      }),
    );
  };

  it('makes the same bytes in any time zone, of the version in package.json', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'package-'));
    folders.push(folder);
    const packed: Buffer[] = [];
    for (const TZ of ['UTC', 'Pacific/Kiritimati']) {
      const file = join(folder, `${packed.length}.zip`);
      const { code, stdout } = await run({ ...ENVIRONMENT, TZ }, '--to', file);
      expect([code, stdout]).toEqual([
        0,
        `Written to ${file}: manifest.json, nl.json, sv.json, color.png, outline.png\n`,
      ]);
      packed.push(await readFile(file));
    }
    expect(packed[0]?.equals(packed[1] ?? Buffer.alloc(0))).toBe(true);
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const versionIn = (zip: Buffer | undefined) =>
      manifestIn(new AdmZip(zip).readAsText('manifest.json')).version;
    expect(versionIn(packed[0])).toBe(version);
    const changed = join(folder, 'changed.zip');
    await run(ENVIRONMENT, '--to', changed, '--version', '9.8.7');
    expect(versionIn(await readFile(changed))).toBe('9.8.7');
  }, 60_000);

  it('ends with an error where a variable is missing, and writes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'package-'));
    folders.push(folder);
    const file = join(folder, 'not.zip');
    const { code, stderr } = await run({ MicrosoftAppId: ENVIRONMENT.MicrosoftAppId }, '--to', file);
    expect([code, stderr]).toEqual([
      1,
      'The package was not made:\n- PUBLIC_URL is missing: the https address of the desk, such as https://desk.example.\n',
    ]);
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  }, 60_000);

  it('says how it is used where it is given something else', async () => {
    const { code, stdout } = await run(ENVIRONMENT, 'now');
    expect(code).toBe(2);
    expect(stdout).toMatch(/npm run package:teams \[-- --to file --version 1\.2\.3\]/);
  }, 60_000);
});
