/** Files from Teams: fetched from where Teams keeps them, and from nowhere else, whatever the activity says. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { type FetchFile, isFileHost, sheetIn } from '../../bot/files.js';
import { createLogger } from '../../bot/logger.js';

const HOME = 'https://northbridge-my.sharepoint.com';

/** A stand-in for SharePoint: what each path answers. */
const server = createServer((req, res) => {
  const [, what, rest = ''] = /^\/(\w+)\/?(.*)$/.exec(req.url ?? '') ?? [];
  if (what === 'to') {
    res.statusCode = 302;
    res.setHeader('Location', decodeURIComponent(rest));
  }
  if (what === 'gone') res.statusCode = 404;
  return res.end(what === 'large' ? 'x'.repeat(256 * 1024 + 1) : 'customer,product,term');
});
let port = 0;
const asked: string[] = [];
/** Goes to the stand-in whatever the host, and notes what was asked for. */
const fetchFile: FetchFile = (url, init) => {
  asked.push(url);
  return fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, init);
};
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = async (downloadUrl: unknown) => {
  asked.length = 0;
  const attachment = {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name: 'lines.csv',
    content: { downloadUrl },
  };
  const activity = { type: 'message', channelId: 'msteams', text: '', attachments: [attachment] };
  return await sheetIn(activity as unknown as Activity, fetchFile, createLogger('silent'));
};

describe('A file from Teams', () => {
  it('is fetched from SharePoint, over redirects within it', async () => {
    expect(await read(`${HOME}/file`)).toEqual({ text: 'customer,product,term' });
    const there = encodeURIComponent('https://x.sharepoint.com/file');
    expect(await read(`${HOME}/to/${there}`)).toEqual({ text: 'customer,product,term' });
    expect(asked).toEqual([`${HOME}/to/${there}`, 'https://x.sharepoint.com/file']);
  });

  it('is not fetched over a redirect to elsewhere, nor over one without end', async () => {
    expect(await read(`${HOME}/to/${encodeURIComponent('https://evil.example/file')}`)).toEqual({
      problem: 'unreachable',
    });
    expect(asked).toHaveLength(1);
    const loop = `${HOME}/to/${encodeURIComponent('/to/%252Fto')}`;
    expect(await read(loop)).toEqual({ problem: 'unreachable' });
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['one that is gone', `${HOME}/gone`, 'unreachable', 1],
    ['one that is larger than 256 KB', `${HOME}/large`, 'tooLarge', 1],
    ['plain http', 'http://northbridge.sharepoint.com/file', 'unreachable', 0],
    ['this machine', 'https://127.0.0.1/file', 'unreachable', 0],
    ['no address', 'file', 'unreachable', 0],
    ['no text', { href: HOME }, 'unreachable', 0],
  ])('is refused: %s', async (_, url, problem, times) => {
    expect(await read(url)).toEqual({ problem });
    expect(asked).toHaveLength(times);
  });
});

describe('A host of files', () => {
  it.each([
    [`${HOME}/personal/x?tempauth=1`, true],
    ['https://sharepoint.com/x', true],
    ['https://api.onedrive.com/x', true],
    ['https://onedrive.live.com/x', true],
    ['https://evilsharepoint.com/x', false],
    ['https://sharepoint.com.evil.example/x', false],
    ['https://live.com/x', false],
    [`https://user:pass@x.sharepoint.com/x`, false],
    ['https://x.sharepoint.com:8443/x', false],
    ['ftp://x.sharepoint.com/x', false],
  ])('%s: %s', (address, is) => {
    expect(isFileHost(address)).toBe(is);
  });
});
