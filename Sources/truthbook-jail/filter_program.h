// A seccomp filter, put together from answers to single system calls.
#ifndef TRUTHBOOK_FILTER_PROGRAM_H
#define TRUTHBOOK_FILTER_PROGRAM_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

struct filter_program {
  struct sock_filter code[2048];
  unsigned short length;
};

/// Starts with a check of the architecture: any other way into the kernel ends the process.
void filter_begin(struct filter_program *program);

/// Answers one system call, or each of several, whatever its arguments.
void filter_answer(struct filter_program *program, int call, uint32_t answer);
void filter_answer_all(
    struct filter_program *program, const int *calls, size_t count, uint32_t answer);

/// Answers a call by whether an argument of 32 bits is one of `values`.
void filter_by_value(
    struct filter_program *program, int call, int argument, const uint32_t *values, size_t count,
    uint32_t found, uint32_t otherwise);

/// Answers a call whose argument of 32 bits is `value`, and leaves any other to what follows.
void filter_when(
    struct filter_program *program, int call, int argument, uint32_t value, uint32_t answer);

/// Answers a call by whether an argument of 64 bits is `value`.
void filter_by_pointer(
    struct filter_program *program, int call, int argument, uint64_t value, uint32_t equal,
    uint32_t otherwise);

/// Answers a call by whether the bits of `mask` in an argument of 32 bits are `value`.
void filter_by_bits(
    struct filter_program *program, int call, int argument, uint32_t mask, uint32_t value,
    uint32_t equal, uint32_t otherwise);

/// Answers every call that has not been answered.
void filter_end(struct filter_program *program, uint32_t answer);

#endif
