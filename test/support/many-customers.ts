/** A list of customers as long as a large partner's: invented names, always the same ones. */
import type { CustomerEntry } from '../../domain/model.js';

const FIRST =
  'north south wood adat fabri cont tail wing lit pro lam van mar rele trey alp gra blue red green silver golden iron stone river lake hill sun moon star cloud data net soft tech micro macro inter trans euro'.split(
    ' ',
  );
const SECOND =
  'wind grove um kam oso spin tip ware na arsdel gie line phic ridge water field berg stad dal holm ton ford burg ville shire mont port land mark'.split(
    ' ',
  );
const LAST =
  'Traders Bank Corporation Toys Inc. Ltd Healthcare Travel Research Coffee Institute Design B.V. AB GmbH Group Holding Consulting Systems Partners'.split(
    ' ',
  );
const COUNTRIES = 'US NL SE DE FR GB IE AT AU CA JP BR NG ES IT PL NO DK FI BE'.split(' ');
const TAGS = ['key account', 'retail', 'finance', 'healthcare', 'manufacturing'];

/** So many customers, each with a domain of its own. */
export function manyCustomers(count: number): CustomerEntry[] {
  const random = seeded(20261121);
  const pick = (list: readonly string[]) => list[random(list.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const coined = `${pick(FIRST)}${pick(SECOND)}${letter(random(26))}${letter(random(26))}`;
    const name = `${capital(coined)} ${capital(pick(FIRST) + pick(SECOND))} ${pick(LAST)}`;
    return {
      id: `customer-${i + 1}`,
      name,
      domain: `${coined}${i + 1}.example`,
      country: pick(COUNTRIES),
      tags: random(4) === 0 ? [pick(TAGS)] : [],
    };
  });
}

const letter = (at: number) => String.fromCharCode(97 + at);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Numbers below a bound, the same row of them each time (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
