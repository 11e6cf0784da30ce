/**
 * The one port through which what the desk does reaches Microsoft (rules section 2, "Where an act takes effect").
 * An act is written down in the book first and handed to this port after that; what the port answers says whether
 * it is placed with Microsoft, or stays recorded here until somebody places it by hand.
 */
import type { Customer, Order, Placement, Reservation, SupportRequest, UtilizationDay } from './model.js';

export interface PartnerCenter {
  placeOrder(customer: Customer, order: Order): Promise<Placement>;
  fileRequest(customer: Customer, request: SupportRequest): Promise<Placement>;
  setPermission(customer: Customer, on: boolean): Promise<Placement>;
  /** Scope and subscription of a reservation, as they stand in the book. */
  configure(customer: Customer, reservation: Reservation): Promise<Placement>;
  /** Daily utilization in percent since the purchase, oldest first; empty where nothing is known. */
  readUtilization(reservation: Reservation): Promise<readonly UtilizationDay[]>;
  /** Orders that the customer placed by itself. */
  readCustomerPurchases(customer: Customer): Promise<readonly Order[]>;
}

const RECORDED: Placement = { state: 'recorded' };

/** The first adapter: the book itself. It records, and says truthfully that nothing was placed. */
export const recordedInBook: PartnerCenter = {
  placeOrder: async () => RECORDED,
  fileRequest: async () => RECORDED,
  setPermission: async () => RECORDED,
  configure: async () => RECORDED,
  readUtilization: async (reservation) => reservation.utilization,
  readCustomerPurchases: async (customer) =>
    customer.orders.filter((order) => order.boughtByCustomer !== undefined),
};
