// What the files of this target share.
#ifndef TRUTHBOOK_SURROUNDINGS_H
#define TRUTHBOOK_SURROUNDINGS_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// A function defined in the executable takes precedence over libc's for every library of the process.
#define REPLACEMENT __attribute__((visibility("default")))

/// The function of the C library that ours stands in front of.
#define REPLACED(name)                                                     \
  ({                                                                       \
    static void *volatile found;                                           \
    if (!found) found = dlsym(RTLD_NEXT, #name);                           \
    (__typeof__(name) *)found;                                             \
  })

/// False until the grader's choice is known, and for ever in a process that is no worker: the C library's
/// own functions answer.
extern volatile bool surroundings_have_begun;

void chance_begin(uint64_t seed, uint64_t *count);
void chance_fill(void *bytes, size_t count);
void clocks_begin(uint64_t instant);
void numbers_begin(uint64_t seed);
void addresses_begin(uint64_t seed);


/// Opens a file as openat does; what the runtime's libraries look for in /proc is found empty where it
/// may not be read.
int proc_open(int folder, const char *path, int flags, mode_t mode);

#endif
