import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What many objects of a cluster share, stored once. */
@Entity('template')
export class TemplateEntity {
  @PrimaryColumn('integer', { name: 'cluster_id', primaryKeyConstraintName: 'template_pkey' })
  clusterId: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'template_pkey' })
  id: number;

  @Column('text')
  text: string;
}
