// A thread that reads batches of objects, one after another, until it is ended.
import { parentPort, type MessagePort } from 'node:worker_threads';
import { readBatch, type ObjectBatch } from '../json/object-batch.js';
import { BatchPacker } from './packed-batch.js';

const port = parentPort as MessagePort;
const packer = new BatchPacker();

port.on('message', (batch: ObjectBatch) => {
  const packed = packer.pack(batch.bytes, readBatch(batch));
  port.postMessage(packed, [packed.bytes.buffer, packed.places.buffer]);
});
