import { describe, expect, it } from '@jest/globals';
import type { Reservation } from '../../../domain/model.js';
import { customerSchema, profileSchema, usersSchema } from '../../../domain/model.js';
import { requireReturnable, stateOf } from '../../../domain/policy/reservation-state.js';
import { familyOf, RESERVATION_TYPES, reservationType } from '../../../domain/policy/reservation-types.js';
import {
  customer,
  partner,
  product,
  refundRequest,
  refusalOf,
  reservation,
  stamp,
  user,
} from '../../support/builders.js';

describe('reservation types', () => {
  it('form the families compute and SQL; every other type is a family of its own', () => {
    const inFamily = (family: string) =>
      RESERVATION_TYPES.filter((type) => type.family === family).map(({ id }) => id);
    expect(inFamily('compute')).toEqual(['virtualMachines', 'dedicatedHost', 'azureVmwareSolution']);
    expect(inFamily('sql')).toEqual(['sqlDatabase', 'sqlManagedInstance', 'sqlElasticPool']);
    const others = RESERVATION_TYPES.filter(({ family }) => family !== 'compute' && family !== 'sql');
    expect(others.map(({ family }) => family)).toEqual(others.map(({ id }) => id));
    expect(familyOf('cosmosDb')).toBe('cosmosDb');
  });

  it('never to be returned are SUSE, Red Hat, OpenShift, Databricks and Synapse pre-purchase; none of them is billed monthly', () => {
    const final = RESERVATION_TYPES.filter(({ returnable }) => !returnable);
    expect(final.map(({ id }) => id)).toEqual([
      'suseLinux',
      'redHat',
      'redHatOpenShift',
      'databricks',
      'synapsePrePurchase',
    ]);
    expect(final.some(({ monthly }) => monthly)).toBe(false);
  });

  it('have software costs beside the price where software is part of it', () => {
    expect(reservationType('sqlDatabase').softwareCosts).toBe(true);
    expect(reservationType('suseLinux').softwareCosts).toBe(true);
    expect(reservationType('virtualMachines').softwareCosts).toBe(false);
  });

  it('that are unknown are an error', () => {
    expect(() => reservationType('coffee')).toThrow('unknown reservation type coffee');
  });
});

describe('the state of a reservation', () => {
  const statuses: Reservation['status'][] = ['refundRequested', 'refunded', 'exchangeRequested', 'exchanged'];

  it('is expired from the end date on, where it was active', () => {
    expect(stateOf(reservation(), '2021-12-31')).toBe('active');
    expect(stateOf(reservation(), '2022-01-01')).toBe('expired');
  });

  it.each(statuses)('%s stays what it is after the end date', (status) => {
    expect(stateOf(reservation({ status }), '2022-06-01')).toBe(status);
  });

  it('active can be returned until the day before its end date', () => {
    expect(refusalOf(() => requireReturnable(reservation(), '2021-12-31', []))).toBeUndefined();
    expect(refusalOf(() => requireReturnable(reservation(), '2022-01-01', []))).toEqual({
      code: 'ReservationExpired',
      endedOn: '2022-01-01',
    });
  });

  it.each(statuses)('%s cannot be returned again: the refusal says who was first, and when', (status) => {
    const requests = [
      refundRequest({ number: 'other' }),
      refundRequest({ number: 'mine', at: '2021-02-03T04:05:06Z', by: stamp(user({ name: 'Bo First' })) }),
    ];
    const busy = reservation({ status, requestNumber: 'mine' });
    expect(refusalOf(() => requireReturnable(busy, '2022-06-01', requests))).toEqual({
      code: 'ReservationBusy',
      status,
      requestNumber: 'mine',
      first: { by: 'Bo First', at: '2021-02-03T04:05:06Z' },
    });
  });

  it('that waits for a request which is not there is a broken book, not a refusal', () => {
    const lost = reservation({ status: 'refunded', requestNumber: 'lost' });
    expect(() => requireReturnable(lost, '2021-06-01', [])).toThrow('res-1 is refunded without a request');
  });

  it('does not matter where the product is never returnable, by its own flag or by its type', () => {
    const { product: vm } = reservation();
    for (const final of [
      { ...vm, name: 'Final', returnable: false },
      { ...vm, name: 'Final', type: 'suseLinux' },
    ]) {
      expect(refusalOf(() => requireReturnable(reservation({ product: final }), '2021-01-02', []))).toEqual({
        code: 'NotReturnable',
        product: 'Final',
      });
    }
  });
});

it('what the builders make fits the schemas', () => {
  const full = customer({ reservations: [reservation()], requests: [refundRequest()] });
  expect(customerSchema.parse(full)).toEqual(full);
  expect(profileSchema.parse(partner())).toEqual(partner());
  expect(usersSchema.parse({ users: [user()] }).users).toEqual([user()]);
  expect(product().returnable).toBe(true);
});
