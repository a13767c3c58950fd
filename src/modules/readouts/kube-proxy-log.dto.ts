import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { kubeProxyLogSubjects, loggedProxyModes, type KubeProxyLog, type KubeProxyLogFact, type KubeProxyLogSubject, type LoggedProxyMode } from '../../core/readouts/index.js';

@ApiSchema({ name: 'KubeProxyLogFact', description: 'One thing that kube-proxy said.' })
class KubeProxyLogFactDto implements KubeProxyLogFact {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line.', example: 3 })
  readonly line: number;

  @ApiProperty({
    enum: kubeProxyLogSubjects,
    description:
      'What it tells. `mode`: which was chosen. `mode-asked`: that the one asked for was not understood, or could not be used. `version`. `node-ip`: as it detected it. `families`: whether it works for both. ' +
      '`local-detection`: how it tells pods from others. `node-ports`: what it says of node ports on the loopback. `error`.',
    example: 'mode',
  })
  readonly subject: KubeProxyLogSubject;

  @ApiProperty({ description: 'As logged.', example: 'iptables' })
  readonly value: string;
}

@ApiSchema({ name: 'KubeProxyLog', description: 'What the log of kube-proxy tells.' })
export class KubeProxyLogDto implements KubeProxyLog {
  @ApiProperty({ type: String, enum: loggedProxyModes, nullable: true, description: 'The mode that it runs in: of several starts, the last. Null where no line tells.', example: 'iptables' })
  readonly mode: LoggedProxyMode | null;

  @ApiProperty({ description: 'Its configuration named no mode, so that it took the default.', example: true })
  readonly isDefault: boolean;

  @ApiProperty({ type: [KubeProxyLogFactDto], description: 'In the order of the text; what is said again and again stands once.' })
  readonly facts: readonly KubeProxyLogFactDto[];
}
