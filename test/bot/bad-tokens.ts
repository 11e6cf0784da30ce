/** Tokens that do not let anybody in, and what else stands in their place: all else about the message is as it should be. */
import { inSeconds, REGISTRATION, type TokenWish, tokenOf } from '../support/authority.js';

const ENTRA = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
export const OWN_TENANT = `https://sts.windows.net/${REGISTRATION.MicrosoftAppTenantId}/`;
const OTHER_APP = '99999999-9999-4999-8999-999999999999';

/** What it is, and the header that it makes; undefined: none. */
export const BAD_TOKENS: readonly (readonly [
  string,
  () => Promise<string | undefined> | string | undefined,
])[] = [
  ['no token', () => undefined],
  ['an empty header', () => ''],
  ['the scheme alone', () => 'Bearer'],
  ['the scheme and a blank', () => 'Bearer '],
  ['junk', () => 'Bearer junk'],
  ['junk in three parts', () => 'Bearer a.b.c'],
  ['another scheme', async () => `Basic ${await tokenOf()}`],
  ['a good token twice', async () => `Bearer ${await tokenOf()} ${await tokenOf()}`],
  ['a good token cut off', async () => `Bearer ${(await tokenOf()).slice(0, -4)}`],
  ['a token signed by another key under the same name', () => bearer({ key: 'stranger', kid: 'channels' })],
  ['a token of a key that is not published', () => bearer({ key: 'stranger' })],
  ['a token without a signature', () => bearer({ alg: 'none' })],
  ['the public key as a shared secret', () => bearer({ alg: 'HS256' })],
  ['a token that expired six minutes ago', () => bearer({ claims: { exp: inSeconds(-360) } })],
  ['a token that is good in six minutes', () => bearer({ claims: { nbf: inSeconds(360) } })],
  ['a token for another bot', () => bearer({ claims: { aud: OTHER_APP } })],
  ['a token for nobody', () => bearer({ claims: { aud: undefined } })],
  ['a token for several', () => bearer({ claims: { aud: [OTHER_APP, REGISTRATION.MicrosoftAppId] } })],
  ['a token of another issuer', () => bearer({ claims: { iss: 'https://evil.example' } })],
  ['a token of no issuer', () => bearer({ claims: { iss: undefined } })],
  [
    'a token for another service URL',
    () => bearer({ claims: { serviceurl: 'https://a.botframework.com/' } }),
  ],
  ['a token for no service URL', () => bearer({ claims: { serviceurl: undefined } })],
  ['a key that is good for Web Chat only', () => bearer({ key: 'webchat' })],
  ['another bot', () => bearer(entra({ ver: '1.0', appid: OTHER_APP }))],
  ['another bot, by the newer form', () => bearer(entra({ ver: '2.0', azp: OTHER_APP }))],
  ['the Emulator with the credentials of the bot', () => bearer(entra(ownApp('1.0', 'appid')))],
  ['the same, by the newer form', () => bearer(entra(ownApp('2.0', 'azp')))],
  [
    'the token with which the bot itself signs in',
    () => bearer(entra({ ...ownApp('1.0', 'appid'), aud: 'https://api.botframework.com' })),
  ],
  [
    'a token of the app for a user of any tenant',
    () =>
      bearer(entra({ ...ownApp('1.0', 'appid'), iss: OWN_TENANT, tid: REGISTRATION.MicrosoftAppTenantId })),
  ],
];

export const bearer = async (wish: TokenWish) => `Bearer ${await tokenOf(wish)}`;
const entra = (claims: Record<string, unknown>): TokenWish => ({
  key: 'entra',
  claims: { iss: ENTRA, serviceurl: undefined, ...claims },
});
const ownApp = (ver: string, claim: string) => ({ ver, [claim]: REGISTRATION.MicrosoftAppId });
