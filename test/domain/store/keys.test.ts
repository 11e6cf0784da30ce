/** Keys of documents: what can be the name of a file everywhere, and nothing that leads out of the book. */
import { describe, expect, it } from '@jest/globals';
import { checkedKey, isKey } from '../../../domain/store/document-key.js';
import { isFileOfBook } from '../../../domain/store/snapshot.js';

describe('a key', () => {
  it.each([
    'a',
    'A-b_c.9',
    'p/one',
    'p/deep/two',
    '.hidden',
    '...',
    'one.json',
    'p/one.json',
    'a'.repeat(200),
    `${'a'.repeat(200)}/${'b'.repeat(200)}`,
  ])('can be %j', (key) => {
    expect(isKey(key)).toBe(true);
    expect(checkedKey(key)).toBe(key);
  });

  it.each([
    '',
    '.',
    '..',
    'p/..',
    './p',
    '../p',
    'p//one',
    '/p',
    'p/',
    'a b',
    'é',
    'a\n',
    'one.json/two',
    'p/one.json/two',
    'a'.repeat(201),
    `p/${'a'.repeat(201)}`,
  ])('can not be %j', (key) => {
    expect(isKey(key)).toBe(false);
    expect(() => checkedKey(key)).toThrow(`not a key of a document: ${JSON.stringify(key)}`);
  });
});

describe('a file of the book', () => {
  it.each(['customers/p/one.json', 'price-lists/p.json', 'users/a.b.json'])('is %s', (path) => {
    expect(isFileOfBook(path)).toBe(true);
  });

  it.each([
    'customers/p/one.txt',
    'customers/p/one.json.tmp',
    'customers/.json',
    'customers.json',
    'Customers/p.json',
    '.switch/committed/p.json',
    'customers/../p.json',
    '../customers/p.json',
    '/customers/p.json',
    'customers//p.json',
    'customers/one.json/p.json',
    '',
  ])('is not %j', (path) => {
    expect(isFileOfBook(path)).toBe(false);
  });
});
