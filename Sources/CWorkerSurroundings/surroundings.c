#include "surroundings.h"
#include "worker_surroundings.h"

volatile bool surroundings_have_begun;

void worker_surroundings_begin(uint64_t seed, uint64_t instant, uint64_t *random_requests) {
  surroundings_have_begun = true;
  numbers_begin(seed);
  addresses_begin(seed);
  chance_begin(seed, random_requests);
  clocks_begin(instant);
}
