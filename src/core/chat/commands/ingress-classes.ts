import type { Inline } from '../../analysis/index.js';
import type { ClassesAnswer } from '../../ingress/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { read } from '../conversation.js';
import { placeWords } from '../grammar.js';
import { placeOf } from '../lookups/place.js';

export const ingressClassesCommand: Command = {
  name: 'ingress classes',
  aliases: ['ingress controllers', 'classes'],
  usage: 'ingress classes',
  tells: 'which controller serves which Ingress, and which nobody serves',
  examples: ['ingress classes'],
  grammar: { most: 0, valued: placeWords, flags: [] },
  *answer(reading, setting) {
    const place = yield* placeOf(reading, setting);
    const link = `${place.path}/ingress/classes`;
    const told = yield* read<ClassesAnswer>(link);
    const unowned = told.unowned.map(({ ingress, reason }): Inline[] => [{ code: `Ingress ${ingress}` }, ` ${reason}`]);
    const contested = told.contested.map(({ ingress, controllers }): Inline[] => [{ code: `Ingress ${ingress}` }, ` is of several: ${controllers.join(', ')}`]);
    const classes = told.classes.map(({ name, controller, isDefault, ingresses, servedBy }): Inline[] => [
      { code: name }, ` ${controller ?? 'without a controller'}${isDefault ? ', default' : ''}: ${ingresses} Ingresses, served by ${servedBy.length === 0 ? 'nobody' : servedBy.join(', ')}`,
    ]);
    const items = [...unowned, ...contested, ...classes];
    return chatAnswer({
      ...analysed(told, place, link),
      mark: told.outcome === 'insufficient-information' ? 'unknown' : 'told',
      verdict: told.summary,
      items: items.slice(0, 12),
      listed: { noun: 'line', total: items.length },
      fix: unowned.length > 0 ? ['Give each Ingress the class of a controller that runs, in spec.ingressClassName.'] : [],
    });
  },
};
