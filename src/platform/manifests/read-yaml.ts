import { InputError } from '../../core/errors.js';
import { parseYaml, type YamlLimits, type YamlPlace, type YamlReading } from '../../core/yaml.js';
import type { Budget } from './budget.js';
import { slices, type Bytes } from './bytes.js';
import type { Documents } from './documents.js';
import { YamlSplitter, type YamlPart, type YamlText } from './yaml-splitter.js';

/** Nodes of one document once its aliases are written out: ten times what fits into an object that etcd takes (1.5 MiB). */
const nodesPerDocument = 1_000_000;

/** Bytes of one document. Nobody else is served while it is parsed, which takes a good tenth of a second a MiB. */
const bytesPerDocument = 8 * 1024 * 1024;

/** Reads YAML documents, those between the fences of Markdown too, and hands each on as soon as it is whole. */
export async function readYaml(source: Bytes, isMarkdown: boolean, documents: Documents, budget: Budget): Promise<void> {
  const reader = new YamlDocuments(documents, budget);
  const splitter = new YamlSplitter(isMarkdown);
  const label = documents.file ?? 'the upload';
  for await (const batch of lines(source, budget, label)) {
    for (const line of batch) {
      for (const part of splitter.add(line)) {
        reader.take(part);
        await budget.breathe();
      }
      budget.checkDocument(splitter.held, label, bytesPerDocument);
    }
  }
  for (const part of splitter.end()) reader.take(part);
  documents.finish();
}

/** Lines without their breaks, as many at a time as a piece of the source ends. */
async function* lines(source: Bytes, budget: Budget, label: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  const takeLines = (text: string): string[] => {
    const [first = '', ...others] = text.split('\n');
    const last = others.pop();
    const whole = last === undefined ? [] : [rest + first, ...others];
    rest = last ?? rest + first;
    return whole.map(withoutReturn);
  };
  for await (const slice of slices(source)) {
    yield takeLines(decoder.decode(slice, { stream: true }));
    budget.checkDocument(rest.length, label, bytesPerDocument);
    await budget.breathe();
  }
  yield takeLines(decoder.decode());
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

class YamlDocuments {
  readonly #limits: YamlLimits;

  constructor(
    readonly documents: Documents,
    readonly budget: Budget,
  ) {
    this.#limits = { depth: budget.limits.depth, nodes: nodesPerDocument };
  }

  take({ part, yaml }: YamlPart): void {
    switch (part) {
      case 'list-head':
        return this.documents.openList(this.#frame(yaml, false));
      case 'list-end':
        return this.documents.closeList(this.#frame(yaml, true));
      case 'item':
        return this.#add(yaml, this.#parse(yaml));
      case 'document':
        return this.#addDocument(yaml);
    }
  }

  #addDocument(yaml: YamlText): void {
    const reading = this.#parse(yaml);
    const isText = reading.outcome !== 'read' || reading.documents.some((document) => typeof document === 'string');
    const manifests = isText ? findManifests(yaml).map((own) => ({ own, reading: this.#parse(own) })) : [];
    if (!manifests.some((manifest) => manifest.reading.outcome === 'read')) return this.#add(yaml, reading);
    this.documents.intake.tally('manifests taken out of other text', this.documents.file, manifests.length);
    for (const manifest of manifests) this.#add(manifest.own, manifest.reading);
  }

  #add(yaml: YamlText, reading: YamlReading): void {
    if (reading.outcome !== 'read') return this.documents.spoil(`cannot be read as YAML: ${toldPlace(yaml, reading.fault)}`);
    for (const duplicate of reading.duplicates) this.documents.intake.warn(this.documents.file, toldPlace(yaml, duplicate));
    for (const document of reading.documents) this.documents.add(document, yaml.text.length);
  }

  /** What a list says of itself; of a frame that is no YAML, the lines that name the kind. */
  #frame(yaml: YamlText, isWhole: boolean): unknown {
    const reading = this.#parse(yaml);
    if (reading.outcome === 'read') return reading.documents[0] ?? {};
    if (isWhole) this.documents.intake.warn(this.documents.file, `what stands around the items of a list cannot be read as YAML: ${toldPlace(yaml, reading.fault)}`);
    return Object.fromEntries([...yaml.text.matchAll(/^(apiVersion|kind): *([\w./-]+) *$/gm)].map(([, key = '', value = '']) => [key, value]));
  }

  #parse(yaml: YamlText): YamlReading {
    const reading = parseYaml(yaml.text, this.#limits);
    if (reading.outcome === 'unsafe') throw new InputError('unsafe-upload', `${this.documents.file ?? 'the upload'}: ${toldPlace(yaml, reading.fault)}`);
    return reading;
  }
}

function toldPlace(yaml: YamlText, place: YamlPlace): string {
  return `${place.detail} (line ${yaml.line + place.line - 1}, column ${place.column})`;
}

const manifestStart = /^(?:apiVersion|kind)\s*:/;
const manifestLine = /^(?:\s|#|$|-\s|[A-Za-z][\w.-]*\s*:(?:\s|$))/;
const foreignLine = /^(?:#|$|\S(?!\S*:\s))/;

/**
 * Whole manifests in a text that is no YAML, as a terminal shows them: runs of lines that begin with `apiVersion:` or `kind:`, have both,
 * and are parted by lines that cannot belong to a manifest. None where that is not sure: half a manifest would be taken for a whole one.
 */
function findManifests(yaml: YamlText): YamlText[] {
  const found: { line: number; lines: string[] }[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [index, line] of yaml.text.split('\n').entries()) {
    if (open !== null && manifestLine.test(line)) {
      open.lines.push(line);
    } else if (manifestStart.test(line)) {
      open = { line: yaml.line + index, lines: [line] };
      found.push(open);
    } else if (foreignLine.test(line)) {
      open = null;
    } else {
      return [];
    }
  }
  const isManifest = (text: string): boolean => /^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text);
  const manifests = found.map(({ line, lines: own }) => ({ line, text: `${own.join('\n')}\n` }));
  return manifests.every(({ text }) => isManifest(text)) ? manifests : [];
}
