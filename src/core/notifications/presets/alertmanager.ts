import { formatRef, plainLine } from '../../analysis/index.js';
import type { Severity } from '../../findings/index.js';
import type { FindingOpened, NotificationEvent, RangeFilling, ToldFinding, ToldSnapshot } from '../event.js';
import { posted, type Preset } from '../preset.js';

/** Source: prometheus/alertmanager api/v2/openapi.yaml v0.28, postableAlert. */
interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  /** In the future: it fires until then, though nobody repeats it. Past: it is resolved. */
  readonly endsAt: string;
  readonly generatorURL?: string;
}

const day = 86_400_000;
/** A finding fires until it is resolved; what nothing resolves fires for a week. */
const lasting = { finding: 365 * day, other: 7 * day };

/**
 * `POST /api/v2/alerts` of Alertmanager. The labels of a finding are the same for as long as it has one severity, so that it is one alert, which resolves; where its severity changes, the one
 * alert resolves and another fires. A snapshot that is stored resolves the alert that one could not be.
 */
export const alertmanager: Preset = {
  name: 'alertmanager',
  contentType: 'application/json',
  tells: ['finding.opened', 'finding.resolved', 'range.filling', 'snapshot.failed', 'snapshot.completed'],
  write: (event, { baseUrl }) => posted(alertsOf(event).map((alert) => ({ ...alert, ...(baseUrl !== '' && { generatorURL: `${baseUrl}${event.link}` }) }))),
  referenceIn: () => null,
};

function alertsOf(event: NotificationEvent): Alert[] {
  switch (event.type) {
    case 'finding.opened': {
      const { previousSeverity } = event.data;
      const firing = findingAlert(event, event.data, event.data.finding.severity, later(event.time, lasting.finding));
      return previousSeverity === null ? [firing] : [findingAlert(event, event.data, previousSeverity, event.time), firing];
    }
    case 'finding.resolved':
      return [findingAlert(event, event.data, event.data.finding.severity, event.time)];
    case 'range.filling': {
      const firing = rangeAlert(event, event.data, event.data.severity, later(event.time, lasting.other));
      return event.data.severity === 'critical' ? [rangeAlert(event, event.data, 'warning', event.time), firing] : [firing];
    }
    case 'snapshot.failed':
      return [failureAlert(event, later(event.time, lasting.other))];
    case 'snapshot.completed':
      return [failureAlert(event, event.time)];
    case 'webhook.test':
      return [{ labels: { alertname: 'webhook-test', severity: 'info' }, annotations: { summary: event.summary }, startsAt: event.time, endsAt: event.time }];
    case 'diff.changed':
      return [];
  }
}

type AboutFinding = Pick<FindingOpened, 'key' | 'opened'> & { readonly finding: ToldFinding };

function findingAlert({ cluster, time }: NotificationEvent, { key, finding, opened }: AboutFinding, severity: Severity, endsAt: string): Alert {
  const { rule, title, detail, subject, fix } = finding;
  const { kind, namespace, name } = subject;
  return {
    labels: labels({ alertname: rule, severity, cluster, ...(namespace !== undefined && { namespace }), kind, name, finding: key }),
    annotations: labels({ summary: `${formatRef(subject)}: ${title}`, description: detail, fix }),
    startsAt: earliest(opened, time),
    endsAt,
  };
}

function rangeAlert({ cluster, time, summary }: NotificationEvent, { range }: RangeFilling, severity: Severity, endsAt: string): Alert {
  return { labels: labels({ alertname: 'range-filling', severity, cluster, kind: range.kind, cidr: range.cidr }), annotations: labels({ summary }), startsAt: time, endsAt };
}

function failureAlert({ cluster, time, summary }: NotificationEvent, endsAt: string): Alert {
  return { labels: labels({ alertname: 'snapshot-failed', severity: 'error', cluster }), annotations: labels({ summary }), startsAt: time, endsAt };
}

/** In one line each, and none that is empty, which Alertmanager takes for absent. */
function labels(texts: Readonly<Record<string, string>>): Record<string, string> {
  const lines = Object.entries(texts).map(([name, text]): [string, string] => [name, plainLine(text)]);
  return Object.fromEntries(lines.filter(([, text]) => text !== ''));
}

/** Alertmanager refuses what ends before it starts. */
function earliest({ takenAt }: ToldSnapshot, time: string): string {
  return Date.parse(takenAt) < Date.parse(time) ? takenAt : time;
}

function later(time: string, by: number): string {
  return new Date(Date.parse(time) + by).toISOString();
}
