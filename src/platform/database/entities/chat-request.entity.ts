import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('chat_request')
@Index('chat_request_seen_at_idx', ['seenAt'])
export class ChatRequestEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'chat_request_pkey' })
  digest: string;

  @Column('timestamp with time zone', { name: 'seen_at', precision: 3, default: () => 'now()' })
  seenAt: Date;
}
