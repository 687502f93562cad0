#include "filter_program.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static void add(
    struct filter_program *program, uint16_t code, uint8_t when_true, uint8_t when_false,
    uint32_t value) {
  // The filter is the same on every run, so that this can only be met while it is being written.
  if (program->length == sizeof program->code / sizeof *program->code) abort();
  program->code[program->length++] =
      (struct sock_filter){.code = code, .jt = when_true, .jf = when_false, .k = value};
}

static void load(struct filter_program *program, size_t offset) {
  add(program, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

static void answer(struct filter_program *program, uint32_t value) {
  add(program, BPF_RET | BPF_K, 0, 0, value);
}

/// Skips `count` instructions unless the call is `call`.
static void skip_unless(struct filter_program *program, int call, uint8_t count) {
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, count, (uint32_t)call);
}

/// Both supported architectures are little-endian: the low half comes first.
static size_t low_half(int argument) {
  return offsetof(struct seccomp_data, args) + 8 * (size_t)argument;
}

void filter_begin(struct filter_program *program) {
  program->length = 0;
  load(program, offsetof(struct seccomp_data, arch));
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
  answer(program, SECCOMP_RET_KILL_PROCESS);
  load(program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The x32 calls have numbers of their own from this bit on.
  add(program, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000);
  answer(program, SECCOMP_RET_KILL_PROCESS);
#endif
}

void filter_answer(struct filter_program *program, int call, uint32_t value) {
  skip_unless(program, call, 1);
  answer(program, value);
}

void filter_answer_all(
    struct filter_program *program, const int *calls, size_t count, uint32_t value) {
  for (size_t index = 0; index < count; index++) filter_answer(program, calls[index], value);
}

void filter_by_value(
    struct filter_program *program, int call, int argument, const uint32_t *values, size_t count,
    uint32_t found, uint32_t otherwise) {
  skip_unless(program, call, (uint8_t)(2 * count + 2));
  load(program, low_half(argument));
  for (size_t index = 0; index < count; index++) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, values[index]);
    answer(program, found);
  }
  answer(program, otherwise);
}

void filter_when(
    struct filter_program *program, int call, int argument, uint32_t value, uint32_t found) {
  skip_unless(program, call, 4);
  load(program, low_half(argument));
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
  answer(program, found);
  load(program, offsetof(struct seccomp_data, nr));
}

void filter_by_pointer(
    struct filter_program *program, int call, int argument, uint64_t value, uint32_t equal,
    uint32_t otherwise) {
  skip_unless(program, call, 6);
  load(program, low_half(argument));
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 3, (uint32_t)value);
  load(program, low_half(argument) + 4);
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)(value >> 32));
  answer(program, equal);
  answer(program, otherwise);
}

void filter_by_bits(
    struct filter_program *program, int call, int argument, uint32_t mask, uint32_t value,
    uint32_t equal, uint32_t otherwise) {
  skip_unless(program, call, 5);
  load(program, low_half(argument));
  add(program, BPF_ALU | BPF_AND | BPF_K, 0, 0, mask);
  add(program, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
  answer(program, equal);
  answer(program, otherwise);
}

void filter_end(struct filter_program *program, uint32_t value) { answer(program, value); }
