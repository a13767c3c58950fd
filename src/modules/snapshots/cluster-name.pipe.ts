import { Injectable, type PipeTransform } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { clusterNamePattern } from '../../platform/database/index.js';

/** Takes the name of a cluster that need not exist yet. */
@Injectable()
export class ClusterName implements PipeTransform<string, string> {
  transform(name: string): string {
    if (clusterNamePattern.test(name)) return name;
    const detail = `${JSON.stringify(name)} cannot name a cluster: 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end`;
    throw new InputError('invalid-request', detail, [{ pointer: ':cluster', detail }]);
  }
}
