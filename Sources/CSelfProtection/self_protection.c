#include "self_protection.h"

#include <errno.h>

#ifdef __linux__
#include <sys/prctl.h>

int self_protection_hide_memory(void) {
  // A process that may not be dumped may not be looked into either, except by root.
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}
#else
int self_protection_hide_memory(void) { return ENOSYS; }
#endif
