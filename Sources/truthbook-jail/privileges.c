#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/// What one worker may have alive at once: threads, since it may start no process.
static const rlim_t thread_limit = 64;

void drop_user(const struct request *request) {
  if (request->user == 0) return;
  gid_t group = request->user;
  if (setgroups(0, NULL) != 0) give_up(EXIT_NOT_CONFINED, "setgroups", 0, errno);
  if (setresgid(group, group, group) != 0) give_up(EXIT_NOT_CONFINED, "setresgid", 0, errno);
  if (setresuid(request->user, request->user, request->user) != 0) {
    give_up(EXIT_NOT_CONFINED, "setresuid", 0, errno);
  }
}

void drop_capabilities(void) {
  for (int capability = 0; capability < 64; capability++) {
    // Fails past the last capability, and for whoever has none to give up.
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno == EINVAL) break;
  }
  // Unknown before Linux 4.3.
  (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  if (syscall(SYS_capset, &header, none) != 0) give_up(EXIT_NOT_CONFINED, "capset", 0, errno);
}

struct limit {
  int resource;
  const char *name;
  uint64_t wanted;
  uint64_t least;  // of what whoever started us lets it have
};

/// No limit of ours: as far as whoever started us lets it go.
static const uint64_t unlimited = UINT64_MAX;

static void set_limit(struct limit limit) {
  struct rlimit current, wanted = {.rlim_cur = limit.wanted, .rlim_max = limit.wanted};
  if (getrlimit((__rlimit_resource_t)limit.resource, &current) != 0) {
    give_up(EXIT_NOT_CONFINED, "getrlimit", limit.name, errno);
  }
  bool is_ours = limit.wanted != unlimited;
  uint64_t least = is_ours ? limit.wanted : limit.least;
  if (least > current.rlim_max) {
    // To go on with less would be to find in the submission what this machine lacks.
    char told[96];
    snprintf(
        told, sizeof told, "%s %llu < %llu", limit.name, (unsigned long long)current.rlim_max,
        (unsigned long long)least);
    give_up(EXIT_NOT_CONFINED, "limit:", told, 0);
  }
  // What was lowered for whoever started us alone is no limit for what we start.
  if (!is_ours) wanted.rlim_cur = wanted.rlim_max = current.rlim_max;
  if (setrlimit((__rlimit_resource_t)limit.resource, &wanted) != 0) {
    give_up(EXIT_NOT_CONFINED, "setrlimit", limit.name, errno);
  }
}

void limit_resources(const struct request *request) {
  bool compiles = request->profile == PROFILE_COMPILE;
  const struct limit limits[] = {
      {RLIMIT_AS, "AS", request->memory, 0},
      {RLIMIT_FSIZE, "FSIZE", request->file_size, 0},
      {RLIMIT_CORE, "CORE", 0, 0},
      {RLIMIT_MEMLOCK, "MEMLOCK", 0, 0},
      {RLIMIT_MSGQUEUE, "MSGQUEUE", 0, 0},
      {RLIMIT_NOFILE, "NOFILE", compiles ? 256 : 64, 0},
      {RLIMIT_STACK, "STACK", 8 << 20, 0},
      // The limit counts all of a user's threads, so it says something only about a user of one's own.
      // Without one the filter stops processes and the address space bounds the threads. Root has none.
      {RLIMIT_NPROC, "NPROC", request->user != 0 ? thread_limit : unlimited,
       getuid() != 0 ? thread_limit : 0},
      {RLIMIT_DATA, "DATA", unlimited, 0},
      {RLIMIT_RSS, "RSS", unlimited, 0},
      {RLIMIT_LOCKS, "LOCKS", unlimited, 0},
      {RLIMIT_SIGPENDING, "SIGPENDING", unlimited, 0},
      {RLIMIT_RTTIME, "RTTIME", unlimited, 0},
  };
  for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) set_limit(limits[index]);
  // SIGXCPU first, and a second later SIGKILL, which cannot be ignored.
  set_limit((struct limit){RLIMIT_CPU, "CPU", request->processor + 1, 0});
  struct rlimit processor = {request->processor, request->processor + 1};
  if (setrlimit(RLIMIT_CPU, &processor) != 0) {
    give_up(EXIT_NOT_CONFINED, "setrlimit", "CPU", errno);
  }
}
