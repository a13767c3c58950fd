import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('idempotency_key')
@Index('idempotency_key_begun_at_idx', ['begunAt'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_key_pkey' })
  principal: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'idempotency_key_pkey' })
  key: string;

  @Column('text')
  fingerprint: string;

  @Column('timestamp with time zone', { name: 'begun_at', precision: 3, default: () => 'now()' })
  begunAt: Date;

  /** The id that the operation of the request has, if it begins one. */
  @Column('uuid', { name: 'operation_id', nullable: true })
  operationId: string | null;

  /** Of the response; null, as are the next two, while the request is at work. */
  @Column('integer', { nullable: true })
  status: number | null;

  @Column('json', { nullable: true })
  headers: Readonly<Record<string, string>> | null;

  @Column('text', { nullable: true })
  body: string | null;
}
