import { describe, expect, it } from 'vitest';
import { guessLibc } from './image-libc.js';

describe('the library that an image speaks of', () => {
  it.each([
    ['nginx:1.29-alpine', 'musl'],
    ['docker.io/library/python:3.12-alpine3.20', 'musl'],
    ['node:22.1.0-alpine@sha256:0000', 'musl'],
    ['alpine', 'musl'],
    ['alpine:3.20', 'musl'],
    ['registry.example:5000/team/alpine-tools:1', 'musl'],
    ['rust:1.80-musl', 'musl'],
    ['nginx:1.29', 'glibc'],
    ['registry.example/alpinejs/site:1', 'glibc'],
    ['registry.example/app:balpine', 'glibc'],
    ['busybox:1.36', 'glibc'],
    [undefined, 'glibc'],
  ])('%s: %s', (image, libc) => {
    expect(guessLibc(image).libc).toBe(libc);
  });
});
