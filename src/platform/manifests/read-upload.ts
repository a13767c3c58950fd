import type { ObjectSink } from '../../core/cluster/index.js';
import type { ObjectLane } from '../json/object-lane.js';
import { Budget, type UploadLimits } from './budget.js';
import { peek, type Bytes } from './bytes.js';
import { Documents } from './documents.js';
import { Intake, type UploadReport } from './intake.js';
import { readPath, type PathHint } from './path-layout.js';
import { readJson } from './read-json.js';
import { readYaml } from './read-yaml.js';
import { claimedFormat, sniff, sniffBytes, type Format } from './sniff.js';
import { gunzip, untar, type Member } from './unpack.js';
import { UnreadableFile } from './unreadable.js';
import { toUtf8 } from './utf8.js';

/** Archives and gzip layers inside one another: a .tar.gz that holds a .tar.gz. */
const maxLayers = 4;

/**
 * Reads an upload and hands its Kubernetes objects to `sink` in the order in which they stand, without ever holding it whole.
 * Content counts, not names: `contentType` and file names help only where the first bytes leave it open. Readable are JSON and YAML in every
 * shape in which kubectl and the usual collectors write them, Markdown with fenced YAML, gzip and tar, and gzip and tar in tar.
 * What is passed over is told to `sink.warn`. Where reading stops early the source is closed, as `for await` does.
 *
 * @param lane where JSON is read, if it is read in several places
 * @returns how much there was
 * @throws InputError 'too-large' or 'unsafe-upload' naming the limit that is broken; 'unreadable-upload' where nothing can be read, the upload
 *   is cut short, or its one document is broken. The reason of `signal` once that is aborted.
 */
export async function readUpload(source: Bytes, contentType: string, limits: UploadLimits, sink: ObjectSink, signal?: AbortSignal, lane?: ObjectLane): Promise<UploadReport> {
  const budget = new Budget(limits, signal);
  const intake = new Intake(sink, budget);
  await new UploadReader(intake, budget, lane).read({ bytes: source, contentType, path: {}, layers: 0, isCounted: false });
  return intake.finish();
}

/** One file on its way to being text. */
interface Layer {
  readonly bytes: Bytes;
  readonly file?: string;
  readonly contentType?: string;
  readonly path: PathHint;
  readonly layers: number;
  /** Its bytes are counted already, as they came out of a gzip layer or an archive. */
  readonly isCounted: boolean;
}

class UploadReader {
  /** Data of ConfigMaps that come one key a file, by `namespace/name`. */
  readonly #configMaps = new Map<string, { readonly path: PathHint; readonly file: string; readonly data: Record<string, string> }>();

  constructor(
    readonly intake: Intake,
    readonly budget: Budget,
    readonly lane: ObjectLane | undefined,
  ) {}

  async read(layer: Layer): Promise<void> {
    const peeked = await peek(layer.bytes, sniffBytes);
    const { head, whole } = peeked;
    const format = sniff(head, claimedFormat(layer.contentType, layer.file));
    try {
      await this.#readAs(format, layer, head, layer.isCounted || format === 'gzip' ? whole : this.#counted(whole));
    } finally {
      await peeked.close();
    }
  }

  async #readAs(format: Format, layer: Layer, head: Buffer, whole: Bytes): Promise<void> {
    const documents = new Documents(this.intake, layer.file, layer.path);
    switch (format) {
      case 'gzip':
        this.#checkLayers(layer);
        return this.read({ ...layer, bytes: gunzip(whole, this.budget, layer.file), layers: layer.layers + 1, isCounted: true });
      case 'tar':
        this.#checkLayers(layer);
        return this.#readArchive(layer, whole);
      case 'json':
        return readJson(toUtf8(head, whole), documents, this.budget, this.lane);
      case 'yaml':
      case 'markdown':
        return readYaml(toUtf8(head, whole), format === 'markdown', documents, this.budget);
      case 'zip':
        throw new UnreadableFile(layer.file, 'is a zip archive, which is not read here: unpack it, and send it as `tar -cz <folder>`');
      case 'packed':
        throw new UnreadableFile(layer.file, 'is packed by bzip2, xz or zstd, which is not read here: unpack it, and pack it again with gzip');
      case 'binary':
        return this.intake.tally('files that are no text, passed over', layer.file);
      case 'text':
        return this.intake.tally('files that hold no JSON or YAML of Kubernetes, passed over', layer.file);
    }
  }

  async *#counted(bytes: Bytes): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      this.budget.spendBytes(chunk.length, 'the upload');
      yield chunk;
    }
  }

  #checkLayers(layer: Layer): void {
    if (layer.layers >= maxLayers) throw new UnreadableFile(layer.file, `is packed more than ${maxLayers} times over`);
  }

  async #readArchive(layer: Layer, bytes: Bytes): Promise<void> {
    await untar(bytes, layer.file, async (member) => {
      this.budget.spendEntry();
      if (member.type !== 'file' && member.type !== 'contiguous-file') return this.#passOver(member, layer.file);
      await this.#readMember(member, nameIn(layer.file, member.name), layer.layers + 1);
    });
    this.#emitConfigMaps();
  }

  #passOver(member: Member, archive: string | undefined): void {
    if (member.type !== 'directory') this.intake.tally('links and devices in archives, passed over', nameIn(archive, member.name));
  }

  async #readMember(member: Member, file: string, layers: number): Promise<void> {
    this.intake.countFile();
    const path = readPath(file);
    if (path.skip !== undefined) return this.intake.tally(`files passed over, as ${path.skip}`, file);
    if (path.key !== undefined) return this.#readKey(member.bytes, file, path, path.key);
    try {
      await this.read({ bytes: member.bytes, file, path, layers, isCounted: true });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      new Documents(this.intake, file, path).spoilFolder();
      this.intake.warn(file, error.reason);
    }
  }

  async #readKey(bytes: Bytes, file: string, path: PathHint, key: string): Promise<void> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of bytes) {
      length += chunk.length;
      this.budget.checkDocument(length, file);
      chunks.push(chunk);
    }
    const id = `${path.namespace ?? ''}/${path.name ?? ''}`;
    const configMap = this.#configMaps.get(id) ?? { path, file, data: Object.create(null) as Record<string, string> };
    configMap.data[key] = Buffer.concat(chunks).toString('utf8');
    this.#configMaps.set(id, configMap);
  }

  #emitConfigMaps(): void {
    for (const { path, file, data } of this.#configMaps.values()) {
      const { name, namespace } = path;
      const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
      new Documents(this.intake, file, path).add(configMap, 0);
    }
    this.#configMaps.clear();
  }
}

/** The name of a member as it may be shown: below its archive, without control characters, and no longer than a reader can bear. */
function nameIn(archive: string | undefined, name: string): string {
  const shown = name.replace(/^(?:[.][/])+/, '').replace(/[\0-\x1f\x7f]/g, '\ufffd').slice(0, 512);
  return archive === undefined ? shown : `${archive}/${shown}`;
}
