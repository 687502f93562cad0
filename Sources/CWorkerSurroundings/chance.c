// Everything of the C library that answers at random answers from a generator that the grader seeds: the
// same on every run, and something else in a worker that was given another seed.
#define _GNU_SOURCE
#include "surroundings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <unistd.h>

// MARK: The generator

// SplitMix64, of which every step is one addition: threads need no lock.
static _Atomic uint64_t state;

// How often this process has been asked for something random since the surroundings began.
static _Atomic uint64_t own_count;
static _Atomic uint64_t *request_count = &own_count;

static uint64_t next_number(void) {
  if (!surroundings_have_begun) {
    uint64_t drawn = 0;
    if (REPLACED(getrandom)(&drawn, sizeof drawn, 0) != sizeof drawn) abort();
    return drawn;
  }
  atomic_fetch_add_explicit(request_count, 1, memory_order_relaxed);
  uint64_t step = 0x9e3779b97f4a7c15;
  uint64_t number = atomic_fetch_add(&state, step) + step;
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

void chance_fill(void *bytes, size_t count) {
  for (char *next = bytes; count > 0;) {
    uint64_t number = next_number();
    size_t part = count < sizeof number ? count : sizeof number;
    memcpy(next, &number, part);
    next += part;
    count -= part;
  }
}

void chance_begin(uint64_t seed, uint64_t *count) {
  state = seed;
  // The C library's own generators are the same in every process until they are seeded.
  srand((unsigned)next_number());
  srand48((long)next_number());
  // Sixteen bytes that the kernel draws for every process; the C library has used them when it began.
  void *drawn_by_kernel = (void *)getauxval(AT_RANDOM);
  if (drawn_by_kernel) chance_fill(drawn_by_kernel, 16);
  if (count) request_count = (_Atomic uint64_t *)count;
}

// MARK: Functions that answer at random

REPLACEMENT ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
  (void)flags;
  chance_fill(bytes, count);
  return (ssize_t)count;
}

REPLACEMENT int getentropy(void *bytes, size_t count) {
  if (count > 256) {
    errno = EIO;
    return -1;
  }
  chance_fill(bytes, count);
  return 0;
}

REPLACEMENT uint32_t arc4random(void) { return (uint32_t)next_number(); }

REPLACEMENT void arc4random_buf(void *bytes, size_t count) { chance_fill(bytes, count); }

REPLACEMENT uint32_t arc4random_uniform(uint32_t bound) {
  // The high half of a product of two 32-bit numbers; its bias is nobody's concern here.
  return (uint32_t)((next_number() >> 32) * bound >> 32);
}

// The C library's own generators, which it seeds without asking anybody.

#define COUNTED(type, name)                                                      \
  REPLACEMENT type name(void) {                                                  \
    atomic_fetch_add_explicit(request_count, 1, memory_order_relaxed);           \
    return REPLACED(name)();                                                     \
  }

COUNTED(int, rand)
COUNTED(long, random)
COUNTED(double, drand48)
COUNTED(long, lrand48)
COUNTED(long, mrand48)

// MARK: Devices that answer at random

/// The descriptors under which such a device is open.
static _Atomic bool is_chance[1024];

static bool is_random_device(const char *path) {
  return surroundings_have_begun && path
      && (strcmp(path, "/dev/urandom") == 0 || strcmp(path, "/dev/random") == 0);
}

/// Opens in place of the device what can be opened by anybody, and remembers it.
static int open_chance(int flags) {
  int descriptor = REPLACED(open)("/dev/null", O_RDONLY | (flags & O_CLOEXEC));
  if (descriptor >= 0 && descriptor < (int)sizeof is_chance) is_chance[descriptor] = true;
  return descriptor;
}

static mode_t mode_among(int flags, va_list arguments) {
  bool has_mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? va_arg(arguments, mode_t) : 0;
}

REPLACEMENT int open(const char *path, int flags, ...) {
  if (is_random_device(path)) return open_chance(flags);
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_among(flags, arguments);
  va_end(arguments);
  return proc_open(AT_FDCWD, path, flags, mode);
}

REPLACEMENT int openat(int folder, const char *path, int flags, ...) {
  if (is_random_device(path)) return open_chance(flags);
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_among(flags, arguments);
  va_end(arguments);
  return proc_open(folder, path, flags, mode);
}

REPLACEMENT ssize_t read(int descriptor, void *bytes, size_t count) {
  if (descriptor >= 0 && descriptor < (int)sizeof is_chance && is_chance[descriptor]) {
    chance_fill(bytes, count);
    return (ssize_t)count;
  }
  return REPLACED(read)(descriptor, bytes, count);
}

REPLACEMENT int close(int descriptor) {
  if (descriptor >= 0 && descriptor < (int)sizeof is_chance) is_chance[descriptor] = false;
  return REPLACED(close)(descriptor);
}

static ssize_t read_chance(void *cookie, char *bytes, size_t count) {
  (void)cookie;
  chance_fill(bytes, count);
  return (ssize_t)count;
}

REPLACEMENT FILE *fopen(const char *restrict path, const char *restrict mode) {
  if (!is_random_device(path)) return REPLACED(fopen)(path, mode);
  return fopencookie(NULL, "r", (cookie_io_functions_t){.read = read_chance});
}

// On the supported machines these are other names of the same functions.
REPLACEMENT int open64(const char *path, int flags, ...) __attribute__((alias("open")));
REPLACEMENT int openat64(int folder, const char *path, int flags, ...)
    __attribute__((alias("openat")));
REPLACEMENT FILE *fopen64(const char *restrict path, const char *restrict mode)
    __attribute__((alias("fopen")));
