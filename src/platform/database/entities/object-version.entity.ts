import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An object as it stood in the snapshots `validFrom <= number < validTo`. Two versions of one object never overlap. */
@Entity('object_version')
@Index('object_version_opened_idx', ['clusterId', 'validFrom'])
@Index('object_version_closed_idx', ['clusterId', 'validTo'], { where: '(valid_to IS NOT NULL)' })
export class ObjectVersionEntity {
  @PrimaryColumn('integer', { name: 'cluster_id', primaryKeyConstraintName: 'object_version_pkey' })
  clusterId: number;

  @PrimaryColumn('text', { collation: 'C', primaryKeyConstraintName: 'object_version_pkey' })
  kind: string;

  @PrimaryColumn('text', { collation: 'C', primaryKeyConstraintName: 'object_version_pkey' })
  namespace: string;

  @PrimaryColumn('text', { collation: 'C', primaryKeyConstraintName: 'object_version_pkey' })
  name: string;

  @PrimaryColumn('integer', { name: 'valid_from', primaryKeyConstraintName: 'object_version_pkey' })
  validFrom: number;

  /** null while the newest snapshot has it so. */
  @Column('integer', { name: 'valid_to', nullable: true })
  validTo: number | null;

  @Column('text', { nullable: true })
  uid: string | null;

  /** A row of `template` of the same cluster; null where the kind has none. */
  @Column('integer', { name: 'template_id', nullable: true })
  templateId: number | null;

  @Column('text')
  body: string;

  /** Tells two versions of one object apart without their texts. As the core makes it of an encoded object. */
  @Column('bytea')
  digest: Buffer;
}
