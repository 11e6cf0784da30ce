import { describe, expect, it } from '@jest/globals';
import { ConfigError, isLoopback, modeOf, readConfig } from '../../bot/config.js';

const APP = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'secret' };

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('The configuration', () => {
  it('is local mode on this machine when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      dataDir: './data',
      startWaitMs: 10_000,
      logLevel: 'info',
      turnsPerMinute: 60,
      publicUrl: 'http://localhost:3978',
      localMode: true,
    });
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(readConfig({ PORT: '', HOST: ' ', MicrosoftAppId: '', MicrosoftAppPassword: '' })).toEqual(
      readConfig({}),
    );
  });

  it('listens everywhere, and is not in local mode, with credentials', () => {
    expect(readConfig(APP)).toMatchObject({
      host: '0.0.0.0',
      localMode: false,
      credentials: { type: 'MultiTenant', appId: 'app', password: 'secret' },
    });
  });

  it('takes a token for the metrics and a key for the log, and shows neither in a fault', () => {
    const env = { METRICS_TOKEN: 'a-token-of-24-characters', LOG_KEY: 'a-key-of-sixteen' };
    expect(readConfig(env)).toMatchObject({ metricsToken: env.METRICS_TOKEN, logKey: env.LOG_KEY });
    expect(faultsOf({ METRICS_TOKEN: 'short', LOG_KEY: 'with spaces in it, long enough' })).toEqual([
      'METRICS_TOKEN must be at least 16 characters, without spaces.',
      'LOG_KEY must be at least 16 characters, without spaces.',
    ]);
  });

  it('takes a key for the tokens of the chat page, as long as what comes of the hash', () => {
    const CHAT_KEY = 'k'.repeat(32);
    expect(readConfig({ CHAT_KEY }).chatKey).toEqual(new TextEncoder().encode(CHAT_KEY));
    expect(readConfig({})).not.toHaveProperty('chatKey');
    expect(faultsOf({ CHAT_KEY: 'k'.repeat(31) })).toEqual([
      'CHAT_KEY must be at least 32 characters, without spaces.',
    ]);
  });

  const SIGN_IN = {
    SIGN_IN_ISSUER: 'https://login.example/tenant/v2.0',
    SIGN_IN_CLIENT_ID: 'client',
    SIGN_IN_CLIENT_SECRET: 'secret-of-the-client',
    PUBLIC_URL: 'https://desk.example',
  };

  it('is no local mode where users sign in, with credentials or without', () => {
    expect(readConfig(SIGN_IN)).toMatchObject({
      localMode: false,
      host: '0.0.0.0',
      signIn: {
        issuer: SIGN_IN.SIGN_IN_ISSUER,
        clientId: 'client',
        clientSecret: 'secret-of-the-client',
        tenantClaim: 'tid',
        userClaim: 'oid',
      },
    });
    const modes = [{}, APP, SIGN_IN, { ...SIGN_IN, ...APP }].map((env) => modeOf(readConfig(env)));
    expect(modes).toEqual(['local', 'credentials', 'sign-in', 'credentials and sign-in']);
  });

  it('takes other names of claims, or one tenant for everybody, and a key', () => {
    const named = { SIGN_IN_TENANT_CLAIM: 'org', SIGN_IN_USER_CLAIM: 'sub', SESSION_KEY: 'k'.repeat(32) };
    expect(readConfig({ ...SIGN_IN, ...named }).signIn).toMatchObject({
      tenantClaim: 'org',
      userClaim: 'sub',
      sessionKey: named.SESSION_KEY,
    });
    expect(readConfig({ ...SIGN_IN, SIGN_IN_TENANT_ID: 'one' }).signIn?.tenantId).toBe('one');
    expect(faultsOf({ ...SIGN_IN, SESSION_KEY: 'short' })).toEqual([
      'SESSION_KEY must be at least 32 characters, without spaces.',
    ]);
  });

  it('listens on this machine only where the sign-in is by plain http', () => {
    const here = { ...SIGN_IN, SIGN_IN_ISSUER: 'http://localhost:9000', PUBLIC_URL: 'http://localhost:3978' };
    expect(readConfig(here).host).toBe('127.0.0.1');
    expect(readConfig({ ...here, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  it.each([
    [
      'an issuer alone',
      { SIGN_IN_ISSUER: 'https://a.example' },
      ['CLIENT_ID is', 'SECRET is', 'PUBLIC_URL is'],
    ],
    ['a claim alone', { SIGN_IN_USER_CLAIM: 'sub' }, ['ISSUER is', 'CLIENT_ID', 'SECRET', 'PUBLIC_URL']],
    ['an issuer by http', { ...SIGN_IN, SIGN_IN_ISSUER: 'http://login.example' }, ['SIGN_IN_ISSUER must be']],
    ['an issuer that is none', { ...SIGN_IN, SIGN_IN_ISSUER: 'login.example' }, ['SIGN_IN_ISSUER must be']],
    [
      'a tenant of two kinds',
      { ...SIGN_IN, SIGN_IN_TENANT_CLAIM: 'a', SIGN_IN_TENANT_ID: 'b' },
      ['exclude each other'],
    ],
    ['a page below the top', { ...SIGN_IN, PUBLIC_URL: 'https://desk.example/chat' }, ['leave out the path']],
    ['a page by http', { ...SIGN_IN, PUBLIC_URL: 'http://desk.example' }, ['PUBLIC_URL must be']],
    ['a Direct Line in local mode', { DIRECT_LINE_SECRET: 's' }, ['DIRECT_LINE_SECRET is set']],
    ['a Direct Line without a bot', { ...SIGN_IN, DIRECT_LINE_SECRET: 's' }, ['DIRECT_LINE_SECRET is set']],
    ['a Direct Line without a sign-in', { ...APP, DIRECT_LINE_SECRET: 's' }, ['DIRECT_LINE_SECRET is set']],
  ])('names what is wrong with %s, and no secret', (_what, env, faults) => {
    const told = faultsOf(env as Record<string, string>);
    expect(told).toEqual(faults.map((fault) => expect.stringContaining(fault)));
    expect(told.join()).not.toContain('secret-of-the-client');
  });

  it('knows one other cloud than the public one, and nobody else whose tokens count', () => {
    const ChannelService = 'https://botframework.azure.us';
    expect(readConfig({ ...APP, ChannelService }).credentials?.channelService).toBe(ChannelService);
    expect(readConfig({ ...APP, ChannelService: ' ' }).credentials).not.toHaveProperty('channelService');
    for (const other of ['http://botframework.azure.us', 'https://evil.example', 'usgov']) {
      expect(faultsOf({ ...APP, ChannelService: other })).toEqual([
        expect.stringMatching(/^ChannelService must be left out/),
      ]);
    }
  });

  it.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])('may listen on %s in local mode', (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });

  it.each(['0.0.0.0', '::', '10.0.0.4', 'desk.example', '127.0.0.1.example', '127.0.0.256'])(
    'refuses to listen on %s in local mode',
    (HOST) => {
      expect(faultsOf({ HOST })).toEqual([expect.stringContaining(`HOST is "${HOST}"`)]);
    },
  );

  it.each(['-1', '1.5', '3601', 'long'])(
    'refuses to wait %s seconds for its folder',
    (START_WAIT_SECONDS) => {
      expect(faultsOf({ START_WAIT_SECONDS })).toEqual([
        `START_WAIT_SECONDS must be a whole number from 0 to 3600, not "${START_WAIT_SECONDS}".`,
      ]);
      expect(readConfig({ START_WAIT_SECONDS: '600' }).startWaitMs).toBe(600_000);
    },
  );

  it.each(['80a', '-1', '65536', '3978.5', '0x10', '1e3'])('refuses the port %s', (PORT) => {
    expect(faultsOf({ PORT })).toEqual([`PORT must be a whole number from 0 to 65535, not "${PORT}".`]);
  });

  it.each([
    ['an id without a password', { MicrosoftAppId: 'app' }, ['MicrosoftAppPassword is missing']],
    ['a password without an id', { MicrosoftAppPassword: 'x' }, ['MicrosoftAppId is missing']],
    ['a tenant alone', { MicrosoftAppTenantId: 't' }, ['MicrosoftAppId is missing', 'MicrosoftAppPassword']],
    [
      'a type alone',
      { MicrosoftAppType: 'MultiTenant' },
      ['MicrosoftAppId is missing', 'MicrosoftAppPassword'],
    ],
    ['an unknown type', { ...APP, MicrosoftAppType: 'Tenant' }, ['MicrosoftAppType must be one of']],
    [
      'one tenant without its id',
      { ...APP, MicrosoftAppType: 'SingleTenant' },
      ['MicrosoftAppTenantId is missing'],
    ],
    [
      'a managed identity with a password and without a tenant',
      { ...APP, MicrosoftAppType: 'UserAssignedMSI' },
      ['MicrosoftAppPassword must not be set', 'MicrosoftAppTenantId is missing'],
    ],
  ])('names what is wrong with %s', (_what, env, faults) => {
    expect(faultsOf(env)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  });

  it('accepts a managed identity, and the type in any case', () => {
    const env = { MicrosoftAppType: 'userassignedmsi', MicrosoftAppId: 'app', MicrosoftAppTenantId: 't' };
    expect(readConfig(env).credentials).toEqual({ type: 'UserAssignedMSI', appId: 'app', tenantId: 't' });
  });

  it.each([
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['https://127.0.0.1/desk', 'https://127.0.0.1/desk'],
  ])('takes %s as its address in local mode', (PUBLIC_URL, publicUrl) => {
    expect(readConfig({ PUBLIC_URL }).publicUrl).toBe(publicUrl);
  });

  it('has an address for browsers only where it is given one, with credentials', () => {
    expect(readConfig(APP)).not.toHaveProperty('publicUrl');
    expect(readConfig({ ...APP, PUBLIC_URL: 'https://desk.example/' }).publicUrl).toBe(
      'https://desk.example',
    );
  });

  it.each([
    'desk.example',
    'http://desk.example',
    'ftp://desk.example',
    'https://user:word@desk.example',
    'https://desk.example/?a=1',
    'https://desk.example/#a',
    'javascript:alert(1)',
  ])('refuses the address %s', (PUBLIC_URL) => {
    expect(faultsOf({ ...APP, PUBLIC_URL })).toEqual([
      `PUBLIC_URL must be an address such as https://desk.example, not "${PUBLIC_URL}".`,
    ]);
  });

  it('refuses an address of another machine in local mode', () => {
    expect(faultsOf({ PUBLIC_URL: 'https://desk.example' })).toEqual([
      expect.stringContaining('PUBLIC_URL is "https://desk.example"'),
    ]);
  });

  it('tells all faults at once, and no secret', () => {
    const env = { PORT: 'x', LOG_LEVEL: 'loud', MicrosoftAppPassword: 'very-secret' };
    expect(faultsOf(env)).toHaveLength(3);
    expect(faultsOf(env).join()).not.toContain('very-secret');
  });

  it('knows a loopback name in brackets and in capitals', () => {
    expect(['[::1]', 'LOCALHOST'].map(isLoopback)).toEqual([true, true]);
    expect(['', '128.0.0.1', 'localhost.example', '127.1'].map(isLoopback)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
