// truthbook-jail: confines itself, then becomes the program it was asked to start.
//
// Single-threaded and without a Swift runtime: Landlock and the system-call filter apply to the
// calling thread, and nothing of ours may run between confinement and exec.
#ifndef TRUTHBOOK_JAIL_H
#define TRUTHBOOK_JAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum profile {
  PROFILE_COMPILE,  // writes below the paths it was given; starts nothing
  PROFILE_RUN,      // computes; reads and writes only the descriptors it was given
  PROFILE_TRACE,    // the launcher's own look at a crashed process; no submission runs in it
};

/// What the grader asked for.
struct request {
  enum profile profile;
  pid_t parent;           // the process whose end ends this one
  int status;             // where a failure is told; closed by exec
  int first_closed;       // every descriptor from here on is closed
  uid_t user;             // to drop to when started as root; 0 keeps the user
  uint64_t processor;     // seconds
  uint64_t memory;        // bytes of address space
  uint64_t file_size;     // bytes
  const char **readable;  // paths, ended by NULL
  const char **writable;  // paths, ended by NULL
  int crash;              // where the place of a crash is told; -1 when nobody wants to know
  const char *library;    // in which library that place is looked for
  char **command;         // ended by NULL
};

/// Exit statuses of the launcher itself; the status descriptor holds one line of explanation.
enum {
  EXIT_MISUSED = 124,
  EXIT_NOT_CONFINED = 125,
  EXIT_NOT_STARTED = 126,
};

/// Tells the grader which step failed and why, in one line, and ends the process.
_Noreturn void give_up(int status, const char *step, const char *subject, int error);

/// Becomes `request->user` with no groups. Asked for only where it has been found to work.
void drop_user(const struct request *request);

/// Gives up every capability, now and for what is started later.
void drop_capabilities(void);

/// Sets every limit the kernel keeps, so that nothing depends on those of whoever started us. A hard
/// limit below what the profile needs is a failure of this machine's, and told.
void limit_resources(const struct request *request);

/// Leaves only the listed paths readable or writable, and no TCP, abstract sockets or signals to
/// others, as far as this kernel's Landlock can.
void restrict_files(const struct request *request);

/// Has this process traced from now on, when somebody wants to know where it crashes.
void start_tracer(struct request *request);

/// Refuses every system call the profile has no use for. `path` is the one address from which a
/// program may be started afterwards.
void filter_system_calls(enum profile profile, const char *path);

/// Tries forbidden acts and exits with the sum of 1 << N over those that were possible.
_Noreturn void probe(int count, char **arguments);

#endif
