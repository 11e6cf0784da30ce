/** What every noun is made of: ids, amounts, days and moments. */
import { z } from 'zod';

export const id = z.string().min(1).max(80);
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/, 'an amount is a decimal string');
export const day = z.iso.date();
export const moment = z.iso.datetime();
export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters');
export const country = z.string().regex(/^[A-Z]{2}$/, 'a country is an ISO 3166 code of two capital letters');
