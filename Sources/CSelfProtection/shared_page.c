#define _GNU_SOURCE
#include "shared_page.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };

int shared_page_make(void) {
  int descriptor = memfd_create("progress", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return -errno;
  // A mapping of what has become shorter ends the process that reads it.
  if (ftruncate(descriptor, PAGE) != 0
      || fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    int code = errno;
    close(descriptor);
    return -code;
  }
  return descriptor;
}

const uint64_t *shared_page_map(int descriptor) {
  void *page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, descriptor, 0);
  return page == MAP_FAILED ? NULL : page;
}

void shared_page_unmap(const uint64_t *page) { munmap((void *)page, PAGE); }

uint64_t shared_page_read(const uint64_t *page, int offset) {
  return __atomic_load_n(page + offset / (int)sizeof *page, __ATOMIC_RELAXED);
}
