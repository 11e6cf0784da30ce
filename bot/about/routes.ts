/**
 * What the package for Teams names as privacy statement and terms of use, for everybody to read without signing in.
 * A company that has statements of its own names those instead: see manifest/settings.ts.
 */
import { readFile } from 'node:fs/promises';
import type { Server } from 'restify';

const FILES = [
  { path: '/privacy', file: 'privacy.html', type: 'text/html; charset=utf-8' },
  { path: '/terms', file: 'terms.html', type: 'text/html; charset=utf-8' },
  { path: '/about.css', file: 'about.css', type: 'text/css; charset=utf-8' },
] as const;

/** Nothing runs on these pages, and nothing is loaded but their style and icon. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds `/privacy`, `/terms` and their style. */
export function registerAbout(server: Server): void {
  for (const { path, file, type } of FILES) {
    server.get(path, async (_req, res) => {
      const content = await readFile(new URL(file, import.meta.url));
      // Not res.header, which would add to what every answer has.
      res.setHeader('Content-Security-Policy', POLICY);
      res.setHeader('Cache-Control', 'no-cache');
      res.header('Content-Type', type);
      res.sendRaw(200, content);
    });
  }
}
