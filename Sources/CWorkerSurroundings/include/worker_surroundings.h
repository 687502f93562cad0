#ifndef TRUTHBOOK_WORKER_SURROUNDINGS_H
#define TRUTHBOOK_WORKER_SURROUNDINGS_H

#include <stdint.h>

/// From here on whatever this process asks the C library for at random comes from a generator that
/// starts at `seed`, and its wall clock starts at `instant`, in nanoseconds since 1970, and moves on a
/// millisecond each time that it is looked at.
void worker_surroundings_begin(uint64_t seed, uint64_t instant);

/// Every clock of this process stands still at `nanoseconds`, those that count from its start too.
void worker_clocks_stop(uint64_t nanoseconds);

/// The clocks show again what they showed before they were stopped.
void worker_clocks_go_on(void);

#endif
