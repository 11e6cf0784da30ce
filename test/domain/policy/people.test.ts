import { describe, expect, it } from '@jest/globals';
import { requireEmail, requirePerson } from '../../../domain/policy/people.js';
import { refusalOf } from '../../support/builders.js';

const ANN = { id: 'ann', name: 'Ann Lee', email: 'ann@partner.example' };
const ANNA = { id: 'anna', name: 'Anna Åberg', email: 'anna@partner.example' };
const LEE = { id: 'u-3', name: 'Lee Moore', email: 'lee@partner.example' };
const PEOPLE = [ANN, ANNA, LEE];

describe('the person who is meant', () => {
  it.each([
    ['ann', ANN, 'an id goes before a part of another name'],
    ['Ann Lee', ANN, 'a whole name'],
    ['ANNA@partner.example', ANNA, 'an e-mail address'],
    ['aberg', ANNA, 'a part of one name, without accents'],
    ['moo lee', LEE, 'parts in any order'],
    [' lee  moore ', LEE, 'blanks around and between'],
  ])('"%s"', (text, person, _why) => {
    expect(requirePerson(PEOPLE, text)).toBe(person);
  });

  it.each(['', ' ', 'A', '.', 'berg', 'ann moore', 'partner.example', '@', 'toString'])(
    'is not "%s"',
    (text) => {
      expect(refusalOf(() => requirePerson(PEOPLE, text))).toEqual({
        code: 'PersonNotFound',
        text: text.trim(),
      });
    },
  );

  it('is asked for where several fit', () => {
    expect(refusalOf(() => requirePerson(PEOPLE, 'lee'))).toEqual({
      code: 'PersonAmbiguous',
      text: 'lee',
      names: ['Ann Lee (ann@partner.example)', 'Lee Moore (lee@partner.example)'],
    });
  });

  it('is repeated in short, whatever was typed', () => {
    const refusal = refusalOf(() => requirePerson(PEOPLE, 'x'.repeat(5000)));
    expect(refusal).toEqual({ code: 'PersonNotFound', text: 'x'.repeat(60) });
  });
});

describe('an e-mail address', () => {
  it('is kept in lower case, without blanks around it', () => {
    expect(requireEmail('  Ann.Lee+1@Fabrikam.Example ')).toBe('ann.lee+1@fabrikam.example');
  });

  it.each([
    '',
    'ann',
    'ann@',
    '@fabrikam.example',
    'ann@fabrikam',
    'a b@fabrikam.example',
    `${'x'.repeat(200)}@a.example`,
  ])('is not "%.30s"', (text) => {
    expect(refusalOf(() => requireEmail(text))?.code).toBe('EmailInvalid');
  });
});
