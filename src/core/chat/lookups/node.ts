import type { Conversation } from '../conversation.js';
import { notThere, objectsNamed } from './objects.js';
import type { Place } from './place.js';

/** The name of a node that is there. @throws Unclear where it is not */
export function* findNode(place: Place, written: string): Conversation<string> {
  if ((yield* objectsNamed(place, 'Node', written, null)).length > 0) return written;
  throw yield* notThere(place, 'Node', { namespace: null, name: written }, written);
}
