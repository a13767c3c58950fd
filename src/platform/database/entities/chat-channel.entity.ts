import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('chat_channel')
export class ChatChannelEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'chat_channel_pkey' })
  platform: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'chat_channel_pkey' })
  channel: string;

  @Column('text', { nullable: true })
  cluster: string | null;

  @Column('text', { nullable: true })
  namespace: string | null;
}
