#ifndef TRUTHBOOK_SHARED_PAGE_H
#define TRUTHBOOK_SHARED_PAGE_H

#include <stdint.h>

/// Makes a page of memory that can be handed to another process by its descriptor, and that nobody can
/// make smaller or larger.
/// Returns the descriptor, closed on exec, or the negated error number of the system.
int shared_page_make(void);

/// Maps the page for reading.
/// Returns a null pointer when that is not possible.
const uint64_t *shared_page_map(int descriptor);

/// Takes the mapping away.
void shared_page_unmap(const uint64_t *page);

/// The number that stands on the page now, `offset` bytes from its start, a multiple of 8.
uint64_t shared_page_read(const uint64_t *page, int offset);

#endif
