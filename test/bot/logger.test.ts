import { describe, expect, it } from '@jest/globals';
import { channelOf, EMBEDDED_SERVICE_URL } from '../../bot/channels.js';
import { createLogger } from '../../bot/logger.js';

describe('The log', () => {
  it('does not hold tokens, passwords, or what users say and fill in', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line: string) => void lines.push(line) });
    log.info({ token: 'hidden', credentials: { password: 'hidden' } });
    log.info({
      req: { headers: { authorization: 'hidden' } },
      activity: { value: { a: 'hidden' }, text: 'hidden' },
    });
    const failed = Object.assign(new Error('no answer'), {
      statusCode: 502,
      request: { headers: { authorization: 'hidden' } },
    });
    log.error({ err: failed }, 'failed');
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('hidden');
    expect(lines[2]).toContain('"statusCode":502');
  });
});

describe('A channel', () => {
  it('can replace a card in Teams and on the chat page, not in Web Chat through Azure', () => {
    const canUpdate = (channelId: string, serviceUrl = 'https://a.botframework.com') =>
      channelOf({ channelId, serviceUrl }).canUpdateCards;
    expect([canUpdate('msteams'), canUpdate('webchat'), canUpdate('emulator')]).toEqual([true, false, false]);
    expect(channelOf({ channelId: 'webchat', serviceUrl: EMBEDDED_SERVICE_URL })).toEqual({
      id: 'webchat',
      embedded: true,
      takesFiles: true,
      canUpdateCards: true,
      suggests: false,
      takesNotices: false,
    });
  });

  it('takes what nobody there has asked for in Teams alone', () => {
    const channels = ['msteams', 'webchat', 'directline', 'emulator'];
    const takes = (channelId: string) =>
      channelOf({ channelId, serviceUrl: 'http://localhost:1' }).takesNotices;
    expect(channels.filter(takes)).toEqual(['msteams']);
  });
});
