import { cloudEventOf, cloudEventType } from '../cloud-event.js';
import { eventTypes } from '../event.js';
import { posted, type Preset } from '../preset.js';

/** For programs: the event itself. */
export const cloudevents: Preset = {
  name: 'cloudevents',
  contentType: cloudEventType,
  tells: eventTypes,
  write: (event, { baseUrl }) => posted(cloudEventOf(event, baseUrl)),
  referenceIn: () => null,
};
