import type { EventType, NotificationEvent, PresetName, Subscription } from '../../core/notifications/index.js';

/** `asked`: somebody has disabled it. `gone`: the receiver answered 410. */
export type DisabledReason = 'asked' | 'gone';

/** Who is told of what. Instants are RFC 3339, UTC. */
export interface WebhookRecord extends Subscription {
  /** A UUID. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly preset: PresetName;
  readonly events: readonly EventType[];
  readonly enabled: boolean;
  /** Null while it is enabled. */
  readonly disabledReason: DisabledReason | null;
  /** Until when the secret before signs too; null where there is none any more. */
  readonly previousSecretUntil: string | null;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type NewWebhook = Pick<WebhookRecord, 'name' | 'url' | 'preset' | 'events' | 'clusters' | 'namespaces' | 'severities' | 'enabled' | 'createdBy'> & { readonly secret: string };

export type WebhookChange = Partial<Omit<NewWebhook, 'secret' | 'createdBy'>>;

/** `dead`: it has failed for good, and is kept to be looked at and replayed. */
export type DeliveryStatus = 'pending' | 'delivered' | 'dead';

export const deliveryStatuses: readonly DeliveryStatus[] = ['pending', 'delivered', 'dead'];

/** One try. */
export interface DeliveryAttempt {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** What the receiver answered; null where it did not. */
  readonly status: number | null;
  /** Why there was no answer; null where there was. */
  readonly error: string | null;
  readonly milliseconds: number;
}

/** One event on its way to one receiver. */
export interface DeliveryRecord {
  /** A UUID. */
  readonly id: string;
  readonly webhookId: string;
  readonly status: DeliveryStatus;
  readonly tries: number;
  /** The last of them, oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
  /** When it is tried next; null where it is not. */
  readonly dueAt: string | null;
  readonly event: NotificationEvent;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A delivery that a process has taken, with all that it needs to try it. */
export interface ClaimedDelivery extends DeliveryRecord {
  readonly url: string;
  readonly preset: PresetName;
  /** The newest first. */
  readonly secrets: readonly string[];
  /** The message that told of the same thing before; null where there is none to be changed. */
  readonly earlier: string | null;
}

/** How a try ended. */
export interface DeliveryOutcome {
  readonly attempt: DeliveryAttempt;
  readonly status: DeliveryStatus;
  /** Milliseconds until the next try, where it is still pending. */
  readonly pause: number;
  /** By what the platform knows the message. */
  readonly message: string | null;
  /** The receiver has said that nobody is there any more. */
  readonly isGone: boolean;
  /** The message that was to be changed is no more. */
  readonly hasLostMessage: boolean;
}
