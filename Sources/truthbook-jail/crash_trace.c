// Looks at a crashed process from outside.
//
// Nothing that the process prints, and nothing that it could do in a handler, is asked: a second process
// of the launcher's own traces it, and when a fatal signal has ended it, while its registers and memory
// are still there, follows the frame pointers and writes down where in one library each frame was.
//
// Whoever crashes chooses where, and may lay out a stack to look as it likes: what is found is a place in
// the library all the same, and never anything else.
#define _GNU_SOURCE
#include "jail.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

// How far to look: deep recursion has the same few lines again and again.
enum { FRAME_LIMIT = 256, FOUND_LIMIT = 32, SEGMENT_LIMIT = 64 };

/// A part of the library, as it lies in the process's memory.
struct segment {
  uint64_t start, end, offset;
};

struct library {
  struct segment segments[SEGMENT_LIMIT];
  size_t count;
};

struct place {
  uint64_t instruction, frame;
};

static bool read_registers(pid_t thread, struct place *place) {
  struct user_regs_struct registers;
  struct iovec room = {.iov_base = &registers, .iov_len = sizeof registers};
  if (ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &room) != 0) return false;
#if defined(__x86_64__)
  place->instruction = registers.rip;
  place->frame = registers.rbp;
#elif defined(__aarch64__)
  place->instruction = registers.pc;
  place->frame = registers.regs[29];
#endif
  return true;
}

static bool read_word(pid_t thread, uint64_t address, uint64_t *word) {
  errno = 0;
  long value = ptrace(PTRACE_PEEKDATA, thread, (void *)address, NULL);
  *word = (uint64_t)value;
  return errno == 0;
}

/// Takes in one line of /proc/PID/maps: START-END RIGHTS OFFSET DEVICE INODE PATH
static void read_mapping(char *line, const char *path, struct library *library) {
  unsigned long long start, end, offset;
  int length = 0;
  if (sscanf(line, "%llx-%llx %*s %llx %*s %*s %n", &start, &end, &offset, &length) < 3) return;
  if (length == 0 || strcmp(line + length, path) != 0 || library->count == SEGMENT_LIMIT) return;
  library->segments[library->count++] = (struct segment){start, end, offset};
}

static void read_mappings(pid_t process, const char *path, struct library *library) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/maps", process);
  FILE *maps = fopen(name, "re");
  if (!maps) return;
  char line[8192];
  while (fgets(line, sizeof line, maps)) {
    line[strcspn(line, "\n")] = '\0';
    read_mapping(line, path, library);
  }
  fclose(maps);
}

/// Where the library begins that has something at `address`; 0 when it has nothing there. Its parts lie
/// side by side, and more than one of them may come from the beginning of the file.
static uint64_t base(const struct library *library, uint64_t address) {
  uint64_t base = 0, end = 0;
  for (size_t index = 0; index < library->count; index++) {
    struct segment segment = library->segments[index];
    if (segment.start != end) base = segment.offset == 0 ? segment.start : 0;
    end = segment.end;
    if (segment.start <= address && address < segment.end) return base;
  }
  return 0;
}

/// Writes the frames that lie in the library, from the innermost, each as an offset on a line.
static void tell_frames(pid_t process, pid_t thread, const struct request *request) {
  static struct library library;
  read_mappings(process, request->library, &library);
  struct place place;
  if (!read_registers(thread, &place)) return;
  int found = 0;
  for (int depth = 0; depth < FRAME_LIMIT && found < FOUND_LIMIT; depth++) {
    uint64_t start = base(&library, place.instruction);
    if (start != 0) {
      // A frame further out is about to go on behind its call.
      dprintf(
          request->crash, "%llx\n",
          (unsigned long long)(place.instruction - start - (depth > 0 ? 1 : 0)));
      found++;
    }
    uint64_t next, frame = place.frame;
    if (frame == 0 || frame % 8 != 0 || !read_word(thread, frame + 8, &place.instruction)
        || !read_word(thread, frame, &next) || next <= frame) {
      // The outermost frame has none to go on to, but it has returned to somewhere.
      if (frame == 0 || frame % 8 != 0 || depth > 0) return;
      next = 0;
    }
    place.frame = next;
  }
}

