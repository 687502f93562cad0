#include "self_protection.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>

int self_protection_fork(void) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) _exit(127);
    // It may have gone before.
    if (getppid() != parent) _exit(127);
  }
  return child;
}
#else
int self_protection_fork(void) { return -ENOSYS; }
#endif
