#ifndef TRUTHBOOK_WORKER_SURROUNDINGS_H
#define TRUTHBOOK_WORKER_SURROUNDINGS_H

#include <stdint.h>

/// From here on whatever this process asks the C library for at random comes from a generator that
/// starts at `seed`, the numbers of its process, threads and user and where its memory lies follow from the
/// same, and its wall clock starts at `instant`, in nanoseconds since 1970, and moves on a
/// millisecond each time that it is looked at. How often something random is asked for is counted at
/// `random_requests`, unless that is NULL.
void worker_surroundings_begin(uint64_t seed, uint64_t instant, uint64_t *random_requests);

/// What is allocated from now on lies where the seed says, beyond all that was.
void worker_heap_moves(void);

/// Calls `body` with a stack that begins where the seed says.
void worker_go_deeper(uint64_t seed, void (*body)(void *), void *context);

/// Every clock of this process stands still at `nanoseconds`, those that count from its start too.
void worker_clocks_stop(uint64_t nanoseconds);

/// The clocks show again what they showed before they were stopped.
void worker_clocks_go_on(void);

#endif