static bool is_crash(int signal) {
  return signal == SIGILL || signal == SIGTRAP || signal == SIGABRT || signal == SIGBUS
      || signal == SIGFPE || signal == SIGSEGV;
}

static bool stops(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/// Lets the traced threads go on until one ends of the fatal signal it has been seen to get.
_Noreturn static void follow(pid_t process, const struct request *request) {
  pid_t crashed = 0;
  int fatal = 0;
  while (true) {
    int status;
    pid_t thread = waitpid(-1, &status, __WALL);
    if (thread < 0 && errno == EINTR) continue;
    if (thread < 0) _exit(0);
    if (!WIFSTOPPED(status)) continue;
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_EXIT) {
      unsigned long code = 0;
      ptrace(PTRACE_GETEVENTMSG, thread, NULL, &code);
      if (thread == crashed && (int)(code & 0x7F) == fatal) {
        tell_frames(process, thread, request);
        // All that is left to happen to it is its end.
        ptrace(PTRACE_DETACH, thread, NULL, NULL);
        _exit(0);
      }
      ptrace(PTRACE_CONT, thread, NULL, NULL);
    } else if (event == PTRACE_EVENT_STOP && stops(signal)) {
      ptrace(PTRACE_LISTEN, thread, NULL, NULL);
    } else if (event != 0) {
      ptrace(PTRACE_CONT, thread, NULL, NULL);
    } else {
      if (is_crash(signal)) {
        crashed = thread;
        fatal = signal;
      }
      // What the process has arranged to happen then happens.
      ptrace(PTRACE_CONT, thread, NULL, (void *)(long)signal);
    }
  }
}

/// The tracer itself, in a process of its own.
_Noreturn static void trace(pid_t process, int ready, const struct request *request) {
  // It ends with what it traces, and what it traces with it.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != process) _exit(1);
  long options = PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXIT;
  // Where a container or an administrator forbids it, a crash has no line.
  if (ptrace(PTRACE_SEIZE, process, NULL, (void *)options) != 0) _exit(1);
  if (dup2(ready, 0) < 0 || dup2(request->crash, 1) < 0) _exit(1);
  if (syscall(SYS_close_range, 2, ~0U, 0) != 0) {
    for (int descriptor = 2; descriptor < 64; descriptor++) close(descriptor);
  }
  struct request own = *request;
  own.crash = 1;
  filter_system_calls(PROFILE_TRACE, NULL);
  if (write(0, "", 1) != 1) _exit(1);
  close(0);
  follow(process, &own);
}

void start_tracer(struct request *request) {
  if (request->crash < 0) return;
  // As the kernel names it among a process's mappings.
  request->library = realpath(request->library, NULL);
  if (!request->library) give_up(EXIT_NOT_CONFINED, "tracer: library", 0, errno);
  if (fcntl(request->crash, F_SETFD, FD_CLOEXEC) != 0) {
    give_up(EXIT_NOT_CONFINED, "tracer: descriptor", 0, errno);
  }
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) give_up(EXIT_NOT_CONFINED, "tracer: pipe", 0, errno);
  // Having become another user it may be traced by nobody, until exec.
  (void)prctl(PR_SET_DUMPABLE, 1);
  // The tracer is nobody's to wait for: gone when it ends.
  signal(SIGCHLD, SIG_IGN);
  pid_t process = getpid(), tracer = fork();
  if (tracer < 0) give_up(EXIT_NOT_CONFINED, "tracer: fork", 0, errno);
  if (tracer == 0) {
    close(ready[0]);
    trace(process, ready[1], request);
  }
  // Where only ancestors may trace (Yama).
  (void)prctl(PR_SET_PTRACER, tracer);
  close(ready[1]);
  char byte;
  while (read(ready[0], &byte, 1) < 0 && errno == EINTR) {}
  close(ready[0]);
}
